"""The product market at the duties by law instead of those collected.

| symbol | meaning |
|---|---|
| t | duty collected by product and origin |
| L(D) | rate by law of day D on Chinese goods by HS6, laws stacked line by line, weights of 2024 |
| A_o(D) | average rate by law on the goods of another origin o |
| t_D | L(D) on China; max(t + delta_o, 0) on others, delta_o such that their mean is A_o(D) |

No law is stacked by product for the other origins here: their goods keep the distances they have in what was collected.
A Chinese product that the law's table does not hold, as nothing of it came in 2024, keeps the duty collected.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.product import ProductInputs
from parley.calibration.product_market import CalibratedMarket, CalibrationError
from parley.measures import origin_duties, statutory_rates
from parley.measures.origin_duties import BASE_DAY
from parley.measures.statutory_rates import Table
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.product_market import MeanOutOfReachError, Shift, shift_to_mean, weighted_mean
from parley.models.scenario import Rule, ScenarioError

BASE_YEAR_END = BASE_DAY


@lru_cache(maxsize=4)
def by_law(inputs: ProductInputs) -> ProductInputs:
    """The same trade, taken as bought at the law behind its duties: that of the year, or of the day they are of.

    ``collected`` of the new inputs are those passed. Raises CalibrationError for an origin without an average.
    """
    if inputs.base is None:
        by_product = statutory_rates.level(inputs.law, BASE_YEAR_END)
        by_origin = origin_duties.level(inputs.origin_steps, BASE_YEAR_END)
    else:
        by_product = inputs.base.by_product
        by_origin = origin_duties.level(inputs.origin_steps, BASE_YEAR_END) + inputs.base.by_origin
    market = replace(inputs.us.market, duty=_cells(inputs, by_product, by_origin))
    return replace(inputs, us=inputs.us.at(market), collected=inputs)


def law_changes(inputs: ProductInputs) -> tuple[date, ...]:
    """The days on which the law of the tables is another than the day before, in their order."""
    return _changes(Table(inputs.law), Table(inputs.origin_steps))


@lru_cache(maxsize=4)
def _changes(*tables: Table) -> tuple[date, ...]:
    rows = [table.rows for table in tables]
    days = pd.concat([day for each in rows for day in (each["valid_from"], each["valid_to"] + statutory_rates.DAY)])
    return tuple(sorted(day.date() for day in days.dropna().unique()))


def law_since(inputs: ProductInputs, on: date) -> date:
    """The first of the days on which the law of the tables is that of ``on``: what follows from the law is kept by it.
    Days before the first change are their own.
    """
    return latest(law_changes(inputs), on)


def latest(days: Sequence[date], on: date) -> date:
    """The last of sorted days that is not after ``on``; ``on`` itself where all are."""
    place = bisect_right(days, on)
    return days[place - 1] if place else on


def law_duty(inputs: ProductInputs, on: date, without: Collection[str] = ()) -> FloatArray:
    """t_D of the US market [cell], ratios, of inputs made by ``by_law``; laws in ``without`` are struck out.

    On China days before 2025 have the law of the end of 2024, the first of its table. Raises CalibrationError,
    UnknownLawError.
    """
    by_product = statutory_rates.level(inputs.law, max(on, BASE_YEAR_END), without)
    by_origin = origin_duties.level(inputs.origin_steps, on, without)
    return _cells(inputs.collected or inputs, by_product, by_origin)


def _cells(collected: ProductInputs, by_product: pd.Series, by_origin: pd.Series) -> FloatArray:
    us = collected.us
    means = dict(zip(us.origins, by_origin.reindex(us.origins).to_numpy(dtype=float) / 100, strict=True))
    duty = us.market.duty.copy()
    for origin, shift in _shifts(us).items():
        if np.isnan(means[origin]):
            raise CalibrationError(f"The duties by origin lack {origin}.")
        duty[us.cells_of(origin)] = shift.to(means[origin])
    is_partner = us.partner_cells
    law = by_product.reindex(us.products_of(is_partner)).to_numpy(dtype=float) / 100
    duty[is_partner] = np.where(np.isnan(law), duty[is_partner], law)
    return duty


@lru_cache(maxsize=2)  # 3 MB each; the duties of several days are asked for on one trade
def _shifts(us: CalibratedMarket) -> dict[str, Shift]:
    """How the goods of every origin but the partner move to a mean, no duty below zero."""
    value, duty = us.market.value_usd, us.market.duty
    cells = {origin: us.cells_of(origin) for origin in us.origins if origin != us.partner_iso3}
    return {origin: Shift(value[of], duty[of], np.zeros(len(of))) for origin, of in cells.items()}


# How duties of a market move: by the same points to a mean, to one flat rate, or by points of a law.

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
            f"{what} cannot average {rate_pct:g}%: with the same points on every line none falls below its ordinary "
            f"duty, and the least mean is {100 * error.least:.1f}%. Choose a higher rate, or one flat rate."
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
