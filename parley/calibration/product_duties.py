"""How duties of a market move: by the same points to a mean, to one flat rate, or by points of a law."""

import numpy as np

from parley.calibration.product_market import CalibratedMarket
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.scenario import Rule, ScenarioError
from parley.models.tariff_shift import MeanOutOfReachError, shift_to_mean, weighted_mean

SLIDER_HALF_STEP = 0.0005  # Sliders show a tenth of a percent: a mean this far below the least value is the least.


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

    By points: t' = max(t + delta, min(t, floor)), delta such that the base-weighted mean is the slider's. One flat
    rate: t' is the rate. ``what`` begins the sentence of the ScenarioError raised when the mean is out of reach.
    """
    if not len(cells):
        raise ScenarioError(f"{what} cannot change: nothing was imported in the base year.")
    mean, value = rate_pct / 100, side.market.value_usd[cells]
    if rule == "flat":
        return np.full(len(cells), mean)
    start = before[cells]
    least = np.minimum(start, floor[cells])
    bottom = weighted_mean(value, least)
    if bottom - SLIDER_HALF_STEP <= mean < bottom:
        mean = bottom
    try:
        return shift_to_mean(value, start, mean, least)
    except MeanOutOfReachError as error:
        raise ScenarioError(
            f"{what} cannot average {rate_pct:g} %: with the same points on every line none falls below its ordinary "
            f"duty, and the least mean is {100 * error.least:.1f} %. Choose a higher rate, or one flat rate."
        ) from error


def with_points(duty: FloatArray, cells: IndexArray, points_pct: float) -> FloatArray:
    """Duties [cell] with the same points added to ``cells``, no floor but zero: additional duties of a law.

    ``cells``: numbers of cells, none twice.
    """
    if len(cells) == len(duty):
        return np.maximum(duty + points_pct / 100, 0)
    raised = duty.copy()
    raised[cells] = np.maximum(raised[cells] + points_pct / 100, 0)
    return raised
