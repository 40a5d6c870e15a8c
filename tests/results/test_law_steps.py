"""The duty step by step against the rates printed in the orders that set them."""

from datetime import date

import pandas as pd
import pytest

from parley.results.law.lines import law
from parley.results.law.steps import law_steps

UNTIL = date(2026, 10, 9)


def on(steps: pd.DataFrame, day: str) -> pd.Series:
    at = pd.Timestamp(day)
    held = steps[(steps["valid_from"] <= at) & (steps["valid_to"] >= at)]
    assert held["sum_pct"].nunique(dropna=False) == 1  # one step a day
    return held.iloc[0]


@pytest.mark.parametrize(
    ("code", "origin", "day", "rate"),
    [
        ("950300", "VNM", "2025-04-09", 46.0),  # EO 14257, Annex I
        ("950300", "VNM", "2025-08-07", 20.0),  # EO 14326, Annex I
        ("950300", "VNM", "2026-02-24", 10.0),  # Section 122, proclamation of 20 February 2026
        ("010121", "LSO", "2025-04-09", 50.0),  # EO 14257, Annex I
        ("010121", "LSO", "2025-08-07", 15.0),  # EO 14326, Annex I
        ("847130", "CHN", "2025-02-04", 10.0),  # EO 14195, computers being exempt from the reciprocal duty
        ("847130", "CHN", "2025-03-04", 20.0),  # EO 14228
    ],
)
def test_a_step_is_the_rate_of_its_order(code: str, origin: str, day: str, rate: float) -> None:
    assert on(law_steps(code, [code], origin, UNTIL), day)["sum_pct"] == pytest.approx(rate)


@pytest.mark.parametrize(("code", "under", "origin"), [("850760", ["850760"], "CHN"), ("8506", ["850610"], "JPN")])
def test_the_steps_follow_each_other_without_a_gap_and_their_parts_add_up(
    code: str, under: list[str], origin: str
) -> None:
    rows = law_steps(code, under, origin, UNTIL)
    steps = rows.drop_duplicates("valid_from")
    assert steps["valid_from"].iloc[0] == pd.Timestamp("2018-01-01")
    assert steps["valid_to"].iloc[-1] == pd.Timestamp(UNTIL)
    assert (
        steps["valid_from"].iloc[1:].to_numpy() - steps["valid_to"].iloc[:-1].to_numpy() == pd.Timedelta(days=1)
    ).all()
    sums = rows.groupby("valid_from")["rate_pct"].sum()
    assert sums.to_numpy() == pytest.approx(steps["sum_pct"].to_numpy(), abs=1e-5)
    assert (steps["low_pct"] <= steps["sum_pct"] + 1e-6).all() and (steps["sum_pct"] <= steps["high_pct"] + 1e-6).all()


def test_between_two_steps_the_law_answers_the_same() -> None:
    steps = law_steps("850760", ["850760"], "CHN", UNTIL).drop_duplicates("valid_from")
    for step in steps.to_dict("records"):
        middle = step["valid_from"] + (step["valid_to"] - step["valid_from"]) / 2
        assert law("850760", "CHN", middle.date()).sum_pct.central == pytest.approx(step["sum_pct"], abs=1e-5)


def test_a_member_of_the_union_has_the_steps_of_the_union() -> None:
    """Cars: 2.5% (HTS 8703.23); 25 points more from 3 April 2025 (Proclamation 10908); 15% in all from 1 August 2025
    under the framework with the Union (90 FR 46136)."""
    steps = law_steps("870323", ["870323"], "DEU", UNTIL)
    changed = {"2025-04-02": 2.5, "2025-04-03": 27.5, "2025-07-31": 27.5, "2025-08-01": 15.0}
    assert {day: on(steps, day)["sum_pct"] for day in changed} == pytest.approx(changed)
