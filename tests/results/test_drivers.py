"""What an answer rests on: bars that end in the model's own answers, closures with a range each."""

from dataclasses import replace
from datetime import date

import pytest

from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import solution, world
from parley.results.answers.drivers import income_drivers, income_ranges, income_shares
from parley.results.answers.world_bands import world_ranges

SCENARIO = Scenario(
    as_of=date(2026, 11, 24),
    tariffs=(TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute")),
)
FIELDS = {"home_foreign_elasticity_ratio": "home_elasticity_ratio"}


def solved(scenario: Scenario) -> dict[str, float]:
    rows = world.point(scenario).by_economy.set_index("economy")["real_income_change_pct"]
    return {side: float(rows[side]) for side in ("USA", "CHN")}


def test_the_middle_and_both_ends_of_every_bar_are_answers_of_the_world_model() -> None:
    table = income_drivers(SCENARIO)
    central = solved(SCENARIO)
    assert len(table) == 4  # labour that answers excludes the two tiers of the default
    for row in table.to_dict("records"):
        assert row["central_pct"] == pytest.approx(central[row["outcome"]], abs=1e-9)
        for end in ("low", "high"):
            at = replace(SCENARIO, **{FIELDS.get(row["parameter"], row["parameter"]): row[end]})
            assert row[f"at_{end}_pct"] == pytest.approx(solved(at)[row["outcome"]], abs=1e-9)


def test_bars_start_where_the_scenario_has_its_parameters() -> None:
    table = income_drivers(replace(SCENARIO, trade_elasticity=6, labour_supply_elasticity=0.5))
    assert "home_foreign_elasticity_ratio" not in set(table["parameter"])
    assert table.loc[table["parameter"] == "trade_elasticity", "value"].tolist() == [6, 6]
    assert table["swing_pp"].iloc[0] == table.loc[table["outcome"] == "USA", "swing_pp"].max()
    assert (table["status"] == "assumption").all()
    assert table["citation"].str.len().min() > 0


def test_what_drives_the_range_is_told_from_its_own_draws() -> None:
    """The trade elasticity is drawn over a range four times as wide as the other parameter's, so it moves the answer
    most; the parts add up to the whole, and a world without a moved duty has none."""
    table = income_shares(SCENARIO)
    assert table.groupby("economy")["share_pct"].sum().to_numpy() == pytest.approx(100)
    us = table[table["economy"] == "USA"].set_index("parameter")["share_pct"]
    assert us["trade_elasticity"] > us["home_foreign_elasticity_ratio"] > 0
    assert -5 < us["together"] < 20
    told = solution.world_answer(SCENARIO, draws=64).tables["drivers"]
    assert told["share_pct"].to_numpy() == pytest.approx(table["share_pct"].to_numpy())
    assert income_shares(Scenario(SCENARIO.as_of))["share_pct"].isna().all()


def test_ranges_of_real_income_are_those_of_the_page() -> None:
    page = (
        world_ranges(SCENARIO, 16)
        .beside(world.point(SCENARIO).by_economy, "by_economy", "real_income_change_pct")
        .set_index("economy")
    )
    for side, (value, *ends) in income_ranges(SCENARIO, 16).items():
        assert value == pytest.approx(solved(SCENARIO)[side], abs=1e-9)
        assert ends == pytest.approx(page.loc[side, ["low_pct", "high_pct"]].tolist(), abs=1e-9)


def test_transfers_fixed_in_money_are_those_in_shares_of_world_income() -> None:
    """Why the additive closure is not told apart: world income is the unit, so both hold transfers in it."""
    fixed, shares = (solved(replace(SCENARIO, closure=c)) for c in ("additive", "share_of_world_income"))
    assert list(fixed.values()) == pytest.approx(list(shares.values()), abs=1e-9)
