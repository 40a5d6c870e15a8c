"""Noise is no gain: amounts of who bears a change below what an equilibrium is off by are zero; others print."""

from datetime import date

import pytest

from parley import Scenario, TariffChange, solve, terms
from parley.models.policy_parts import Goods
from parley.results.answers.product_solution import LEAST_USD, bearer_columns, bearers, outcome

DAY = date(2026, 10, 9)


def changed(points: float) -> Scenario:
    """A tiny change of one small good's duty."""
    return Scenario(DAY, tariffs=[TariffChange("USA", "CHN", points, "additional", Goods("hs6", "950300"))])


def test_the_least_amount_that_counts_is_one_that_prints() -> None:
    assert not terms.prints_as_zero(terms.model_bn(LEAST_USD))
    assert terms.prints_as_zero(terms.model_bn(LEAST_USD / 3))


def test_what_is_below_the_floor_is_zero_and_what_is_above_stays() -> None:
    for points in (1e-6, 1e-4, 5.0):
        solved = outcome(changed(points))
        raw, shown = bearers(solved), bearer_columns(solved)
        for bearer, gain in zip(shown["bearer"], shown["gain_usd"], strict=True):
            expected = raw[bearer] if abs(raw[bearer]) >= LEAST_USD else 0.0
            assert gain == pytest.approx(expected)
    assert bearer_columns(outcome(changed(1e-6)))["gain_usd"].tolist() == [0.0] * 5
    assert abs(bearer_columns(outcome(changed(5.0)))["gain_usd"]).max() > LEAST_USD


def test_no_model_claims_a_direction_of_who_bears_from_noise() -> None:
    rows = solve(changed(1e-6), "all").tables["reconciled"]
    assert set(rows.loc[rows["measure"] == "who_bears", "sign"]) == {"none"}
