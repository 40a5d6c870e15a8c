"""The world models' answers piece by piece: options, the kept baseline, ranges of every figure, where sliders start."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley.calibration.policy import policy_duties
from parley.calibration.policy_world import world_levels
from parley.models.armington import Shock, solve
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import sectors, world
from parley.results.answers.answer import Ranges
from parley.results.answers.base_world import start_rates
from parley.results.answers.product_solution import inputs_of
from parley.results.answers.world_bands import OUTCOMES, world_ranges
from parley.tables.parameters import parameter

DAY = date(2025, 6, 9)


def at(us: float, **options: object) -> Scenario:
    changes = [TariffChange("USA", "CHN", us, "absolute"), TariffChange("CHN", "USA", 40, "absolute")]
    return Scenario(DAY, tariffs=changes, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"trade_elasticity": 6.5},
        {"home_elasticity_ratio": 1.0},
        {"trade_elasticity": 2.5, "labour_supply_elasticity": 0.5},
        {"closure": "additive"},
    ],
)
def test_the_point_is_two_plain_solves_whatever_was_asked_before(options: dict[str, object]) -> None:
    for us in (50, 120, 60):  # what is kept from other positions must not move the answer
        found = world.point(at(us, **options)).by_economy
    scenario = at(60, **options)
    levels = world_levels(world.world(), policy_duties(inputs_of(scenario), scenario), scenario)
    base = world.world().economy
    economy = type(base)(
        names=base.names,
        flows=base.flows,
        trade_elasticity=scenario.trade_elasticity or base.trade_elasticity,
        tariff=base.tariff,
        labour_supply_elasticity=scenario.labour_supply_elasticity or 0.0,
        home_elasticity_ratio=1.0 if scenario.labour_supply_elasticity else scenario.home_elasticity_ratio or 0.57,
    )
    before, after = (solve(economy, Shock(tariff=t), scenario.closure) for t in (levels.before, levels.after))
    plain = world.by_economy(before, after)
    moved = "tariff_revenue_change_usd"  # a difference of billions, which keeps its dollars
    assert found[moved].to_numpy() == pytest.approx(plain[moved].to_numpy(), abs=1)
    pd.testing.assert_frame_equal(found.drop(columns=moved), plain.drop(columns=moved), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("options", [{"home_elasticity_ratio": 1.0}, {"labour_supply_elasticity": 0.5}])
def test_each_option_moves_the_answer(options: dict[str, object]) -> None:
    plain, moved = world.point(at(60)).by_economy, world.point(at(60, **options)).by_economy
    assert (plain["real_income_change_pct"] - moved["real_income_change_pct"]).abs().max() > 1e-4


def test_one_tier_understates_what_third_countries_gain() -> None:
    """Li, Qiu, Wang, Zeng and Zi (2022): a smaller elasticity between home goods and imports raises their gains."""
    one, two = (
        world.point(at(60, home_elasticity_ratio=r)).by_economy.set_index("economy")["real_income_change_pct"]
        for r in (1.0, 0.57)
    )
    assert two["VNM"] > one["VNM"] > 0
    assert two["MEX"] > one["MEX"] > 0


def test_there_is_a_range_for_every_figure_and_it_holds_the_answer() -> None:
    found, ranges = world.point(at(60)), world_ranges(at(60), 16)
    assert ranges.failed == 0
    for outcome in OUTCOMES:
        rows = ranges.beside(found.by_economy, "by_economy", outcome)
        low, high = (rows[column] for column in rows.columns[-2:])
        assert list(rows["economy"]) == list(found.by_economy["economy"])
        assert (low <= rows[outcome]).all() and (rows[outcome] <= high).all()
    trade = ranges.beside(found.trade, "trade", "change_pct")
    assert len(trade) == len(found.trade)
    assert not trade.isna().any().any()
    with pytest.raises(KeyError):
        ranges.beside(found.trade, "trade", "value_usd")


def test_a_draw_of_the_range_is_a_solve_at_its_elasticities() -> None:
    """One draw: its point is the range's both ends, and the same as the answer at those elasticities."""
    from parley.calibration.draws import world_spreads
    from parley.models.uncertainty import draw_parameters

    ((elasticity, ratio),) = draw_parameters(world_spreads(), 1)
    raw = world_ranges(at(60), 1).tables
    alone = world.point(at(60, trade_elasticity=float(elasticity), home_elasticity_ratio=float(ratio)))
    for outcome in OUTCOMES:
        ends = raw["by_economy"]
        ends = ends[ends["outcome"] == outcome].set_index("economy")["low"]
        own = alone.by_economy.set_index("economy")[outcome].reindex(ends.index)
        np.testing.assert_allclose(ends, own, rtol=1e-6, atol=10 if outcome.endswith("_usd") else 1e-7)
    np.testing.assert_allclose(raw["trade"]["low"], alone.trade["change_pct"], rtol=1e-6, atol=1e-7)


