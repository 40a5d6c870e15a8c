"""What an economy sells at home, which trade statistics do not hold, from GDP and trade in goods.

Two rules. ``gdp``: GDP less exports. ``ilms``, the default, after Ignatenko, Lashkaripour, Macedoni and Simonovska
(2025): part nu of every purchase pays labour of the buyer's economy (selling and distributing), so

    T_j = (1 - nu_j) (imports_j - sum_n (1 - nu_n) V_jn),   E_j = GDP_j + T_j,   V_jj = E_j - imports_j.

nu takes two values, one for the United States and one for everybody else, such that the part of all purchases that
pays for services of this kind is 26% in the United States and 12% elsewhere. Neither rule gives less than zero.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from parley.models.axes import EXPORTER, IMPORTER
from parley.models.errors import NotConvergedError
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]
HomeSalesRule = Literal["ilms", "gdp"]
RULES: tuple[HomeSalesRule, ...] = get_args(HomeSalesRule)

NEWTON_STEPS = 50
DIFFERENCE = 1e-7


@dataclass(frozen=True, eq=False)
class HomeSales:
    """Sales at home [economy], the overhead shares nu of the rule (zero under ``gdp``), and where the floor held."""

    value: FloatArray
    overhead_share: FloatArray
    is_floored: npt.NDArray[np.bool_]


def home_sales(trade: FloatArray, gdp: FloatArray, usa: int, rule: HomeSalesRule = "ilms") -> HomeSales:
    """Sales at home from ``trade`` [exporter, importer] (zeros on the diagonal) and ``gdp``, in one currency unit.

    ``usa`` is the place of the United States. Raises ValueError for an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"The rule {rule!r} is not known; use {' or '.join(RULES)}.")
    if rule == "gdp":
        left, nu = gdp - trade.sum(axis=IMPORTER), np.zeros(len(gdp))
    else:
        nu = overhead_shares(trade, gdp, usa)
        imports = trade.sum(axis=EXPORTER)
        left = gdp + (1 - nu) * (imports - trade @ (1 - nu)) - imports
    return HomeSales(np.maximum(left, 0.0), nu, left < 0)


def overhead_shares(trade: FloatArray, gdp: FloatArray, usa: int) -> FloatArray:
    """nu [economy]: the two overhead shares for which the overhead part of spending meets its targets.

    In the world of two, the United States and the rest, a share r of an economy's sales is at home; the targets are
    r nu_own + (1 - r) nu_other, as a seller's overhead is earned where the goods are bought.
    """
    is_usa = np.arange(len(gdp)) == usa
    sides = np.array([~is_usa, is_usa], dtype=float)
    flows, output = sides @ trade @ sides.T, sides @ gdp
    targets = np.array([parameter("overhead_target_rest").value, parameter("overhead_target_usa").value])
    nu = targets
    for _ in range(NEWTON_STEPS):
        gap = _overhead_of_sales(nu, flows, output) - targets
        if np.abs(gap).max() < 1e-15:
            break
        slopes = [
            (_overhead_of_sales(nu + DIFFERENCE * one, flows, output) - targets - gap) / DIFFERENCE for one in np.eye(2)
        ]
        nu = nu - np.linalg.solve(np.array(slopes).T, gap)
    if not (np.isfinite(nu).all() and np.abs(gap).max() < 1e-12):
        raise NotConvergedError(float(np.abs(gap).max()), NEWTON_STEPS)
    shares: FloatArray = np.where(is_usa, max(nu[1], 0.0), max(nu[0], 0.0))
    return shares


def _overhead_of_sales(nu: FloatArray, flows: FloatArray, output: FloatArray) -> FloatArray:
    """Overhead share in the sales of the rest and of the United States; ``flows`` of two, without sales at home."""
    imports = flows.sum(axis=EXPORTER)
    spending = output + (1 - nu) * (imports - flows @ (1 - nu))
    abroad = np.array([flows[0, 1], flows[1, 0]])
    home = spending - np.array([flows[1, 0], flows[0, 1]])
    share = home / (home + abroad)
    overhead: FloatArray = share * nu + (1 - share) * nu[::-1]
    return overhead
