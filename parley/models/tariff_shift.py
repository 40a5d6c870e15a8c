"""Moving the duties of many lines together, so that their trade-weighted mean takes a wanted value."""

import numpy as np

from parley.models.partial_equilibrium import FloatArray


class MeanOutOfReachError(ValueError):
    """No shift gives the wanted mean; ``least`` is the lowest mean the floors allow (ratio)."""

    def __init__(self, mean: float, least: float):
        self.mean, self.least = mean, least
        super().__init__(f"the mean {mean:.4f} lies below the least value {least:.4f} the floors allow")


def weighted_mean(value_usd: FloatArray, duty: FloatArray) -> float:
    """Trade-weighted mean duty sum v t / sum v (ratio) of values v and duties t [line]."""
    return float(value_usd @ duty / value_usd.sum())


def shift_to_mean(value_usd: FloatArray, duty: FloatArray, mean: float, least_duty: FloatArray) -> FloatArray:
    """Duties max(t + delta, min(t, least duty)) with the one delta for which sum v t' / sum v is ``mean``.

    All [line], ratios; delta is 0 exactly at the present mean. The mean is piecewise linear in delta with a corner
    where a line reaches its floor, so delta is found from the sorted corners, without iteration.
    Raises MeanOutOfReachError when the mean lies below that of the floors.
    """
    delta = mean - weighted_mean(value_usd, duty)
    if delta >= 0:
        return duty + delta
    floor = np.minimum(duty, least_duty)
    least = weighted_mean(value_usd, floor)
    if mean < least - 1e-12:
        raise MeanOutOfReachError(mean, least)
    room = duty - floor
    order = np.argsort(room)
    sorted_room, weight = room[order], value_usd[order] / value_usd.sum()
    # Cut of the mean when every line has fallen by room[k]: lines with less room stop at their floor.
    still_moving = np.concatenate(([1.0], 1 - np.cumsum(weight)[:-1]))
    cut = np.cumsum(np.diff(sorted_room, prepend=0.0) * still_moving)
    corner = min(int(np.searchsorted(cut, -delta)), len(cut) - 1)
    before = cut[corner - 1] if corner else 0.0
    start = sorted_room[corner - 1] if corner else 0.0
    fall = start + (-delta - before) / still_moving[corner] if still_moving[corner] > 0 else sorted_room[-1]
    shifted: FloatArray = np.maximum(duty - fall, floor)
    return shifted
