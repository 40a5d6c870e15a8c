"""The revenue curve: its peak is a maximum of plain solutions, its points are the models' own answers."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley.models.armington import Shock, solve, varied
from parley.models.partial_equilibrium import solve as solve_products
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS
from parley.results.answers import product_solution, world
from parley.results.answers.base_world import levels_of, places
from parley.results.answers.revenue_curve import CHOSEN, IN_FORCE, PEAK, product_curve, world_curve

LATEST = date(2026, 11, 24)
ANSWERED = Scenario(
    as_of=LATEST, tariffs=(TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute"))
)
BASE_YEAR = Scenario(as_of=date(2024, 12, 31))


def marked(rows: pd.DataFrame, mark: str) -> pd.Series:
    return rows[rows["mark"] == mark].iloc[0]


def duty_from_the_base_year(rate: float, elasticity: float) -> float:
    """Duty on Chinese goods by one solve from the base year of the tables."""
    us, china = places()
    tariff = levels_of(ANSWERED).after.copy()
    tariff[china, us] = rate
    after = solve(varied(world.world().economy, elasticity), Shock(tariff=tariff))
    return float(rate * after.flows[china, us])


@pytest.mark.parametrize("elasticity", [2.0, 4.0, 8.0])
def test_the_peak_is_a_maximum_of_solutions_from_the_base_year(elasticity: float) -> None:
    rows = world_curve(replace(ANSWERED, trade_elasticity=elasticity))
    peak = marked(rows, PEAK)
    top = duty_from_the_base_year(peak["rate_pct"] / 100, elasticity)
    assert peak["duty_usd"] == pytest.approx(top, rel=1e-9)
    for away in (-0.1, -0.01, -0.002, 0.002, 0.01, 0.1, 1.0):
        assert duty_from_the_base_year(peak["rate_pct"] / 100 + away, elasticity) < top
    assert (rows["duty_usd"] <= peak["duty_usd"] * (1 + 1e-9)).all()


def test_a_higher_elasticity_moves_the_peak_down_and_it_stays_above_that_of_one_small_origin() -> None:
    """China is large: part of the duty falls on its price, so more can be taken than 1 / (sigma - 1)."""
    curves = (world_curve(replace(ANSWERED, trade_elasticity=e)) for e in (2.0, 4.0, 8.0))
    peaks = [float(marked(rows, PEAK)["rate_pct"]) for rows in curves]
    assert peaks == sorted(peaks, reverse=True)
    assert all(100 / e < peak < 150 / e for e, peak in zip((2.0, 4.0, 8.0), peaks, strict=True))


def test_the_point_of_the_scenario_is_the_answer_of_the_world_model() -> None:
    answer = world.point(ANSWERED)
    us = answer.by_economy.set_index("economy").loc["USA"]
    chosen = marked(world_curve(ANSWERED, "all"), CHOSEN)
    assert chosen["duty_usd"] == pytest.approx(us["tariff_revenue_usd"], rel=1e-9)
    flow = answer.trade.set_index(["exporter", "importer"]).loc[("CHN", "USA")]
    on_china = marked(world_curve(ANSWERED), CHOSEN)
    assert on_china["duty_usd"] == pytest.approx(on_china["rate_pct"] / 100 * flow["value_usd"], rel=1e-9)


def test_the_duties_in_force_are_100_and_the_band_holds_the_line() -> None:
    rows = world_curve(Scenario(as_of=LATEST))
    for mark in (IN_FORCE, CHOSEN):
        assert marked(rows, mark)[["duty_index", "low_index", "high_index"]].tolist() == pytest.approx([100] * 3)
    line = rows[rows["mark"] != PEAK]
    assert (line["low_index"] <= line["duty_index"]).all()
    assert (line["duty_index"] <= line["high_index"]).all()
    peak = marked(rows, PEAK)
    assert peak["peak_low_pct"] <= peak["rate_pct"] <= peak["peak_high_pct"]
    assert rows["rate_pct"].is_monotonic_increasing


def test_another_us_duty_on_china_does_not_shape_the_curve() -> None:
    moved = replace(ANSWERED, tariffs=(TariffChange("USA", "CHN", 90, "absolute"), ANSWERED.tariffs[1]))
    line = [world_curve(s)[lambda t: t["mark"] == ""]["duty_usd"].to_numpy() for s in (ANSWERED, moved)]
    assert np.array_equal(*line)


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_points_of_the_product_curve_are_answers_of_the_product_model(horizon: str) -> None:
    scenario = Scenario(as_of=LATEST, horizon=horizon, tariffs=(TariffChange("USA", "CHN", 60, "absolute"),))
    rows = product_curve(scenario, "all")
    summary = product_solution.answer(scenario).tables["summary"].set_index("metric")["value"]
    in_force, chosen = (float(marked(rows, mark)["duty_usd"]) for mark in (IN_FORCE, CHOSEN))
    assert in_force == pytest.approx(summary["duty_usd_baseline"], rel=1e-9)
    assert chosen - in_force == pytest.approx(summary["duty_change_usd"], rel=1e-6)
    peak = marked(rows, PEAK)
    for away in (-5, 5):
        at = replace(scenario, tariffs=(TariffChange("USA", "CHN", round(peak["rate_pct"]) + away, "absolute"),))
        assert marked(product_curve(at, "all"), CHOSEN)["duty_usd"] < peak["duty_usd"]


def test_duty_on_all_origins_peaks_where_an_independent_count_in_steps_of_five_has_it() -> None:
    """A separate implementation on the same table: +80 points on China at sigma 2.53, +30 at 5, imports against home
    goods at 1.19, as in the first year's curve."""
    rows = product_curve(replace(BASE_YEAR, horizon="first_year"), "all")
    lift = marked(rows, PEAK)["rate_pct"] - marked(rows, IN_FORCE)["rate_pct"]
    assert lift == pytest.approx(80, abs=2.5)
    us = product_solution.inputs().us
    elasticities = replace(us.elasticities("default", 1.0), imports_and_home=1.19)
    points = np.arange(0, 0.65, 0.05)
    duty = np.tile(us.market.duty, (len(points), 1))
    duty[:, us.partner_cells] += points[:, None]
    collected = [solve_products(us.market, elasticities, rates).duty_usd.sum() for rates in duty]
    assert points[int(np.argmax(collected))] == pytest.approx(0.30)


def test_the_base_year_collects_what_customs_recorded() -> None:
    """$46.66bn on goods from China in 2024, from the monthly table of another product of the Census Bureau."""
    collected = replace(BASE_YEAR, duties="collected")
    assert marked(product_curve(collected), IN_FORCE)["duty_usd"] / 1e9 == pytest.approx(46.66, abs=0.01)
