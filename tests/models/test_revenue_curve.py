"""What a tariff collects as its rate rises."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from parley.models.armington import Economy, Shock, solve
from parley.models.optimal_tariffs import instrument
from parley.models.revenue_curve import Avoidance, revenue_curve
from tests.models.worlds import seeds, world

RATES = np.linspace(0, 4, 50)


@settings(max_examples=8)
@given(seeds)
def test_the_curve_has_one_peak_or_rises_to_its_end(seed: int) -> None:
    economy, _ = world(seed, taxed=False, least=3)
    curve = revenue_curve(replace(economy, trade_elasticity=3.0), instrument(economy, "E0"), RATES)
    turns = np.diff(np.sign(np.diff(curve.collected)))
    assert np.count_nonzero(turns) == (0 if curve.is_peak_at_end else 1)
    assert curve.peak_collected >= curve.collected.max()
    assert abs(curve.peak_rate - RATES[curve.collected.argmax()]) <= RATES[1]


def test_each_point_is_a_solved_world() -> None:
    economy, _ = world(3, least=3)
    tool = instrument(economy, "E0")
    curve = revenue_curve(economy, tool, RATES[:5])
    after = solve(economy, Shock(tool.set(economy.tariff, RATES[3])))
    assert curve.duty[3] == pytest.approx(after.tariff_revenue[0], rel=1e-9)
    assert curve.real_income_hat[3] == pytest.approx(after.real_income_hat[0], rel=1e-10)
    assert curve.duty == pytest.approx(curve.imports * RATES[:5], rel=1e-14)
    assert (curve.collected == curve.duty).all()


def test_on_a_small_origin_revenue_peaks_at_one_over_the_elasticity() -> None:
    """Each is small in the other's trade, so prices before duty stay: M falls with (1 + t)^-(eps + 1)."""
    size = np.array([1e-2, 1e-4, 1.0])
    trade = 1e-2 * np.outer(size, size)
    np.fill_diagonal(trade, size)
    economy = Economy(["buyer", "small", "b"], trade, 4.0)
    curve = revenue_curve(economy, instrument(economy, "buyer", ["small"]), np.linspace(0, 1, 50))
    assert curve.peak_rate == pytest.approx(0.25, abs=2e-3)


def test_avoidance_lowers_the_curve_and_moves_its_peak_down() -> None:
    economy, _ = world(4, taxed=False, least=3)
    tool = instrument(economy, "E0")
    paid = revenue_curve(economy, tool, RATES)
    avoided = revenue_curve(economy, tool, RATES, Avoidance(0.05, 3.0, 0.1))
    assert avoided.duty == pytest.approx(paid.duty, rel=1e-9)
    assert (avoided.collected[1:] < paid.collected[1:]).all()
    assert avoided.peak_rate < paid.peak_rate
    assert avoided.collected[0] == 0


def test_the_avoided_part_grows_by_the_slope_and_stops_at_all() -> None:
    avoidance = Avoidance(0.06, 3.0, 0.2)
    assert avoidance.collected(0.2) == pytest.approx(0.94)
    assert np.log(1 - avoidance.collected(0.3)) == pytest.approx(np.log(0.06) + 0.3)
    assert avoidance.collected(5.0) == 0
    assert Avoidance().collected(5.0) == 1
    with pytest.raises(ValueError, match="avoided share"):
        Avoidance(1.5)


@pytest.mark.parametrize("rates", [[0.1, 0.2], [0.3, 0.2, 0.1], [0.1, 0.1, 0.2]])
def test_rates_that_do_not_rise_are_refused(rates: list[float]) -> None:
    economy, _ = world(4)
    with pytest.raises(ValueError, match="rising"):
        revenue_curve(economy, instrument(economy, "E0"), np.array(rates))
