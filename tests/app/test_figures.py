"""A figure by its name is what its page shows a browser: the same rows, sentence and choices, to the last digit."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from parley.app import drawn_aside, figure_forms, figures
from parley.app.figures import FigureRecord, Place
from parley.app.kit import session
from parley.app.kit.figures import Figure
from parley.app.serving.problems import ProblemError
from parley.app.what_if import later
from parley.tables.read import compiled_on
from tests import apps
from tests.servers import HANG_SECONDS, ROOT

EARLIER = date(2025, 6, 9)
# One other state of a page, where its first subject has a choice.
OTHER = {
    "chips": {"chip_goods": "Diodes, solar cells"},
    "trade": {"trade_section": "Goods", "trade_supplier": "Vietnam"},
    "tariffs": {"tariff_section": "Products", "tariff_product_origin": "Vietnam"},
    "rare_earths": {"rare_section": "Stages", "rare_stages_show": "Reserves"},
    "what_if_product": {"us_XVI": "30", "cn_total": "20"},
    "what_if_world": {"world_us": "30", "world_cn": "15"},
    "look_up": {"look_up_section": "Product", "product": "850760", "from": "Vietnam"},
    "outlook": {"outlook_section": "Errors"},
    "backtest": {},
    "compare": {"compare_by": "Economy"},
    "briefing": {},
    "home": {},
    "what_changed": {},
    "explore": {"explore_rows": "Origin"},
}


def same(record: FigureRecord, shown: Figure) -> bool:
    pd.testing.assert_frame_equal(record.rows, shown.rows, check_exact=True)
    return (record.finding, record.measure) == (shown.caption.finding, shown.caption.measure)


@pytest.mark.parametrize("day", [None, EARLIER], ids=["latest", "earlier"])
@pytest.mark.parametrize("place", figures.places(), ids=lambda place: f"{place.page}-{place.name}")
def test_a_figure_by_its_name_is_that_of_its_page(place: Place, day: date | None, sent: dict[str, Figure]) -> None:
    apps.at_address(place.page, {**place.query, "as_of": f"{day or ''}"})
    if place.name not in sent:
        with pytest.raises(ProblemError):
            figures.figure(place.page, place.name, as_of=day)
        assert day is not None  # none is listed that the latest day lacks
        return
    assert same(figures.figure(place.page, place.name, as_of=day), sent[place.name])


@pytest.mark.parametrize("page", OTHER)
@pytest.mark.parametrize("day", [None, EARLIER], ids=["latest", "earlier"])
def test_every_figure_of_a_page_in_another_state_is_that_of_the_page(
    page: str, day: date | None, sent: dict[str, Figure]
) -> None:
    app = apps.at_address(page, {**OTHER[page], "as_of": f"{day or ''}"})
    if not sent:
        with pytest.raises(ProblemError):
            figures.figures(page, OTHER[page], day)
        return
    records = {record.name: record for record in figures.figures(page, OTHER[page], day)}
    assert set(records) == set(sent) and all(same(record, sent[name]) for name, record in records.items())
    listed = {place.name for place in figures.places() if place.page == page}
    assert set(records) <= listed
    for record in records.values():
        parameters = {name: list(values) for name, values in record.parameters.items()}
        assert parameters == apps.address(app)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (("chips", "nothing"), "figure"),
        (("nothing", "chip_lines"), "page"),
        (("chips", "chip_lines", {"chip_by": "Origin"}), "figure"),
        (("chips", "chip_lines", {"chip_by": "=1+1"}), "chip_by"),
        (("chips", "chip_lines", {"no_choice": "x"}), "no_choice"),
        (("chips", "chip_lines", None, date(1900, 1, 1)), "as_of"),
    ],
)
def test_what_is_no_figure_is_refused_by_the_field_that_is_wrong(asked: tuple[Any, ...], field: str) -> None:
    with pytest.raises(ProblemError) as refused:
        figures.figure(*asked)
    assert refused.value.field == field


def test_rows_under_a_readers_heads_are_those_of_the_tables() -> None:
    record = figures.figure("chips", "chip_partners")
    shown, rows = record.shown, record.rows
    assert list(shown.columns[-3:]) == ["Source", "Licence", "As of"]
    assert (shown["Share, %"] == rows["share_pct"]).all() and (shown["Value, US$ bn"] == rows["value_usd"] / 1e9).all()
    assert set(shown["As of"]) == {f"{compiled_on()}"} and shown["Licence"].notna().all()


def test_rows_of_a_source_that_is_not_passed_on_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    every = figures.figure("chips", "chip_partners").rows
    source = every["source_id"].iloc[0]
    monkeypatch.setattr(figures.source_lines, "closed", lambda: {source})
    assert source not in set(figures.figure("chips", "chip_partners").rows["source_id"])


def test_what_takes_too_long_is_said_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_aside, "LONGEST_S", -1.0)
    monkeypatch.setattr(drawn_aside, "_run", lambda *_: session.state().update({later.WAITED: "answer"}))
    with pytest.raises(drawn_aside.StillWorkingError):
        figures.figure("what_if_product", "what_if_origins")


def test_a_page_of_a_figure_runs_no_words_as_markup() -> None:
    record = figures.figure("chips", "chip_partners")
    rows = record.rows.assign(partner="<script>alert(1)</script>")
    hostile = replace(record.drawn.figure, rows=rows)
    page = figure_forms.as_html(
        FigureRecord("chips", record.name, record.as_of, {"a": ['"><b>']}, replace(record.drawn, figure=hostile)),
        "http://here",
    )
    assert b"<script" not in page and b"<b>" not in page


def test_drawing_without_a_browser_logs_nothing_and_streamlit_still_warns_elsewhere() -> None:
    """In a process of its own, as pytest takes the log of this one."""
    code = (
        "import sys; import streamlit as st; from parley.app import figures; figures.figure('chips', 'chip_partners');"
        "print('then', file=sys.stderr); st.write('without a browser')"
    )
    command = [sys.executable, "-c", code]
    log = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS).stderr
    drawn, _, elsewhere = log.partition("then\n")
    assert drawn == "" and "ScriptRunContext" in elsewhere
