"""Six lines of Python under every answer: they run as they are and print the figures the page shows."""

import contextlib
import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from parley.app.what_if import starting_duties
from parley.app.what_if_product import words
from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import Model, solve
from parley.results.scenario.text import FIRST, python
from tests.apps import at_address, metrics, positions, title
from tests.scenarios import on_page

JUNE = date(2025, 6, 9)
MAGNETS = Scenario(JUNE, exports=[ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)], stock_months=2)
ASKED: dict[str, tuple[Scenario, Model]] = {
    "sections and an answer": (on_page(JUNE, sections={"XVI": 60}, china=40, title="Machinery's 60"), "product"),
    "the end of extra duties": (replace(on_page(JUNE), tariffs=starting_duties.without_extra_duties(JUNE)), "product"),
    "dates": (on_page(JUNE, total=45, begins=date(2027, 1, 10), reply="in_kind"), "product"),
    "world": (on_page(JUNE, total=60, china=40), "world"),
    "by industry": (on_page(JUNE, total=60, china=40), "sectors"),
    "licences": (MAGNETS, "critical_input"),
}


def run(lines: str) -> tuple[pd.DataFrame, str]:
    """The table the lines end with, and what they print; nothing is given to them."""
    held: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(lines, "reproduce", "exec"), held)
    table = held["table"]
    assert isinstance(table, pd.DataFrame)
    return table, printed.getvalue()


@pytest.mark.parametrize("name", ASKED)
def test_the_lines_run_as_they_are_and_give_the_models_figures(name: str) -> None:
    scenario, model = ASKED[name]
    lines = python(scenario, model)
    assert len(lines.splitlines()) == 6
    table, printed = run(lines)
    pd.testing.assert_frame_equal(table, solve(scenario, model).tables[FIRST[model]])
    assert printed.splitlines()[0].split() == list(map(str, table.columns))


def test_they_print_what_the_page_shows() -> None:
    app = at_address("what_if_product", {"as_of": str(JUNE), "us_XVI": "60", "cn_total": "40"})
    assert positions(app)["us_XVI"] == 60
    table, _ = run(python(app.session_state["what_if_product_last_good"].scenario, "product"))
    value = table.set_index("metric")["value"]
    shown = {fact.label: fact.value for fact in metrics(app)}
    assert shown["Imports from China"].startswith(f"−{abs(value['imports_from_china_change_pct']):.0f}")
    assert shown[words.SAY("fact.prices")].startswith(f"+{value['import_price_change_pct']:.1f}")
    assert f"${value['buyers_loss_usd'] / 1e9:.0f}bn" in title(app)
