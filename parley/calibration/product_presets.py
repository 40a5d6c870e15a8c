"""The duties of a named regime: those of its day line by line, never its headline, or rates announced and not begun."""

from dataclasses import replace

import numpy as np

from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline, baseline_on
from parley.calibration.product_market import CalibrationError
from parley.measures import origin_duties
from parley.measures.tariffs import in_force
from parley.models.partial_equilibrium import FloatArray
from parley.parameters import Announced, Preset


def preset_baseline(inputs: ProductInputs, preset: Preset) -> Baseline:
    """The duties of a regime. One in force: those of its day. One announced: see ``_announced``.

    Raises CalibrationError for a day before 2018 and for an announced programme that was in force on no list.
    """
    baseline = baseline_on(inputs, preset.on)
    if preset.announced is None:
        return baseline
    duty = _announced(inputs, preset.announced)
    return replace(baseline, us_duty=duty, flags=baseline.flags | {"announced"})


def _announced(inputs: ProductInputs, announced: Announced) -> FloatArray:
    """t_D + (announced / begun - 1) l [cell], l what the programme added on the day its lists began.

    l is by product on China and by origin on the others; dividing by the rate that began gives the share of the goods
    that owed it, which is then charged the rate announced.
    """
    us, day = inputs.us, announced.lines_of
    rows = in_force(inputs.law[inputs.law["programme"] == announced.programme], day)
    if rows.empty:
        raise CalibrationError(f"The programme {announced.programme} applied to no list on {day}.")
    begun = float(rows["rate_pct"].max())
    by_origin = origin_duties.rates_of(inputs.origin_steps, day, announced.programme)
    added = by_origin.reindex(us.origins).fillna(0.0).to_numpy(dtype=float)[us.origin]
    rates = rows.set_index("hs6")["rate_pct"].reindex(us.products_of(us.partner_cells)).fillna(0.0)
    added[us.partner_cells] = rates.to_numpy(dtype=float)
    rate = np.array([announced.by_origin_pct.get(origin, announced.rest_pct) for origin in us.origins])[us.origin]
    duty: FloatArray = baseline_on(inputs, day).us_duty + (rate / begun - 1) * added / 100
    return duty
