"""Sums by group, and the power means that every nest of constant elasticity is made of."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

LEAST_ORDER = 1e-100  # A smaller order of a power mean loses its digits in a product; its limit differs by less.


def log_power_mean(
    shares: FloatArray, logs: FloatArray, order: FloatArray | float, group: IndexArray, rest: FloatArray
) -> FloatArray:
    """Ln of the power mean of exp(``logs``) by group: ln[rest + sum s exp(order z)] / order; order 0: sum s z.

    ``shares`` s, ``logs`` z and ``group`` are [item]; ``rest`` [group] is the share whose log is 0 and which is not
    among ``shares``, all of a group adding up to one; ``order`` is a number or [group]. An order below LEAST_ORDER is
    taken as 0. Above a half the sum is taken as its excess over one, so that small changes keep their digits.
    """
    count = len(rest)
    power = np.broadcast_to(np.asarray(order, dtype=float), (count,))
    power = np.where(np.abs(power) < LEAST_ORDER, 0.0, power)
    grown = power[group] * logs
    excess = sum_by(group, shares * np.expm1(grown), count)
    is_small = excess <= -0.5
    log_sum = np.log1p(np.where(is_small, 0.0, excess))
    if is_small.any():
        log_sum = np.where(is_small, np.log(rest + sum_by(group, shares * np.exp(grown), count)), log_sum)
    mean: FloatArray = log_sum / np.where(power == 0, 1, power)
    if not power.all():
        mean = np.where(power == 0, sum_by(group, shares * logs, count), mean)
    return mean


def sum_by(group: IndexArray, values: FloatArray, count: int) -> FloatArray:
    """Sum of ``values`` [item] by the number of their ``group`` [item]: [group], ``count`` long."""
    total: FloatArray = np.bincount(group, weights=values, minlength=count).astype(float, copy=False)
    return total
