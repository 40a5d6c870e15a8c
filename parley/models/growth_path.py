"""From a level effect to a path over years: trade phased in, income spread, and a mechanical growth line.

An equilibrium model compares two levels and knows no time. Three separate things are shown, never one: the level
itself; trade quantities, phased in by the ratio of the trade elasticity in a year to that of the long run; and real
income, spread evenly over an assumed adjustment time. The ratio is one of elasticities and multiplies the log of a
quantity only: with a lower elasticity a tariff raises more revenue and does less harm, so it must never scale income,
prices or revenue.

Source of the ratio: Boehm, Levchenko and Pandalai-Nayar (2023), trade elasticities after 1 and 7-10 years.

| symbol | argument | meaning |
|---|---|---|
| phi_y | | share of the long-run log change of a quantity reached in year y; 0 before the shock |
| T | adjustment_years | years over which real income moves to its new level |
| c | change | new over old level of real income, less one (ratio) |
| g_y | baseline_growth | growth of the baseline in year y (ratio) |

Years count from 1, the first year with the shock. Arrays are [year] or [outcome, year]; rates are ratios.
"""

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

LEAST_ADJUSTMENT, MOST_ADJUSTMENT = 1.0, 10.0


def phase_in(years: IntArray | FloatArray, first_year_share: float, full_year: float) -> FloatArray:
    """phi_y [year]: ``first_year_share`` in year 1, rising evenly to 1 in ``full_year``; 0 before year 1.

    Raises ModelInputError unless the share lies above 0 and not above 1 and ``full_year`` after year 1.
    """
    if not 0 < first_year_share <= 1:
        raise ModelInputError("first_year_share", f"is {first_year_share}; it must be above 0 and at most 1")
    if not (np.isfinite(full_year) and full_year > 1):
        raise ModelInputError("full_year", f"is {full_year}; it must be later than year 1")
    when = np.asarray(years, dtype=float)
    share = np.interp(when, [1.0, full_year], [first_year_share, 1.0])
    return np.where(when < 1, 0.0, share)


def phased_quantity(quantity_hat: FloatArray | float, share: FloatArray) -> FloatArray:
    """Quantity over its base [..., year]: quantity_hat ^ phi_y, the log change scaled by the ratio of elasticities.

    ``quantity_hat`` [...] is the long-run ratio new over old. Raises ModelInputError when one is negative or nan.
    """
    hat = np.asarray(quantity_hat, dtype=float)
    if not (np.isfinite(hat) & (hat >= 0)).all():
        raise ModelInputError("quantity_hat", "must be zero or positive numbers")
    path: FloatArray = hat[..., None] ** share
    return path


def income_path(change: float, years: IntArray | FloatArray, adjustment_years: float) -> FloatArray:
    """Real income over its baseline [year]: 1 + c min(y / T, 1), the level spread evenly over T years.

    Raises ModelInputError when T lies outside 1-10 years or ``change`` is not above -1.
    """
    if not LEAST_ADJUSTMENT <= adjustment_years <= MOST_ADJUSTMENT:
        raise ModelInputError("adjustment_years", f"are {adjustment_years}; they must be between 1 and 10")
    if not (np.isfinite(change) and change > -1):
        raise ModelInputError("change", f"is {change}; it must be a number above -1")
    reached = np.clip(np.asarray(years, dtype=float) / adjustment_years, 0, 1)
    path: FloatArray = 1 + change * reached
    return path


def mechanical_growth(baseline_growth: FloatArray, change: float, adjustment_years: float) -> FloatArray:
    """Growth [year] when each year's level moves as the income path says: (1 + g_y) L_y / L_(y-1) - 1.

    ``baseline_growth`` [year] from year 1 on; it, ``change`` (the income hat less 1) and the answer are ratios. Without
    investment, confidence, capital flows or sticky prices; a line to be dashed and labelled mechanical.
    Raises as ``income_path``.
    """
    baseline = np.asarray(baseline_growth, dtype=float)
    level = income_path(change, np.arange(len(baseline) + 1), adjustment_years)
    growth: FloatArray = baseline + (1 + baseline) * (level[1:] / level[:-1] - 1)
    return growth
