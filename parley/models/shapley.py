"""Which of several switches makes two answers differ: the Shapley value, the mean over every order of throwing them.

One switch at a time depends on the order: thrown first and thrown last, the same switch counts differently. The mean
over all orders does not, and its parts add up to the whole difference (Shapley 1953).
"""

from collections.abc import Callable, Collection, Sequence
from itertools import compress, product
from math import factorial

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def shapley(value: Callable[[frozenset[str]], FloatArray], switches: Sequence[str]) -> dict[str, FloatArray]:
    """The part of each switch in ``value`` of all thrown less of none; arrays in the shape of ``value``'s answer.

    phi_s = sum over sets S without s of |S|! (n - |S| - 1)! / n! (value(S + s) - value(S)). ``value`` is asked once for
    each set of switches, 2^n times, the last switch changing at every step and the first once: name those first whose
    change costs the most.
    """
    count = len(switches)
    sets = [frozenset(compress(switches, thrown)) for thrown in product((False, True), repeat=count)]
    values = {chosen: value(chosen) for chosen in sets}
    return {switch: _part(switch, values, count) for switch in switches}


def _part(switch: str, values: dict[frozenset[str], FloatArray], count: int) -> FloatArray:
    without: Collection[frozenset[str]] = [chosen for chosen in values if switch not in chosen]
    parts = [
        factorial(len(chosen)) * factorial(count - len(chosen) - 1) * (values[chosen | {switch}] - values[chosen])
        for chosen in without
    ]
    total: FloatArray = np.sum(parts, axis=0) / factorial(count)
    return total
