"""Sliders: one delta down to the floors, one flat rate, totals, China's answer, other origins, laws struck out."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from parley.calibration.policy import policy_duties
from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_law import BASE_YEAR_END, with_points
from parley.models.partial_equilibrium import solve
from parley.models.product_market import Elasticities, weighted_mean
from parley.models.scenario import ScenarioError
from tests.scenarios import moved as moved_sliders

FIRST_YEAR = 2.53
JUNE = date(2025, 6, 9)


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


def duties(inputs: ProductInputs, as_of: date = JUNE, **changes: Any) -> tuple[np.ndarray, np.ndarray]:
    """Both markets' duties after these sliders."""
    found = policy_duties(inputs, moved_sliders(as_of, **changes))
    return found.us_duty, found.china_duty


def machinery(inputs: ProductInputs) -> np.ndarray:
    return inputs.us.partner_sections["XVI"]


def fall_pct(inputs: ProductInputs, duty: np.ndarray) -> float:
    """Change of US imports of Chinese machinery from the base year, flat supply, first-year elasticity."""
    market, cells = inputs.us.market, machinery(inputs)
    solved = solve(market, Elasticities(FIRST_YEAR, 1.53, 1.19, 1, 0), duty)
    return 100 * (solved.value_usd[cells].sum() / market.value_usd[cells].sum() - 1)


@pytest.mark.parametrize(("rule", "printed"), [("points", -54.4), ("flat", -53.8)])
def test_machinery_at_60_percent_falls_as_printed_by_points_and_flat(
    inputs: ProductInputs, rule: str, printed: float
) -> None:
    """From the duties of 2024, at sigma 2.53."""
    duty, _ = duties(inputs, BASE_YEAR_END, sections={"XVI": 60}, rule=rule)
    assert fall_pct(inputs, duty) == pytest.approx(printed, abs=0.05)


def test_a_proportional_rise_would_leave_exempt_lines_where_they_are(inputs: ProductInputs) -> None:
    """-35.9% by the rule not taken: lines at zero stay at zero."""
    market, cells = inputs.us.market, machinery(inputs)
    duty = market.duty.copy()
    duty[cells] *= 0.6 / weighted_mean(market.value_usd[cells], market.duty[cells])
    assert fall_pct(inputs, duty) == pytest.approx(-35.9, abs=0.05)


def test_a_slider_moves_its_own_section_of_china_and_nothing_else(inputs: ProductInputs) -> None:
    baseline = baseline_on(inputs, date(2025, 6, 9))
    duty, china = duties(inputs, sections={"XVI": 60})
    moved = np.flatnonzero(duty != baseline.us_duty)
    assert set(moved) == set(machinery(inputs))
    assert weighted_mean(inputs.us.market.value_usd[moved], duty[moved]) == pytest.approx(0.6)
    assert np.array_equal(china, baseline.china_duty)


def test_the_total_slider_moves_every_section_by_the_same_points_and_a_section_slider_overrides_it(
    inputs: ProductInputs,
) -> None:
    baseline, cells = baseline_on(inputs, date(2025, 6, 9)), inputs.us.partner_cells
    total, _ = duties(inputs, total=50)
    assert weighted_mean(inputs.us.market.value_usd[cells], total[cells]) == pytest.approx(0.5)
    assert np.ptp((total - baseline.us_duty)[cells]) < 1e-12
    both, _ = duties(inputs, total=50, sections={"XVI": 60})
    rest = np.setdiff1d(cells, machinery(inputs))
    assert np.array_equal(both[rest], total[rest])
    assert weighted_mean(inputs.us.market.value_usd[machinery(inputs)], both[machinery(inputs)]) == pytest.approx(0.6)


def test_chinas_answer_moves_every_chapter_by_points_down_to_zero(inputs: ProductInputs) -> None:
    cells = inputs.china.partner_cells
    for rate in (40, 5):
        _, duty = duties(inputs, china=rate)
        assert 100 * weighted_mean(inputs.china.market.value_usd[cells], duty[cells]) == pytest.approx(rate)
        assert duty.min() >= 0


