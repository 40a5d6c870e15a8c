"""Scrambled Sobol points in NumPy: the same points as ``scipy.stats.qmc.Sobol``, without the 63 MB that module loads.

Sobol (1967) with the direction numbers of Joe and Kuo (2008), scrambled by a random lower-triangular matrix and a
random shift (Matousek 1998).
"""

import numpy as np
import numpy.typing as npt

from parley.models.joe_kuo import JOE_KUO

BITS = 30
MOST = 1 + len(JOE_KUO)  # dimensions
Words = npt.NDArray[np.uint32]


def scrambled(dimensions: int, log2_count: int, seed: int) -> npt.NDArray[np.float64]:
    """The first ``2 ** log2_count`` scrambled points [point, dimension] of the unit cube.

    SciPy itself draws them in more dimensions than there are numbers here.
    """
    if dimensions > MOST:
        from scipy.stats import qmc

        points: npt.NDArray[np.float64] = qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random_base2(
            log2_count
        )
        return points
    (rng,) = np.random.default_rng(seed).spawn(1)
    weights = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
    shift = rng.integers(2, size=(dimensions, BITS), dtype=np.uint32) @ weights
    lower = np.tril(rng.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32))
    lower[:, range(BITS), range(BITS)] = 1
    digits = (_direction_numbers(dimensions)[:, :, None] & weights[::-1] > 0).astype(np.uint32)  # [., number, digit]
    mixed = (np.einsum("dpk,djk->djp", lower, digits) % 2) @ weights[::-1]
    # in Gray-code order each point differs from the one before by one direction number
    steps = [_lowest_zero(point) for point in range(2**log2_count - 1)]
    words = np.bitwise_xor.accumulate(np.vstack([shift, mixed[:, steps].T]), axis=0)
    return words / 2.0**BITS


def _lowest_zero(number: int) -> int:
    """The place of the lowest binary digit that is 0."""
    return (~number & (number + 1)).bit_length() - 1


def _direction_numbers(dimensions: int) -> Words:
    """Direction numbers [dimension, number], each scaled to ``BITS`` binary digits."""
    numbers = np.ones((dimensions, BITS), dtype=np.uint32)  # as they stay in the first dimension
    for row, (polynomial, first) in zip(numbers[1:], JOE_KUO, strict=False):
        degree = polynomial.bit_length() - 1
        row[:degree] = first
        for place in range(degree, BITS):
            number = int(row[place - degree])
            for back in range(1, degree + 1):
                if polynomial >> (degree - back) & 1:
                    number ^= int(row[place - back]) << back
            row[place] = number
    return numbers << np.arange(BITS - 1, -1, -1, dtype=np.uint32)