def test_labour_is_drawn_where_labour_answers() -> None:
    assert "labour supply elasticity is 0 to 1" in world_ranges(at(60, labour_supply_elasticity=0.5), 2).method
    assert "0.57 to 1" in world_ranges(at(60), 2).method


def test_ends_move_apart_to_hold_an_answer_outside_the_draws() -> None:
    ranges = Ranges(
        {"by_economy": pd.DataFrame({"economy": ["A", "B"], "outcome": "x_pct", "low": [1.0, 1.0], "high": 2.0})}, "", 1
    )
    held = ranges.beside(pd.DataFrame({"economy": ["B", "A"], "x_pct": [0.5, 3.0]}), "by_economy", "x_pct")
    assert held["low_pct"].tolist() == [0.5, 1.0]
    assert held["high_pct"].tolist() == [2.0, 3.0]


def test_the_ends_of_the_sector_model_are_its_answers_at_scaled_elasticities() -> None:
    scenario = at(60)
    calibrated, goods = sectors.sectors(), sectors.sectors().is_goods
    log_sd = parameter("sector_elasticity_common_log_sd").value
    low, central, high = (sectors.economy_at(end).trade_elasticity for end in ("low", "central", "high"))
    np.testing.assert_allclose(low[goods] * high[goods], central[goods] ** 2)
    np.testing.assert_allclose(np.log(high[goods] / central[goods]), 1.645 * log_sd)
    assert (low[~goods] == calibrated.economy.trade_elasticity[~goods]).all()
    ranges, found = sectors.ends(scenario), sectors.point(scenario)
    for table, rows in (("by_economy", found.by_economy), ("by_sector", found.by_sector), ("trade", found.trade)):
        outcomes = ranges.tables[table]["outcome"].unique()
        assert len(outcomes)
        for outcome in outcomes:
            held = ranges.beside(rows, table, outcome)
            assert len(held) == len(rows)


def test_the_sector_point_is_the_same_whatever_was_asked_before() -> None:
    sectors.point(at(150))
    first = sectors.point(at(60)).by_economy
    sectors.point(at(20))
    pd.testing.assert_frame_equal(sectors.point(at(60)).by_economy, first, rtol=0, atol=0)


def test_sliders_start_at_the_means_an_absolute_rate_sets() -> None:
    start = start_rates(Scenario(DAY))
    for exporter in ("CHN", "VNM", "EU27"):
        rate = start.us[exporter]
        moved = Scenario(DAY, tariffs=[TariffChange("USA", exporter, rate, "absolute")])
        duties = policy_duties(inputs_of(moved), moved)
        np.testing.assert_allclose(duties.us_duty, duties.baseline.us_duty, atol=1e-9)
    toys = Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 90, "absolute", Goods("sector", "C31T33"))])
    duties = policy_duties(inputs_of(toys), toys)
    us = inputs_of(toys).us
    moved_cells = np.flatnonzero(duties.us_duty != duties.baseline.us_duty)
    value = us.market.value_usd[moved_cells]
    before = 100 * np.average(duties.baseline.us_duty[moved_cells], weights=value)
    assert start.us_on_china["C31T33"] == pytest.approx(before)
    assert 100 * np.average(duties.us_duty[moved_cells], weights=value) == pytest.approx(90)


def test_a_regime_has_its_own_start() -> None:
    peak, truce = (start_rates(Scenario(DAY, regime=name)) for name in ("april_2025_peak", "geneva_truce"))
    assert peak.us_on_china_pct > truce.us_on_china_pct + 50
    assert peak.china_on_us_pct > truce.china_on_us_pct + 50
