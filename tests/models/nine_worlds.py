"""The nine worlds of two governments at once, which the tests of the game and of its table look into."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parley.models.armington import Economy, Equilibrium
from parley.models.trade_war import FIRST_POLICIES, policy_worlds
from tests.models.worlds import FloatArray


class Payoffs(NamedTuple):
    """``worlds`` [policy of the first][policy of the second], in the order of the policy names.

    ``rates`` [policy of the first, policy of the second, government]: the rate on the other's goods.
    ``real_income_hat`` has the same axes: real income of the two governments' economies, new over base.
    """

    worlds: Sequence[Sequence[Equilibrium]]
    rates: FloatArray
    real_income_hat: FloatArray


def payoffs(economy: Economy, first: str, second: str, scenario: FloatArray) -> Payoffs:
    """The nine worlds of ``first`` and ``second``, names of economies, with balanced trade."""
    worlds = [policy_worlds(economy, first, second, policy, scenario) for policy in FIRST_POLICIES]
    one, two = economy.index(first), economy.index(second)
    return Payoffs(
        worlds,
        np.array([[[w.tariff[two, one], w.tariff[one, two]] for w in row] for row in worlds]),
        np.array([[w.real_income_hat[[one, two]] for w in row] for row in worlds]),
    )
