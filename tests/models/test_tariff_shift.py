"""The shift of duties to a wanted mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.product_market import MeanOutOfReachError, shift_to_mean, weighted_mean


def lines(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    value, duty = 10 ** draw.uniform(0, 6, 30), draw.uniform(0, 1, 30)
    return value, duty, np.where(draw.random(30) < 0.2, 2.0, draw.uniform(0, 0.4, 30))


@given(st.integers(0, 9999), st.floats(0, 1))
def test_the_shifted_duties_have_the_wanted_mean_and_one_shift(seed: int, part: float) -> None:
    value, duty, least = lines(seed)
    floor = np.minimum(duty, least)
    bottom = weighted_mean(value, floor)
    mean = bottom + part * (2 - bottom)
    shifted = shift_to_mean(value, duty, mean, least)
    assert weighted_mean(value, shifted) == pytest.approx(mean, rel=1e-9, abs=1e-12)
    free = shifted > floor + 1e-12
    assert np.ptp((shifted - duty)[free]) < 1e-9 if free.any() else True
    assert np.all(shifted >= floor)


def test_the_present_mean_moves_nothing() -> None:
    value, duty, least = lines(1)
    assert np.array_equal(shift_to_mean(value, duty, weighted_mean(value, duty), least), duty)


def test_a_mean_below_the_floors_is_refused_with_the_least_value() -> None:
    value, duty, least = lines(2)
    bottom = weighted_mean(value, np.minimum(duty, least))
    with pytest.raises(MeanOutOfReachError) as caught:
        shift_to_mean(value, duty, bottom - 0.01, least)
    assert caught.value.least == bottom
    assert shift_to_mean(value, duty, bottom, least) == pytest.approx(np.minimum(duty, least), abs=1e-9)
