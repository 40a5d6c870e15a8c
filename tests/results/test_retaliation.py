"""Nine worlds as a table: the model's own game, ranges that hold the answer, best answers marked."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley.models.armington import Shock, solve
from parley.models.policy_parts import ExportChange, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.trade_war import FIRST_POLICIES, SECOND_POLICIES
from parley.results.answers.base_world import base_world, places, real_income_changes, switches_of
from parley.results.answers.retaliation import payoff_table
from parley.results.answers.world import levels_of
from tests.models.nine_worlds import payoffs

SCENARIO = Scenario(
    as_of=date(2026, 11, 24),
    tariffs=(TariffChange("USA", "CHN", 60, "absolute"), TariffChange("USA", "CAN", 5)),
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return payoff_table(SCENARIO)


def cell(table: pd.DataFrame, us: str, china: str) -> pd.Series:
    return table[(table["us_policy"] == us) & (table["china_policy"] == china)].iloc[0]


def test_the_table_is_the_models_game(table: pd.DataFrame) -> None:
    base = base_world(Scenario(SCENARIO.as_of), switches_of(SCENARIO))
    game = payoffs(base, "USA", "CHN", levels_of(SCENARIO).after)
    for i, us in enumerate(FIRST_POLICIES):
        for j, china in enumerate(SECOND_POLICIES):
            row = cell(table, us, china)
            assert row[["us_rate_pct", "china_rate_pct"]].tolist() == pytest.approx(
                list(100 * game.rates[i, j]), abs=1e-9
            )
            income = 100 * (game.real_income_hat[i, j] - 1)
            shown = row[["us_real_income_change_pct", "china_real_income_change_pct"]].tolist()
            assert shown == pytest.approx(list(income), abs=1e-9)


def test_at_nash_no_single_step_by_either_side_gains(table: pd.DataFrame) -> None:
    """Checked by plain solutions around the rates found, without the search."""
    base, (us, china) = base_world(Scenario(SCENARIO.as_of), switches_of(SCENARIO)), places()
    nash = cell(table, "optimal", "optimal")
    held = base.tariff.copy()
    held[china, us], held[us, china] = nash["us_rate_pct"] / 100, nash["china_rate_pct"] / 100
    best = solve(base, Shock(tariff=held)).real_income_hat
    for pair, judge in (((china, us), us), ((us, china), china)):
        for step in (-0.05, -0.01, 0.01, 0.05):
            tried = held.copy()
            tried[pair] += step
            assert solve(base, Shock(tariff=tried)).real_income_hat[judge] < best[judge]


def test_ranges_hold_the_answer_and_only_one_world_is_nash(table: pd.DataFrame) -> None:
    for side in ("us", "china"):
        for name in ("rate", "real_income"):
            value = table[f"{side}_{name}{'_change' if name == 'real_income' else ''}_pct"]
            assert (table[f"{side}_{name}_low_pct"] <= value).all()
            assert (value <= table[f"{side}_{name}_high_pct"]).all()
    assert table["is_nash"].sum() == 1
    nash = cell(table, "optimal", "optimal")
    assert nash["is_us_best"]
    assert nash["is_china_best"]
    assert (table["runs"] == 4).all()


def test_one_answer_of_china_is_the_best_to_each_us_policy(table: pd.DataFrame) -> None:
    best = table[table["is_china_best"]]
    assert best["us_policy"].tolist() == list(FIRST_POLICIES)
    assert set(best["china_policy"]) == {"optimal"}


def test_where_nothing_is_moved_the_scenario_is_the_duties_in_force() -> None:
    still = payoff_table(Scenario(as_of=SCENARIO.as_of)).set_index("us_policy")
    figures = [c for c in still if c.endswith("_pct")]
    assert np.array_equal(still.loc["none", figures].to_numpy(), still.loc["scenario", figures].to_numpy())
    assert still.loc["none", "us_real_income_change_pct"].iloc[0] == 0


def test_labour_that_answers_leaves_the_two_tiers_out_of_the_range() -> None:
    assert (payoff_table(replace(SCENARIO, labour_supply_elasticity=0.5))["runs"] == 3).all()


BOTH = (TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 41, "absolute"))


@pytest.mark.parametrize(
    ("scenario", "answer"),
    [
        (SCENARIO, "none"),
        (replace(SCENARIO, tariffs=BOTH), "scenario"),
        (replace(SCENARIO, tariffs=(TariffChange("CHN", "USA", 5),)), "scenario"),
        (replace(SCENARIO, reply="in_kind"), "scenario"),  # every partner answers by points, not China by the rate
        (replace(SCENARIO, exports=(ExportChange("CHN", "USA", tax_pct=10),)), "scenario"),
    ],
)
def test_the_scenarios_own_world_is_marked_and_is_that_of_the_whole_scenario(scenario: Scenario, answer: str) -> None:
    table = payoff_table(scenario)
    (own,) = table[table["is_chosen"]].to_dict("records")
    assert (own["us_policy"], own["china_policy"]) == ("scenario", answer)
    assert len(table) == (10 if answer == "scenario" else 9)
    income = 100 * real_income_changes(scenario)
    shown = [own["us_real_income_change_pct"], own["china_real_income_change_pct"]]
    assert shown == pytest.approx(income.tolist(), abs=1e-9)
    (us, china), levels = places(), levels_of(scenario)
    rates = [100 * levels.after[china, us], 100 * levels.after[us, china]]
    assert [own["us_rate_pct"], own["china_rate_pct"]] == pytest.approx(rates)
    assert not own["is_nash"]


def test_china_at_the_rate_its_goods_meet_is_the_cell_in_kind() -> None:
    (us, china), levels = places(), levels_of(SCENARIO)
    met = 100 * float(levels.after[china, us] - levels.before[us, china])
    table = payoff_table(replace(SCENARIO, tariffs=(*SCENARIO.tariffs, TariffChange("CHN", "USA", met))))
    (own,) = table[table["is_chosen"]].to_dict("records")
    assert own["china_policy"] == "in_kind"
    assert len(table) == 9
    assert own["us_rate_pct"] == pytest.approx(own["china_rate_pct"])


def test_where_nothing_is_moved_no_world_is_the_visitors_own() -> None:
    assert not payoff_table(Scenario(as_of=SCENARIO.as_of))["is_chosen"].any()
