"""The equations of the one-sector world model in changes (exact hat algebra), evaluated at any wages and labour.

Sources in ``armington``. Hats are new over base, a prime is the new level; other symbols as in ``armington_economy``.

(1) a_j = w_j^-eps L_j^(eps psi)                                      cost of an exporter to the power -eps
(2) K_jn = lambda_jn [(1+t')(1+x') / ((1+t)(1+x))]^(-eps phi_n) d_jn^-eps
(3) lambda'_jn = a_j K_jn / sum_k a_k K_kn                             new trade shares (two nests: ``two_tier``)
(4) E'_n = y_n + R'_n + T'_n,  y = w L Y                              spending is income, revenue and transfer
(5) R'_n = sum_j t'/(1+t') lambda'_jn E'_n + sum_m x'_nm/((1+x')(1+t')) lambda'_nm E'_m
(6) y_j = sum_n (1-nu_n) q_jn lambda'_jn E'_n + nu_j sum_k q_kj lambda'_kj E'_j,  q = 1/((1+t')(1+x'))
(7) P_n = (E'_n / (E_n w_n))^(1-phi_n) (sum_k a_k K_kn)^(-1/eps)      price index
(8) L_n = (w_n tau_n / P_n)^kappa, tau = 1, or (1 - R/Y) / (1 - R'/y) when revenue relieves the income tax

Unknown are ln w and, when kappa > 0, ln L. Equation (6) holds for one economy once it holds for all others; its wage
is held as the unit until the end. Sums over exporters are products of a vector and a matrix, so one evaluation costs
three of them; shares are formed only for the Jacobian.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.armington_economy import Economy
from parley.models.axes import EXPORTER
from parley.models.closure import Closure, Transfers, transfers
from parley.models.two_tier import Nest, Tiers

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class State:
    """The equations of ``system`` at one point; all [economy]. ``demand`` is the right-hand side of (6)."""

    system: "System"
    wage: FloatArray
    labour: FloatArray
    cost: FloatArray
    income: FloatArray
    nest: Nest
    transfer: Transfers
    duty_share: FloatArray
    expenditure: FloatArray
    demand: FloatArray

    @cached_property
    def revenue(self) -> FloatArray:
        """Equation (5), from (4)."""
        return self.expenditure - self.income - self.transfer.value

    @cached_property
    def log_price(self) -> FloatArray:
        """Equation (7) in logs."""
        base = self.system.economy
        variety = 1 - base.pass_through
        if not variety.any():
            return self.nest.log_price
        price: FloatArray = self.nest.log_price + variety * np.log(self.expenditure / (base.expenditure * self.wage))
        return price

    @cached_property
    def log_relief(self) -> FloatArray:
        """ln tau of equation (8)."""
        base = self.system.economy
        if not base.income_tax_relief:
            return np.zeros_like(self.income)
        relief: FloatArray = np.log1p(-base.revenue / base.income) - np.log1p(-self.revenue / self.income)
        return relief


@dataclass(frozen=True, eq=False)
class System:
    """One shock to one economy, prepared for evaluation. ``tariff``, ``export_tax``, ``cost_hat``: new levels.

    Arrays are [exporter, importer]; a ``point`` is [unknown]: ln w of every economy and, when kappa > 0, ln L.
    """

    economy: Economy
    tariff: FloatArray
    export_tax: FloatArray
    cost_hat: FloatArray
    closure: Closure
    numeraire: int | None = None

    @cached_property
    def has_labour(self) -> bool:
        """Whether labour is an unknown."""
        return self.economy.labour_supply_elasticity > 0

    @cached_property
    def has_export_tax(self) -> bool:
        """Whether any export is taxed after the shock."""
        return bool(self.export_tax.any())

    @cached_property
    def tiers(self) -> Tiers:
        """Home goods and imports in the buyers' preferences."""
        base = self.economy
        return Tiers.of(np.diag(base.trade_share), base.trade_elasticity, base.home_elasticity_ratio)

    @cached_property
    def kernel(self) -> FloatArray:
        """Equation (2), home sales included."""
        base = self.economy
        grown = (1 + self.tariff) / (1 + base.tariff) * ((1 + self.export_tax) / (1 + base.export_tax))
        power = base.trade_elasticity * base.pass_through
        kernel = base.trade_share.copy()
        row, column = np.nonzero(grown != 1)
        kernel[row, column] *= grown[row, column] ** -power[column]
        row, column = np.nonzero(self.cost_hat != 1)
        kernel[row, column] *= self.cost_hat[row, column] ** -base.trade_elasticity
        return kernel

    @cached_property
    def foreign_kernel(self) -> FloatArray:
        """Equation (2) with zeros on the diagonal."""
        return without_diagonal(self.kernel)

    @cached_property
    def home_kernel(self) -> FloatArray:
        """Equation (2), home sales [economy]."""
        return np.diag(self.kernel).copy()

    @cached_property
    def net(self) -> FloatArray:
        """q: what the exporter receives of one unit spent."""
        return 1 / ((1 + self.tariff) * (1 + self.export_tax))

    @cached_property
    def net_kernel(self) -> FloatArray:
        """K q with zeros on the diagonal."""
        return self.foreign_kernel * self.net

    @cached_property
    def exporter_part(self) -> FloatArray:
        """x'/((1+x')(1+t')): what the exporter's treasury receives of one unit spent."""
        return self.export_tax * self.net

    def split(self, point: FloatArray) -> tuple[FloatArray, FloatArray]:
        """ln w and ln L, each [economy], from a point; ln L is 0 when it is no unknown."""
        count = len(self.economy.names)
        return point[:count], point[count:] if self.has_labour else np.zeros(count)

    def evaluate(self, point: FloatArray) -> State:
        """Equations (1) to (5) and the right-hand side of (6) at ln w (and ln L); the state gives (7) and tau."""
        base = self.economy
        log_wage, log_labour = self.split(point)
        wage, labour = np.exp(log_wage), np.exp(log_labour)
        cost = np.exp(base.trade_elasticity * (base.scale_elasticity * log_labour - log_wage))
        income = wage * labour * base.income
        nest = self.tiers.choose(cost * self.home_kernel, cost @ self.foreign_kernel)
        transfer = transfers(self.closure, base.transfer, base.income, wage, labour, self.numeraire)
        received = nest.scale * (cost @ self.net_kernel)
        duty_share, expenditure = self._expenditure(cost, nest, received, income + transfer.value)
        demand = self._labour_demand(cost, nest, received, expenditure)
        return State(self, wage, labour, cost, income, nest, transfer, duty_share, expenditure, demand)

    def residual(self, point: FloatArray) -> FloatArray:
        """Relative gaps of (6) and log gaps of (8), [unknown]; those of the pinned economies are 0.

        Infinite where undefined.
        """
        with np.errstate(all="ignore"):
            state = self.evaluate(point)
            gap = self.gaps(state)
        if not (state.expenditure > 0).all():
            return np.full(len(gap), np.inf)
        gap[self.economy.pinned] = 0
        return gap

    def gaps(self, state: State) -> FloatArray:
        """Relative gaps of (6) in every economy and log gaps of (8), [unknown]."""
        labour_market: FloatArray = state.demand / state.income - 1
        if not self.has_labour:
            return labour_market
        reward = np.log(state.wage) + state.log_relief - state.log_price
        supply = np.log(state.labour) - self.economy.labour_supply_elasticity * reward
        return np.concatenate([labour_market, supply])

    def shares(self, state: State) -> FloatArray:
        """Equation (3): new trade shares of imports, zeros on the diagonal."""
        return state.cost[:, None] * self.foreign_kernel * state.nest.scale

    def all_shares(self, state: State) -> FloatArray:
        """Equation (3): new trade shares, home sales on the diagonal."""
        shares = self.shares(state)
        np.fill_diagonal(shares, state.nest.home_share)
        return shares

    def _expenditure(
        self, cost: FloatArray, nest: Nest, received: FloatArray, before_revenue: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Duty as a share of spending, and equations (4) and (5) solved for E'."""
        if not self.has_export_tax:
            duty_share = nest.import_share - received
            return duty_share, before_revenue / (1 - duty_share)
        to_exporter = cost[:, None] * (self.foreign_kernel * self.exporter_part) * nest.scale
        duty_share = nest.import_share - received - to_exporter.sum(axis=EXPORTER)
        matrix = np.diag(1 - duty_share) - to_exporter
        return duty_share, np.asarray(np.linalg.solve(matrix, before_revenue), dtype=np.float64)

    def _labour_demand(self, cost: FloatArray, nest: Nest, received: FloatArray, expenditure: FloatArray) -> FloatArray:
        """Right-hand side of equation (6)."""
        nu = self.economy.overhead_share
        abroad = cost * (self.net_kernel @ ((1 - nu) * nest.scale * expenditure))
        demand: FloatArray = abroad + (nest.home_share + nu * received) * expenditure
        return demand


def without_diagonal(matrix: FloatArray) -> FloatArray:
    """A copy of ``matrix`` with zeros on the diagonal."""
    copy = matrix.copy()
    np.fill_diagonal(copy, 0)
    return copy
