"""Implied pass-through by model beside the evidence, and what fixed border prices do to claims on US real income."""

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, TariffChange, solve
from parley.models.scenario import ScenarioError
from parley.results.compared import border_prices
from tests.scenarios import SHOCK_DAY as DAY

TEN = Scenario(DAY, tariffs=[TariffChange("USA", "all", 10, "additional")])


@pytest.fixture(scope="module")
def implied() -> pd.DataFrame:
    return border_prices.implied(TEN).set_index("model")


def test_models_with_wages_that_answer_lie_below_the_evidence(implied: pd.DataFrame) -> None:
    """An audit of the models by other code put the world model at 49% and that by industry at 66%."""
    evidence = implied.loc["measured"]
    assert (evidence["low_pct"], evidence["high_pct"]) == (80, 100)
    assert implied.loc["world", "low_pct"] == pytest.approx(49, abs=2)
    assert implied.loc["sectors", "low_pct"] == pytest.approx(66, abs=3)
    assert (implied.loc[["world", "sectors"], "high_pct"] < evidence["low_pct"]).all()


def test_fixed_border_prices_turn_the_gain_of_the_world_model_into_a_loss(implied: pd.DataFrame) -> None:
    assert implied.loc["world", "us_real_income_pct"] > 0 > implied.loc["world_fixed", "us_real_income_pct"]


def test_no_direction_of_us_real_income_is_claimed_that_fixed_border_prices_turn() -> None:
    tables = solve(TEN, "all").tables
    rows = tables["reconciled"]
    income = rows[(rows["measure"] == "real_income") & (rows["economy"] == "USA")]
    world = income[income["model"] == "world"]
    assert (world["sign"] == "either").all()
    assert (income[income["model"] == "all"]["sign"] == "either").all()
    named = tables["directions"]
    turns = named[(named["measure"] == "real_income") & (named["economy"] == "USA")]["assumption"]
    assert border_prices.NAME in set(turns)


def test_other_figures_stay_as_they_were(implied: pd.DataFrame) -> None:
    from parley.results.compared.reconciled import world_cases

    cases = [case for case in world_cases(TEN) if case.closure == "balanced"]
    central, fixed = (next(c for c in cases if c.assumption == name) for name in ("", border_prices.NAME))
    assert set(fixed.figures) == {("real_income", "USA", "")}
    (was, _), (now, _) = central.spread.outcomes, fixed.spread.outcomes  # type: ignore[misc]
    assert int((was != now).sum()) == 1
    assert np.array_equal(central.spread.flows[0], fixed.spread.flows[0])


def test_a_scenario_that_moves_no_us_duty_has_no_pass_through() -> None:
    with pytest.raises(ScenarioError, match="no US duty"):
        border_prices.implied(Scenario(DAY, tariffs=[TariffChange("CHN", "USA", 10, "additional")]))
