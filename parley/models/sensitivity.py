"""Which parameter makes an answer vary over its draws: the first-order share of the variance (Sobol 1993).

S_k = Var(E[y | x_k]) / Var(y). E[y | x_k] is the least-squares polynomial of the second order in x_k over the draws,
which is enough where an answer bends one way; draws are spread evenly, so that the others average out. What the shares
lack to one comes of parameters acting together, or of bends the polynomial does not follow.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import compress, product
from math import factorial

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]

ORDER = 2


def first_order_shares(parameters: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Shares [parameter, outcome] of the variance over draws (ratio), nan where an outcome does not vary.

    ``parameters`` [draw, parameter], ``outcomes`` [draw, outcome], both without nan. Raises ModelInputError for fewer
    draws than a polynomial needs, or of different number.
    """
    draws = len(outcomes)
    if len(parameters) != draws or draws <= ORDER + 1:
        raise ModelInputError(
            "draws", f"are {len(parameters)} and {draws}; both must be the same and above {ORDER + 1}"
        )
    apart = outcomes - outcomes.mean(axis=0)
    whole = (apart**2).sum(axis=0)
    shares = np.full((parameters.shape[1], outcomes.shape[1]), np.nan)
    for number, values in enumerate(parameters.T):
        scaled = (values - values.mean()) / (np.ptp(values) or 1.0)
        powers = np.vander(scaled, ORDER + 1)
        explained = powers @ np.linalg.lstsq(powers, apart, rcond=None)[0]
        shares[number] = np.divide((explained**2).sum(axis=0), whole, out=shares[number], where=whole > 0)
    return shares


# Which of several switches makes two answers differ: the Shapley value, the mean over every order of throwing them.
#
# One switch at a time depends on the order: thrown first and thrown last, the same switch counts differently. The mean
# over all orders does not, and its parts add up to the whole difference (Shapley 1953).


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
