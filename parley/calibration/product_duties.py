"""The duties of a scenario in both markets of the product model, from the baseline by the scenario's rule."""

import numpy as np

from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline, baseline_on
from parley.calibration.product_market import CalibratedMarket, CalibrationError
from parley.measures.statutory_rates import UnknownLawError
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.scenario import ProductScenario, Rule, ScenarioError
from parley.models.tariff_shift import MeanOutOfReachError, shift_to_mean, weighted_mean

SLIDER_HALF_STEP = 0.0005  # Sliders show a tenth of a percent: a mean this far below the least value is the least.


def scenario_duties(
    inputs: ProductInputs, baseline: Baseline, scenario: ProductScenario
) -> tuple[FloatArray, FloatArray]:
    """The scenario's duties [cell] in the US market and in China's.

    It starts at the baseline or, where the scenario strikes laws out, at the same day's duties without them. A mean by
    points: t' = max(t + delta, min(t, floor)) on the lines concerned, delta such that the base-weighted mean is the
    slider's; the floor is the ordinary duty of Chinese products, the duty collected in 2024 of other origins, zero on
    China's side. The total moves chapters 1-97 of China by one delta; sections then override it. One flat rate: t' is
    the rate. Raises ScenarioError when a mean lies below what the floors allow, naming the least value, and for an
    unknown origin or law.
    """
    start = _start(inputs, baseline, scenario)
    us, duty = inputs.us, start.us_duty.copy()
    for what, cells, rate in _us_moves(us, scenario):
        duty[cells] = moved(us, cells, start.us_duty, start.us_floor, rate, scenario.rule, what)
    china, china_duty = inputs.china, baseline.china_duty.copy()
    if scenario.china_duty_pct is not None:
        cells, zero = china.partner_cells, np.zeros_like(china_duty)
        rate, what = scenario.china_duty_pct, "China's duty on US goods"
        china_duty[cells] = moved(china, cells, baseline.china_duty, zero, rate, "points", what)
    return duty, china_duty


def _start(inputs: ProductInputs, baseline: Baseline, scenario: ProductScenario) -> Baseline:
    if not scenario.without:
        return baseline
    try:
        return baseline_on(inputs, baseline.as_of, {*baseline.without, *scenario.without})
    except UnknownLawError as error:
        raise ScenarioError(str(error)) from error


def _us_moves(us: CalibratedMarket, scenario: ProductScenario) -> list[tuple[str, IndexArray, float]]:
    """What the scenario moves, the cells and the mean in percent, in the order in which later ones override."""
    moves: list[tuple[str, IndexArray, float]] = []
    if scenario.us_total_duty_pct is not None:
        moves.append(("The US total duty on China", us.partner_cells, scenario.us_total_duty_pct))
    for section, rate in scenario.us_duty_pct.items():
        moves.append((f"The US duty on section {section} from China", us.partner_sections[section], rate))
    for origin, rate in scenario.us_origin_duty_pct.items():
        try:
            moves.append((f"The US duty on goods from {origin}", us.cells_of(origin), rate))
        except CalibrationError as error:
            raise ScenarioError(str(error)) from error
    return moves


def moved(
    side: CalibratedMarket,
    cells: IndexArray,
    before: FloatArray,
    floor: FloatArray,
    rate_pct: float,
    rule: Rule,
    what: str,
) -> FloatArray:
    """Duties of ``cells`` moved to the mean ``rate_pct``; ``before`` and ``floor`` are [cell] of the market.

    ``what`` begins the sentence of the ScenarioError raised when the mean is out of reach.
    """
    if not len(cells):
        raise ScenarioError(f"{what} cannot move: nothing was imported in the base year.")
    mean, value = rate_pct / 100, side.market.value_usd[cells]
    if rule == "flat":
        return np.full(len(cells), mean)
    least = np.minimum(before, floor)[cells]
    bottom = weighted_mean(value, least)
    if bottom - SLIDER_HALF_STEP <= mean < bottom:
        mean = bottom
    try:
        return shift_to_mean(value, before[cells], mean, least)
    except MeanOutOfReachError as error:
        raise ScenarioError(
            f"{what} cannot have the mean {rate_pct:g} %: moved by points no line falls below its floor, and the least "
            f"mean is {100 * error.least:.1f} %. Choose more, or one flat rate."
        ) from error


def with_points(duty: FloatArray, cells: IndexArray, points_pct: float) -> FloatArray:
    """Duties [cell] with the same points added to ``cells``, no floor but zero: additional duties of a law."""
    raised = duty.copy()
    raised[cells] = np.maximum(raised[cells] + points_pct / 100, 0)
    return raised
