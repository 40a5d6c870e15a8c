"""A solved economy of the sector model, and everything that can be read off it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from parley.models.anderson import Memory
from parley.models.axes import EXPORTER, IMPORTER, SECTOR, turned
from parley.models.closure import Closure
from parley.models.sector_base import Base
from parley.models.sector_economy import FloatArray, SectorEconomy
from parley.models.sector_equations import Accounts, State, cost_power, trade_shares, weighted_sum
from parley.models.sector_response import Steering
from parley.models.sector_solver import System
from parley.models.sector_weights import Levels, levels_of, shocked_weights


@dataclass(frozen=True, eq=False)
class SectorEquilibrium:
    """A solved economy: new levels, and hats relative to the base of its closure (ratios, new over base).

    Values are in the economy's unit, with world factor income as in the base.

    ``residual`` is the largest of prices (logs), spending (of a country's mean spending by sector) and trade balances
    (of factor income); ``iterations`` counts sweeps, 0 when the start was the solution; ``converged`` says whether
    the residual is within the tolerance asked for. ``has_subsidy`` marks a negative tax. ``memory`` and ``is_stale``
    are for a start from here: what the search learned, and that its derivatives serve badly by now. ``solved``: the
    equations it solves, None where they are put together anew when asked for.
    """

    economy: SectorEconomy
    closure: Closure
    base: Base = field(repr=False)
    solved: System | None = field(repr=False)
    steering: Steering = field(repr=False)
    state: State = field(repr=False)
    at: Accounts = field(repr=False)
    levels: Levels = field(repr=False)
    residual: float
    iterations: int
    converged: bool
    seconds: float
    memory: Memory | None = field(default=None, repr=False)
    is_stale: bool = field(default=False, repr=False)

    @property
    def system(self) -> System:
        """The equations it solves."""
        if self.solved is not None:
            return self.solved
        weights = shocked_weights(self.economy, self.base.weights, self.levels)
        return System(self.base.technology, weights, self.steering)

    def to_keep(self) -> "SectorEquilibrium":
        """The same without weights of its own, 4 MB for 77 countries and 45 sectors: for one that others start from."""
        return replace(self, solved=None)

    @property
    def tariff(self) -> FloatArray:
        """t' [exporter, importer, sector]."""
        return self.levels.tariff

    @property
    def export_tax(self) -> FloatArray:
        """x' [exporter, importer, sector]."""
        return self.levels.export_tax

    @cached_property
    def wage_hat(self) -> FloatArray:
        """w [country]."""
        hat: FloatArray = np.exp(self.state.log_wage)
        return hat

    @cached_property
    def price_hat(self) -> FloatArray:
        """P of the sector's composite good [country, sector]."""
        hat: FloatArray = np.exp(self.state.log_price)
        return hat

    @cached_property
    def price_index_hat(self) -> FloatArray:
        """Price of final spending, prod_s P_ns^alpha_ns [country]."""
        index: FloatArray = np.exp((self.economy.final_share * self.state.log_price).sum(axis=SECTOR))
        return index

    @property
    def purchases(self) -> FloatArray:
        """X': final use and inputs, at buyers' prices with duty [country, sector]."""
        return self.state.expenditure

    @property
    def output(self) -> FloatArray:
        """Y': sales at sellers' prices [country, sector]."""
        return self.at.sales

    @cached_property
    def income(self) -> FloatArray:
        """Factor income w wL [country]."""
        return self.wage_hat * self.base.technology.value_added

    @property
    def expenditure(self) -> FloatArray:
        """I': final spending out of factor income, revenue and transfer [country]."""
        return self.at.income

    @property
    def revenue(self) -> FloatArray:
        """R': tariffs and export taxes [country]."""
        return self.at.revenue

    @cached_property
    def transfer(self) -> FloatArray:
        """D' [country]: imports less exports."""
        return self.base.technology.transfers(self.wage_hat).value

    @cached_property
    def real_income_hat(self) -> FloatArray:
        """Exact welfare: new over base final spending, over the price index [country]."""
        return self.expenditure / self.base.at.income / self.price_index_hat

    @cached_property
    def real_wage_hat(self) -> FloatArray:
        """w over the price index [country]."""
        return self.wage_hat / self.price_index_hat

    @cached_property
    def output_hat(self) -> FloatArray:
        """New over base output by value [country, sector]; 1 where a country does not make the sector's good."""
        before = self.base.at.sales
        hat: FloatArray = np.where(before > 0, self.output / np.where(before > 0, before, 1.0), 1.0)
        return hat

    @property
    def trade_share(self) -> FloatArray:
        """pi' [exporter, importer, sector]: adds to one over exporters. Large, and so worked out at each call."""
        share = trade_shares(self.base.technology, self.system.weights, self.at.log_cost)
        ordered: FloatArray = np.ascontiguousarray(turned(share))
        return ordered

    @property
    def flows(self) -> FloatArray:
        """Trade at the border, with export tax and before duty [exporter, importer, sector]; home sales too. Large, and
        so worked out at each call.
        """
        flows = self.system.weights.border * self._power[:, None, :]
        flows *= self._bought[:, :, None]
        ordered: FloatArray = np.ascontiguousarray(turned(flows))
        return ordered

    def flows_to(self, importer: int) -> FloatArray:
        """``flows`` to one importer [exporter, sector]."""
        weights = self.system.weights.border[:, importer, :]
        return (weights * self._power * self._bought[:, importer, None]).T

    def flows_from(self, exporter: int) -> FloatArray:
        """``flows`` from one exporter [importer, sector]."""
        weights = self.system.weights.border[:, :, exporter]
        return (weights * self._power[:, exporter, None] * self._bought).T

    @cached_property
    def _power(self) -> FloatArray:
        """c^-theta of equation (4) [sector, exporter]."""
        return cost_power(self.base.technology, self.at.log_cost)

    @cached_property
    def _bought(self) -> FloatArray:
        """Purchases over the sum of weights in equation (4) [sector, importer]."""
        bought: FloatArray = self.purchases.T / weighted_sum(self.system.weights.price, self._power)
        return bought

    @cached_property
    def _traded(self) -> tuple[FloatArray, FloatArray]:
        """Flows of all sectors [exporter, importer], and the duty on them [country]."""
        flows = self.flows
        return flows.sum(axis=SECTOR), (self.tariff * flows).sum(axis=(EXPORTER, SECTOR))

    @property
    def flows_of_all(self) -> FloatArray:
        """``flows`` of all sectors together [exporter, importer]."""
        return self._traded[0]

    @cached_property
    def imports(self) -> FloatArray:
        """Imports at the border [country]."""
        total: FloatArray = self._abroad.sum(axis=EXPORTER)
        return total

    @cached_property
    def exports(self) -> FloatArray:
        """Exports at the border [country]."""
        total: FloatArray = self._abroad.sum(axis=IMPORTER)
        return total

    @property
    def tariff_revenue(self) -> FloatArray:
        """Duty collected [country]."""
        return self._traded[1]

    @property
    def has_subsidy(self) -> bool:
        """Whether a tariff or an export tax is negative."""
        return bool(self.tariff.min() < 0 or self.export_tax.min() < 0)

    @cached_property
    def before(self) -> "SectorEquilibrium":
        """The base as an equilibrium of its own: all hats are one."""
        return at_base(self.economy, self.closure, self.base, 0.0)

    @cached_property
    def _abroad(self) -> FloatArray:
        """Flows between countries, all sectors [exporter, importer]."""
        total = self.flows_of_all.copy()
        np.fill_diagonal(total, 0.0)
        return total


def at_base(economy: SectorEconomy, closure: Closure, base: Base, seconds: float) -> SectorEquilibrium:
    """The base as an equilibrium: every hat is exactly one, after no sweep."""
    return SectorEquilibrium(
        economy=economy,
        closure=closure,
        base=base,
        solved=None,
        steering=base.steering,
        state=base.state,
        at=base.at,
        levels=levels_of(economy, economy.tariff, economy.export_tax),
        residual=base.residual,
        iterations=0,
        converged=True,
        seconds=seconds,
    )
