"""A solved world: the new levels and what follows from them, each by its own name.

Money is in the unit of the base flows, at prices that leave world factor income as it was; only ratios of prices mean
anything. Axes as in ``axes``.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.armington_economy import Economy
from parley.models.axes import EXPORTER, bought_abroad, sold_abroad
from parley.models.closure import Closure

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """The world after a shock, against ``economy``, the base the hats refer to.

    Under the balanced closure ``economy`` is the world without deficits at unchanged tariffs, not the one given.
    ``wage_hat``, ``labour_hat``, ``price_hat`` (of the bundle bought at home, duty included) are new over base;
    ``trade_share``, ``expenditure``, ``income`` (of factors), ``revenue``, ``transfer`` are new levels. ``residual`` is
    the largest relative gap in any market, the one left out while solving included; ``iterations`` counts steps.
    """

    economy: Economy
    closure: Closure
    tariff: FloatArray
    export_tax: FloatArray
    cost_hat: FloatArray
    wage_hat: FloatArray
    labour_hat: FloatArray
    price_hat: FloatArray
    trade_share: FloatArray
    income: FloatArray
    expenditure: FloatArray
    revenue: FloatArray
    transfer: FloatArray
    residual: float
    iterations: int
    seconds: float
    converged: bool = True
    guide: FloatArray | None = field(default=None, repr=False)  # last inverse Jacobian, for a solution nearby

    @cached_property
    def expenditure_hat(self) -> FloatArray:
        """E' / E."""
        return self.expenditure / self.economy.expenditure

    @cached_property
    def real_income_hat(self) -> FloatArray:
        """Income over price index: (E'/E) / P; E is factor income, revenue and transfer. The welfare measure."""
        return self.expenditure_hat / self.price_hat

    @cached_property
    def real_wage_hat(self) -> FloatArray:
        """w / P."""
        return self.wage_hat / self.price_hat

    @cached_property
    def flows(self) -> FloatArray:
        """V' = lambda' E' / (1 + t'): before duty, with export tax, home sales on the diagonal."""
        return self.trade_share * self.expenditure / (1 + self.tariff)

    @cached_property
    def exports(self) -> FloatArray:
        """Sales abroad as recorded, before duty."""
        return sold_abroad(self.flows)

    @cached_property
    def imports(self) -> FloatArray:
        """Purchases abroad as recorded, before duty."""
        return bought_abroad(self.flows)

    @cached_property
    def tariff_revenue(self) -> FloatArray:
        """sum_j t'_jn V'_jn."""
        collected: FloatArray = (self.tariff * self.flows).sum(axis=EXPORTER)
        return collected

    @property
    def has_subsidy(self) -> bool:
        """Whether a tariff or export tax is negative: allowed, and to be pointed out."""
        return bool((self.tariff < 0).any() or (self.export_tax < 0).any())
