"""Many tariffs on one world at once: the equations of ``armington_system``, [shock, economy] at a time.

For plain labour, no export tax and the balanced closure: kappa = psi = nu = 0, phi = 1, x = 0, T' = 0. Unknown are the
log wages; every shock starts from the same solved world, with the inverse Jacobian there, which Broyden's formula
corrects for each shock apart. A shock that goes too far for that has no answer here; ``armington.solve`` finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.armington_batch import follow
from parley.models.armington_equilibrium import Equilibrium
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import System, without_diagonal
from parley.models.errors import ModelInputError
from parley.models.two_tier import Nest

FloatArray = npt.NDArray[np.float64]

ACCEPTED = 1e-9
MOST_SWEEPS = 16


def solve_from(start: Equilibrium, tariffs: Sequence[FloatArray]) -> list[Equilibrium | None]:
    """The balanced world after each of the ``tariffs`` [exporter, importer], against the base of ``start``.

    None for a shock that needs another way. Raises ModelInputError for a world that this does not hold: labour that
    answers, scale, overhead, firms, export taxes, changed trade costs, or another closure.
    """
    base = start.economy
    if not can_start(start):
        raise ModelInputError("start", "has labour, scale, overhead, firms, export taxes or transfers; solve it alone")
    if not tariffs:
        return []
    rest = System(base, start.tariff, start.export_tax, start.cost_hat, "balanced")
    shocks = _Shocks.of(rest, np.stack(tariffs))
    at_rest = np.log(start.wage_hat)
    at_rest = at_rest - at_rest[base.pinned[0]]
    inverse = np.asarray(np.linalg.inv(jacobian(rest, at_rest)), dtype=np.float64)
    point, value = follow(shocks.residual, np.tile(at_rest, (len(tariffs), 1)), inverse, MOST_SWEEPS)
    return shocks.equilibria(point, np.abs(value).max(axis=1))


def can_start(start: Equilibrium) -> bool:
    """Whether ``solve_from`` holds the world."""
    base = start.economy
    plain = base.labour_supply_elasticity == base.scale_elasticity == 0 and (base.pass_through == 1).all()
    taxed = base.overhead_share.any() or base.export_tax.any() or start.export_tax.any() or (start.cost_hat != 1).any()
    return bool(plain and not taxed and start.closure == "balanced")


@dataclass(frozen=True, eq=False)
class _State:
    """[shock, economy]."""

    cost: FloatArray
    income: FloatArray
    nest: Nest
    expenditure: FloatArray
    demand: FloatArray


@dataclass(frozen=True, eq=False)
class _Shocks:
    """``system`` at rest; ``tariff``, ``kernel`` (equation (2), imports only) and ``net_kernel`` (what exporters
    receive of it) [shock, exporter, importer].
    """

    system: System
    tariff: FloatArray
    kernel: FloatArray
    net_kernel: FloatArray

    @classmethod
    def of(cls, system: System, tariff: FloatArray) -> "_Shocks":
        base = system.economy
        kernel = np.repeat(without_diagonal(base.trade_share)[None], len(tariff), axis=0)
        grown = (1 + tariff) / (1 + base.tariff)
        moved = grown != 1
        kernel[moved] *= grown[moved] ** -base.trade_elasticity
        return cls(system, tariff, kernel, kernel / (1 + tariff))

    def _state(self, point: FloatArray) -> _State:
        """Equations (1) to (5) and the right-hand side of (6) at the log wages."""
        base = self.system.economy
        cost, income = np.exp(-base.trade_elasticity * point), np.exp(point) * base.income
        nest = self.system.tiers.choose(
            cost * np.diag(base.trade_share), np.matmul(cost[:, None, :], self.kernel)[:, 0]
        )
        received = nest.scale * np.matmul(cost[:, None, :], self.net_kernel)[:, 0]
        spent = income / (1 - (nest.import_share - received))
        sold = cost * np.matmul(self.net_kernel, (nest.scale * spent)[:, :, None])[:, :, 0]
        return _State(cost, income, nest, spent, sold + nest.home_share * spent)

    def residual(self, point: FloatArray) -> FloatArray:
        """Relative gaps of equation (6) [shock, economy]; those of the pinned economies are 0."""
        with np.errstate(all="ignore"):
            state = self._state(point)
            gap = state.demand / state.income - 1
        gap[:, self.system.economy.pinned] = 0
        return np.where(np.isfinite(gap), gap, 1e3)

    def equilibria(self, point: FloatArray, size: FloatArray) -> list[Equilibrium | None]:
        """The solved worlds with world factor income as in the base; None where a market is off by too much."""
        income = self.system.economy.income
        point = point - np.log(np.exp(point) @ income / income.sum())[:, None]
        with np.errstate(all="ignore"):
            state = self._state(point)
            off = np.maximum(size, np.abs(state.demand / state.income - 1).max(axis=1))
        return [self._one(n, point[n], state, float(off[n])) if off[n] <= ACCEPTED else None for n in range(len(point))]

    def _one(self, number: int, log_wage: FloatArray, state: _State, residual: float) -> Equilibrium:
        nest, base = state.nest, self.system.economy
        share = state.cost[number][:, None] * self.kernel[number] * nest.scale[number]
        np.fill_diagonal(share, nest.home_share[number])
        return Equilibrium(
            economy=base,
            closure="balanced",
            tariff=self.tariff[number],
            export_tax=base.export_tax,
            cost_hat=self.system.cost_hat,
            wage_hat=np.exp(log_wage),
            labour_hat=np.ones_like(log_wage),
            price_hat=np.exp(nest.log_price[number]),
            trade_share=share,
            income=state.income[number],
            expenditure=state.expenditure[number],
            revenue=state.expenditure[number] - state.income[number],
            transfer=np.zeros_like(log_wage),
            residual=residual,
            iterations=MOST_SWEEPS,
            seconds=0.0,
        )
