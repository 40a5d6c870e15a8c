"""The law since January 2025 in the short run: its path by quarter, and what stands beside the answer."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.calibration.law_path import law_path, steps_of
from parley.models.short_run import Step
from parley.results.answers import law_path as answers
from parley.results.answers.short_run import by_year

LAST = date(2026, 10, 9)


def tables() -> list[pd.DataFrame]:
    return [read_table(name) for name in ("forecasts", "forecast_editions", "gdp_actuals")]


def test_on_the_first_day_nothing_has_changed() -> None:
    path = law_path(date(2025, 1, 1))
    assert path[["points", "answered"]].to_numpy().ravel() == pytest.approx([0, 0], abs=1e-12)
    assert steps_of(path) == []


def test_the_second_quarter_of_2025_is_the_highest_and_law_struck_down_lowers_what_follows() -> None:
    """Yale, 3 September 2025: about 15 points more than at the start of the year (its print; no table of ours)."""
    path = law_path(LAST).set_index("quarter")
    assert path["points"].idxmax() == 1
    assert path.loc[2, "points"] == pytest.approx(15, abs=3)
    assert path.loc[6, "points"] < path.loc[3, "points"]
    assert path["answered"].idxmax() == 1


def test_the_steps_add_up_to_the_path() -> None:
    path = law_path(LAST)
    steps = steps_of(path)
    assert sum(step.points for step in steps) == pytest.approx(path["points"].iloc[-1])
    assert sum(step.answered for step in steps) == pytest.approx(path["answered"].iloc[-1])


def test_a_later_day_moves_no_quarter_that_was_over() -> None:
    early, late = law_path(date(2025, 6, 30)), law_path(LAST)
    pd.testing.assert_frame_equal(early, late.head(len(early)))


def test_the_answer_is_that_of_the_steps_by_calendar_year() -> None:
    answer = answers.answer(LAST)
    years, houses = by_year(steps_of(law_path(LAST)))
    first = years[(years["variable"] == "us_gdp") & (years["year"] == 1)].iloc[0]
    whole = answer[answer["name"] == answers.ALL].iloc[0]
    assert (whole["year"], whole["value"], whole["low"]) == (2025, first["central"], first["low"])
    alone, _ = by_year([Step(14.0)])
    at_once = alone[(alone["variable"] == "us_gdp") & (alone["year"] == 1)]["central"].iloc[0]
    assert at_once < whole["value"] < 0  # the rise came in steps over the year
    later = answer[answer["year"] > 2025].set_index(["year", "name"])["value"]
    own = (
        houses[houses["variable"] == "us_gdp"].assign(year=houses["year"] + 2024).set_index(["year", "house"])["value"]
    )
    assert len(later)
    assert later.to_dict() == {key: own[key] for key in later.index}


def test_only_forecasts_out_by_the_end_of_january_2025_stand_beside_it() -> None:
    """OECD Economic Outlook 116 had 2.4% for 2025 (December 2024), the World Bank 2.3% (January 2025); 2.1% came."""
    rows = answers.beside(LAST, *tables())
    forecast = rows[rows["kind"] == answers.FORECAST].set_index(["name", "year"])["value"].round(1)
    assert forecast["OECD", 2025] == 2.4
    assert forecast["World Bank", 2025] == 2.3
    recorded = rows[rows["kind"] == answers.RECORDED].set_index("year")["value"].round(1)
    assert recorded.to_dict() == {2025: 2.1}
    dots = rows[(rows["kind"] == answers.ANSWER) & (rows["name"] != answers.ALL)]
    assert dots["year"].value_counts().max() < 3
    assert dots[["low", "high"]].isna().all(axis=None)