def test_a_rate_below_the_floor_is_refused_with_the_least_value(inputs: ProductInputs) -> None:
    """The floor of a Chinese line is its ordinary duty: 0.9% on section XVI."""
    baseline = baseline_on(inputs, JUNE)
    with pytest.raises(ScenarioError, match=r"section XVI .* least mean is 0\.9%"):
        duties(inputs, sections={"XVI": 0.5})
    cells = machinery(inputs)
    least = np.minimum(baseline.us_duty, baseline.us_floor)[cells]
    bottom = 100 * weighted_mean(inputs.us.market.value_usd[cells], least)
    duty, _ = duties(inputs, sections={"XVI": bottom})
    assert duty[cells] == pytest.approx(least, abs=1e-9)


def test_a_line_below_its_ordinary_duty_stays_where_it_is_when_the_mean_falls(inputs: ProductInputs) -> None:
    """min(t, ordinary duty) is the floor, so no line rises when its section is cut."""
    baseline, cells = baseline_on(inputs, BASE_YEAR_END), inputs.us.partner_cells
    low = baseline.us_duty[cells] < baseline.us_floor[cells] - 1e-9
    assert low.any()
    duty, _ = duties(inputs, BASE_YEAR_END, total=5)
    assert np.array_equal(duty[cells][low], baseline.us_duty[cells][low])
    assert (duty <= baseline.us_duty + 1e-12).all()
    assert 100 * weighted_mean(inputs.us.market.value_usd[cells], duty[cells]) == pytest.approx(5)


def test_a_mean_left_at_the_duty_in_force_is_exactly_the_baseline(inputs: ProductInputs) -> None:
    baseline, cells = baseline_on(inputs, JUNE), inputs.us.partner_cells
    now = 100 * weighted_mean(inputs.us.market.value_usd[cells], baseline.us_duty[cells])
    duty, _ = duties(inputs, total=now)
    assert duty == pytest.approx(baseline.us_duty, abs=1e-15)


def test_another_origin_has_a_slider_with_the_duty_of_2024_as_floor(inputs: ProductInputs) -> None:
    baseline, cells = baseline_on(inputs, JUNE), inputs.us.cells_of("VNM")
    raised, _ = duties(inputs, origins={"VNM": 46})
    assert 100 * weighted_mean(inputs.us.market.value_usd[cells], raised[cells]) == pytest.approx(46)
    rest = np.setdiff1d(np.arange(len(raised)), cells)
    assert np.array_equal(raised[rest], baseline.us_duty[rest])
    with pytest.raises(ScenarioError, match=r"all goods from Vietnam .* least mean is 3\.8%"):
        duties(inputs, origins={"VNM": 2})
    with pytest.raises(ScenarioError, match="50 origins, and Antarctica is not one"):
        duties(inputs, origins={"ATA": 20})


def test_a_law_struck_out_moves_the_start_and_sliders_move_from_there(inputs: ProductInputs) -> None:
    baseline, struck = (baseline_on(inputs, JUNE, laws) for laws in ((), {"ieepa_fentanyl"}))
    duty, china = duties(inputs, without=["ieepa_fentanyl"])
    assert duty == pytest.approx(struck.us_duty, abs=1e-12)
    assert np.array_equal(china, baseline.china_duty)
    moved, _ = duties(inputs, without=["ieepa_fentanyl"], sections={"XVI": 60})
    rest = np.setdiff1d(np.arange(len(moved)), machinery(inputs))
    assert moved[rest] == pytest.approx(struck.us_duty[rest], abs=1e-12)
    with pytest.raises(ScenarioError, match="section_999"):
        duties(inputs, without=["section_999"])


def test_two_laws_struck_out_are_the_law_of_the_day_without_both_in_either_order(inputs: ProductInputs) -> None:
    """Goods under 232 are free of the reciprocal duty, so without 232 the reciprocal duty would reach them."""
    laws = ["section_232", "ieepa_reciprocal"]
    without_both = baseline_on(inputs, JUNE, laws).us_duty
    for order in (laws, laws[::-1]):
        duty, _ = duties(inputs, without=order)
        assert duty == pytest.approx(without_both, abs=1e-12)


def test_points_know_no_floor_but_zero(inputs: ProductInputs) -> None:
    baseline, cells = baseline_on(inputs, JUNE), inputs.us.partner_cells
    up, down = (with_points(baseline.us_duty, cells, points) for points in (10, -300))
    assert up[cells] - baseline.us_duty[cells] == pytest.approx(0.1)
    assert not down[cells].any()
    rest = np.setdiff1d(np.arange(len(up)), cells)
    assert np.array_equal(up[rest], baseline.us_duty[rest])
