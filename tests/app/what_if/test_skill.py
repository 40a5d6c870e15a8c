"""The skill beside the product model's answers: that of the goods moved, at the horizon chosen, or none."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.what_if import skill
from parley.app.what_if.skill import SAY
from parley.results.validation import backtest_skill
from tests import apps
from tests.wording import among, told

PAGE = "what_if_product"


@pytest.mark.parametrize(
    ("low", "high", "case"), [(0.1, 0.3, "better"), (-0.3, -0.1, "worse"), (-0.1, 0.2, "open"), (None, None, "few")]
)
def test_a_case_follows_the_interval(low: float | None, high: float | None, case: str) -> None:
    row = {"section": "XVI", "skill": 0.1, "low": low, "high": high, "in_sample": False}
    table = pd.DataFrame([row]).astype({"low": float, "high": float})
    assert told("what_if", "skill", skill.sentence(table, "XVI", "first_year"))[0] == case


def alone(line: str) -> str:
    """The line without what follows where the years of the skill were seen when the elasticity was chosen."""
    return line.removesuffix(f" {skill.SAY('skill.sample', 'seen')}")


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ({"us_XVI": "60"}, "XVI"),
        ({"us_XVI": "60", "us_XI": "50"}, "total"),
        ({"us_mode": "In total", "us_total": "60"}, "total"),
        ({"us_XVI": "60", "horizon": "First year"}, "XVI"),
        ({"cn_total": "40"}, None),
        ({"us_XVI": "60", "as_of": "2025-06-09"}, None),
    ],
)
def test_the_answer_has_the_skill_of_its_goods(query: dict[str, str], section: str | None) -> None:
    app = apps.at_address(PAGE, query)
    horizon = "first_year" if "horizon" in query else "default"
    found = among("what_if", "skill", map(alone, apps.notes(app)))
    if section is None:
        assert found == []
        return
    row = backtest_skill.skill(horizon).set_index("section").loc[section]
    ((_, fields),) = found
    assert float(fields["skill"].replace("\u2212", "-")) == pytest.approx(row["skill"], abs=0.005)
    assert fields["horizon"] == skill.SAY("skill.horizon", horizon)


@pytest.mark.parametrize("query", [{}, {"us_mode": "In total"}], ids=["sections", "total"])
def test_beside_every_slider_stands_the_skill_on_its_goods(query: dict[str, str]) -> None:
    choices = apps.choices(apps.at_address(PAGE, query))
    rows = backtest_skill.skill("default").set_index("section")
    sliders = {"total": "us_total"} if query else {code: f"us_{code}" for code in ("XVI", "XI", "VII")}
    for section, key in sliders.items():
        ((_, fields),) = among("what_if", "skill", map(alone, choices[key]["help"]))
        assert fields["skill"] == terms.number(rows.at[section, "skill"], 2).replace(terms.NBSP, " ")
        assert choices[key]["scale"]["beside"].endswith(SAY("skill", "short", skill=fields["skill"]))  # in sight


def test_too_few_goods_have_no_skill_beside_their_slider() -> None:
    row = {"section": "XVI", "skill": 0.1, "low": None, "high": None, "in_sample": False}
    assert skill.short(pd.DataFrame([row]).astype({"low": float}), "XVI") == ""


def test_the_year_is_known_by_product_from_the_day_its_table_came_out() -> None:
    assert [skill.is_known(date(year, 6, 9)) for year in (2025, 2026)] == [False, True]
