"""Closure: what becomes of the money one economy hands another when incomes change.

An economy that spends more than it earns is paid a transfer T by the others (its deficit); transfers add to zero. A
static trade model does not explain them, so one of four rules must be chosen, and the rule can move the sign of an
answer. The four are run apart and never averaged.

| closure | transfer after the shock |
|---|---|
| balanced | 0; the deficits of the base are removed first, at unchanged tariffs, and the shock is run from there |
| share_of_world_income | T sum(y) / sum(Y): each transfer keeps its share of world factor income (Dekle et al. 2008) |
| share_of_own_income | y (T / Y - c): each deficit keeps its ratio to own income, less one c for all: they add to 0 |
| additive | T m: each transfer keeps its value in a numeraire of price m (Caliendo and Parro 2015) |

Y, y: factor income [economy], base and new. With ``share_of_world_income`` and ``additive`` real income rises with the
own tariff far beyond any plausible rate, because the transfer is not taxed away: FIXED_TRANSFERS names them so that a
page can warn. ``additive`` depends on the numeraire: the world's mean wage unless an economy's wage is named; with
the mean wage and fixed labour it is the same as ``share_of_world_income``.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]
Closure = Literal["balanced", "share_of_world_income", "share_of_own_income", "additive"]
CLOSURES: tuple[Closure, ...] = get_args(Closure)
FIXED_TRANSFERS: frozenset[Closure] = frozenset({"share_of_world_income", "additive"})


@dataclass(frozen=True, eq=False)
class Transfers:
    """Transfers [economy] and how they move: dT = by_own_income * dln y + to (by_wage . dln w + by_labour . dln L).

    ``by_own_income``, ``to``, ``by_wage``, ``by_labour`` are [economy].
    """

    value: FloatArray
    by_own_income: FloatArray
    to: FloatArray
    by_wage: FloatArray
    by_labour: FloatArray


def check_closure(closure: str) -> None:
    """Raises ModelInputError unless ``closure`` is one of CLOSURES."""
    if closure not in CLOSURES:
        raise ModelInputError("closure", f"is {closure!r}; use one of {', '.join(CLOSURES)}")


def transfers(
    closure: Closure,
    base_transfer: FloatArray,
    base_income: FloatArray,
    wage_hat: FloatArray,
    labour_hat: FloatArray,
    numeraire: int | None = None,
) -> Transfers:
    """Transfers after the shock under ``closure``; all arrays [economy], incomes are factor incomes.

    ``numeraire`` matters to ``additive`` alone: the economy whose wage is the unit of the transfers, the world's mean
    wage when None.
    """
    income = wage_hat * labour_hat * base_income
    none = np.zeros_like(income)
    if closure == "balanced":
        return Transfers(none, none, none, none, none)
    if closure == "share_of_world_income":
        to = base_transfer / base_income.sum()
        return Transfers(to * income.sum(), none, to, income, income)
    if closure == "share_of_own_income":
        ratio = base_transfer / base_income
        by_own_income = (ratio - (ratio @ income) / income.sum()) * income
        return Transfers(by_own_income, by_own_income, -income / income.sum(), by_own_income, by_own_income)
    weight = _numeraire_weight(base_income, numeraire)
    price = wage_hat * weight
    return Transfers(base_transfer * price.sum(), none, base_transfer, price, none)


def _numeraire_weight(base_income: FloatArray, numeraire: int | None) -> FloatArray:
    if numeraire is None:
        share: FloatArray = base_income / base_income.sum()
        return share
    weight = np.zeros_like(base_income)
    weight[numeraire] = 1
    return weight
