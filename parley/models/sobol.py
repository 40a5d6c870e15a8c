"""Scrambled Sobol points in NumPy: the same points as ``scipy.stats.qmc.Sobol``, without the 63 MB that module loads.

Sobol (1967) with the direction numbers of Joe and Kuo (2008), which SciPy ships as a file; scrambled by a random
lower-triangular matrix and a random shift (Matousek 1998).
"""

import importlib.resources
from functools import cache

import numpy as np
import numpy.typing as npt

BITS = 30
MOST = 1000  # dimensions
Words = npt.NDArray[np.uint32]


def scrambled(dimensions: int, log2_count: int, seed: int) -> npt.NDArray[np.float64]:
    """The first ``2 ** log2_count`` scrambled points [point, dimension] of the unit cube."""
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
    polynomials, initial = _joe_kuo()
    numbers = np.ones((dimensions, BITS), dtype=np.uint32)  # as they stay in the first dimension
    for row, polynomial, first in zip(numbers[1:], polynomials[1:dimensions], initial[1:dimensions], strict=True):
        degree = int(polynomial).bit_length() - 1
        row[:degree] = first[:degree]
        for place in range(degree, BITS):
            number = int(row[place - degree])
            for back in range(1, degree + 1):
                if int(polynomial) >> (degree - back) & 1:
                    number ^= int(row[place - back]) << back
            row[place] = number
    return numbers << np.arange(BITS - 1, -1, -1, dtype=np.uint32)


@cache
def _joe_kuo() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Primitive polynomials [dimension] and initial numbers [dimension, number] of Joe and Kuo, of SciPy's file."""
    file = importlib.resources.files("scipy").joinpath("stats", "_sobol_direction_numbers.npz")
    with file.open("rb") as opened, np.load(opened) as numbers:
        return numbers["poly"][:MOST].astype(np.int64), numbers["vinit"][:MOST].astype(np.int64)
