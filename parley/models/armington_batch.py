"""Many draws of one world at once: the equations of ``armington_system`` for plain labour, [draw, economy] at a time.

Every draw is an economy of its own, with its own elasticities, at the same tariffs; a shock moves the same tariffs in
all of them. Unknown are the log wages [draw, economy]; equations and symbols as in ``armington_system`` with kappa =
psi = nu = 0, phi = 1 and no export tax. Each draw starts from its base with the inverse Jacobian there, kept, and
corrects it by Broyden's rank-one formula, stored as pairs of vectors: a sweep costs a few products of a vector and a
matrix for each draw and no inversion.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.armington_economy import Economy
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import System
from parley.models.closure import Closure
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]
SingleArray = npt.NDArray[np.float32]

Columns = slice | npt.NDArray[np.intp]

TOLERANCE = 1e-10
OF_DRAWS = 1e-9  # draws make a range, printed in hundredths of a percent
ACCEPTED = 1e-8
MOST_SWEEPS = 40
STEP_CAP = 0.5


@dataclass(frozen=True, eq=False)
class Batch:
    """Worlds at rest, one a draw. Arrays are [draw, economy], ``share`` (imports only) and ``inverse`` (of the Jacobian
    at rest) [draw, exporter, importer]; ``tariff`` [exporter, importer] is the same for all.

    The inverse says where to step, not where the solution is: single precision takes half the memory and time.
    """

    names: tuple[str, ...]
    closure: Closure
    elasticity: FloatArray
    ratio: FloatArray
    tariff: FloatArray
    share: FloatArray
    home: FloatArray
    income: FloatArray
    expenditure: FloatArray
    transfer: FloatArray
    inverse: SingleArray
    pinned: npt.NDArray[np.intp]

    @cached_property
    def net_share(self) -> FloatArray:
        """What exporters receive of one unit spent at rest [draw, exporter, importer]."""
        received: FloatArray = self.share / (1 + self.tariff)
        return received

    def flows(self, importer: int) -> FloatArray:
        """An importer's purchases abroad at rest, before duty [draw, exporter]."""
        bought: FloatArray = self.net_share[:, :, importer] * self.expenditure[:, importer, None]
        return bought

    @cached_property
    def exports(self) -> FloatArray:
        """Sales abroad at rest, before duty [draw, economy]."""
        sales: FloatArray = np.matmul(self.net_share, self.expenditure[:, :, None])[:, :, 0]
        return sales

    @cached_property
    def imports(self) -> FloatArray:
        """Purchases abroad at rest, before duty [draw, economy]."""
        bought: FloatArray = self.net_share.sum(axis=1) * self.expenditure
        return bought

    @cached_property
    def revenue(self) -> FloatArray:
        """Tariff revenue at rest [draw, economy]."""
        collected: FloatArray = self.share.sum(axis=1) * self.expenditure - self.imports
        return collected

    @cached_property
    def untraded(self) -> tuple[npt.NDArray[np.intp], ...]:
        """Places of the flows that are zero at rest in every draw, those of own goods among them."""
        return np.nonzero(~self.share.any(axis=0))

    @cached_property
    def even_power(self) -> FloatArray:
        """One plus the highest tariff of each importer [importer]: that of all its imports, if it has one for all."""
        power: FloatArray = 1 + self._abroad.max(axis=0)
        return power

    @cached_property
    def uneven(self) -> npt.NDArray[np.intp]:
        """Importers whose tariffs differ between exporters."""
        return np.flatnonzero(self._abroad.max(axis=0) != self._abroad.min(axis=0))

    @cached_property
    def uneven_net_share(self) -> FloatArray:
        """``net_share`` of the importers ``uneven`` [draw, exporter, place in uneven]."""
        return np.ascontiguousarray(self.net_share[:, :, self.uneven])

    @cached_property
    def _abroad(self) -> FloatArray:
        """Tariffs without those on own goods, which nobody pays [other exporter, importer]."""
        size = len(self.tariff)
        return self.tariff.T[~np.eye(size, dtype=bool)].reshape(size, size - 1).T


@dataclass(frozen=True, eq=False)
class BatchEquilibrium:
    """Every draw after the shock, against its own rest; [draw, economy]. ``residual`` [draw]: largest relative gap.

    ``exports`` and ``imports`` are before duty, ``revenue`` is that of tariffs.
    """

    batch: Batch
    tariff: FloatArray
    wage_hat: FloatArray
    price_hat: FloatArray
    expenditure: FloatArray
    exports: FloatArray
    imports: FloatArray
    revenue: FloatArray
    scale: FloatArray
    home_share: FloatArray
    residual: FloatArray

    @property
    def solved(self) -> npt.NDArray[np.bool_]:
        """Which draws have an answer, [draw]."""
        return self.residual <= ACCEPTED

    @cached_property
    def real_income_hat(self) -> FloatArray:
        """Income over price index, new over rest, [draw, economy]."""
        hat: FloatArray = self.expenditure / self.batch.expenditure / self.price_hat
        return hat

    def flows(self, importer: int) -> FloatArray:
        """An importer's purchases abroad before duty [draw, exporter]."""
        spent: FloatArray = self._share(importer) * self.expenditure[:, importer, None]
        return spent / (1 + self.tariff[:, importer])

    def _share(self, importer: int) -> FloatArray:
        batch = self.batch
        grown = (1 + self.tariff[:, importer]) / (1 + batch.tariff[:, importer])
        cost = (self.wage_hat * grown) ** -batch.elasticity[:, None]
        share: FloatArray = batch.share[:, :, importer] * cost * self.scale[:, importer, None]
        return share

    def at_rest(self) -> Batch:
        """These worlds as a batch of their own, draws without an answer left out. Its inverse is that of the batch they
        came from, which Broyden's formula corrects.
        """
        batch, kept = self.batch, self.solved
        grown = (1 + self.tariff) / (1 + batch.tariff)
        cost = (self.wage_hat[kept, :, None] * grown) ** -batch.elasticity[kept, None, None]
        income = (batch.income * self.wage_hat)[kept]
        transfer = np.zeros_like(income)
        if batch.closure != "balanced":
            transfer = self.expenditure[kept] - self.revenue[kept] - income
        return replace(
            batch,
            elasticity=batch.elasticity[kept],
            ratio=batch.ratio[kept],
            tariff=self.tariff,
            share=batch.share[kept] * cost * self.scale[kept, None, :],
            home=self.home_share[kept],
            income=income,
            expenditure=self.expenditure[kept],
            transfer=transfer,
            inverse=batch.inverse if kept.all() else batch.inverse[kept],
        )

    def flow_hats(self, out: FloatArray) -> None:
        """Every flow abroad before duty, new over rest, into ``out`` [exporter, importer, draw]; 1 where none is."""
        batch = self.batch
        cost = self.wage_hat ** -batch.elasticity[:, None]
        bought = self.scale * self.expenditure / batch.expenditure
        np.multiply(cost.T[:, None, :], bought.T[None, :, :], out=out)
        moved = np.nonzero(self.tariff != batch.tariff)
        grown = np.log((1 + self.tariff[moved]) / (1 + batch.tariff[moved]))
        out[moved] *= np.exp(-(batch.elasticity + 1) * grown[:, None])
        out[batch.untraded] = 1.0


def batch_of(bases: Sequence[Economy], closure: Closure) -> Batch:
    """The worlds of ``bases``, which share names and tariffs, each at rest under ``closure``.

    Raises ModelInputError for labour that answers, overheads, firms or taxed exports, which a batch does not hold.
    """
    first = bases[0]
    for base in bases:
        plain = base.labour_supply_elasticity == base.scale_elasticity == 0 and (base.pass_through == 1).all()
        if not plain or base.overhead_share.any() or base.export_tax.any():
            raise ModelInputError("economy", "has labour, scale, overhead, firms or export taxes; solve it separately")
        if tuple(base.names) != tuple(first.names) or (base.tariff != first.tariff).any():
            raise ModelInputError("economy", "must have the same names and tariffs as the first of the batch")
    count, size = len(bases), len(first.names)
    inverse, share = np.empty((count, size, size), np.float32), np.empty((count, size, size))
    for place, base in enumerate(bases):
        system = System(base, base.tariff, base.export_tax, np.ones((size, size)), closure)
        inverse[place] = np.linalg.inv(jacobian(system, np.zeros(size)))
        share[place] = base.trade_share
    home = np.einsum("bnn->bn", share).copy()
    share[:, np.arange(size), np.arange(size)] = 0.0
    return Batch(
        names=tuple(first.names),
        closure=closure,
        elasticity=np.array([base.trade_elasticity for base in bases]),
        ratio=np.array([base.home_elasticity_ratio for base in bases]),
        tariff=first.tariff,
        share=share,
        home=home,
        income=np.array([base.income for base in bases]),
        expenditure=np.array([base.expenditure for base in bases]),
        transfer=np.array([np.zeros(size) if closure == "balanced" else base.transfer for base in bases]),
        inverse=inverse,
        pinned=first.pinned,
    )


def solve_batch(batch: Batch, tariff: FloatArray) -> BatchEquilibrium:
    """Every draw at the tariffs ``tariff`` [exporter, importer]; a draw without an answer has a large residual."""
    problem = _Problem(batch, tariff, _columns(batch, tariff))
    point, value = follow(problem.residual, np.zeros_like(batch.income), batch.inverse, MOST_SWEEPS, OF_DRAWS)
    return problem.outcome(point, value)


def follow(
    residual: Callable[[FloatArray], FloatArray],
    point: FloatArray,
    inverse: FloatArray | SingleArray,
    most_sweeps: int,
    tolerance: float = TOLERANCE,
) -> tuple[FloatArray, FloatArray]:
    """Points where each row of ``residual`` is at most ``tolerance``, and what it is there; [row, unknown].

    ``inverse``: that of the Jacobian at ``point`` [row, unknown, unknown], or one for all [unknown, unknown]; Broyden's
    formula corrects it for each row apart. A row may end far from zero: the caller looks.
    """
    value = residual(point)
    pairs: list[tuple[FloatArray, FloatArray]] = []
    answer = _apply(inverse, pairs, value)
    for _ in range(most_sweeps):
        if not (np.abs(value) > tolerance).any():
            break
        size = np.abs(answer).max(axis=1)
        step = answer * -np.minimum(1.0, STEP_CAP / np.maximum(size, STEP_CAP))[:, None]
        point = point + step
        value = residual(point)
        then, answer = answer, _apply(inverse, pairs, value)
        pairs.append((_correction(step, answer - then), step))
        answer = _corrected(answer, *pairs[-1])
    return point, value


def _apply(
    inverse: FloatArray | SingleArray, pairs: Sequence[tuple[FloatArray, FloatArray]], value: FloatArray
) -> FloatArray:
    """H value, H = (1 + u s') ... (1 + u s') inverse, the last pair foremost."""
    step = np.matmul(inverse, value.astype(inverse.dtype, copy=False)[:, :, None])[:, :, 0]
    answer: FloatArray = step.astype(np.float64, copy=False)
    for pair in pairs:
        answer = _corrected(answer, *pair)
    return answer


def _corrected(answer: FloatArray, u: FloatArray, step: FloatArray) -> FloatArray:
    """(1 + u s') answer."""
    corrected: FloatArray = answer + u * np.einsum("bn,bn->b", step, answer)[:, None]
    return corrected


def _correction(step: FloatArray, changed: FloatArray) -> FloatArray:
    """u of Broyden's good update H + (s - H y) s'H / (s'H y) = (1 + u s') H; ``changed`` is H y."""
    scale = np.einsum("bn,bn->b", step, changed)
    correction: FloatArray = (step - changed) / np.where(scale == 0, np.inf, scale)[:, None]
    return correction


def _columns(batch: Batch, tariff: FloatArray) -> Columns:
    """Importers whose tariffs move; all as a slice where most do, which takes less than to pick them out."""
    moved = np.flatnonzero((tariff != batch.tariff).any(axis=0))
    return slice(None) if 2 * len(moved) > len(batch.names) else moved


def _moved_kernel(batch: Batch, tariff: FloatArray, columns: Columns) -> FloatArray:
    """Shares at rest times the growth of one plus the tariff to the power -eps [draw, exporter, place in columns]."""
    grown = np.log((1 + tariff[:, columns]) / (1 + batch.tariff[:, columns]))
    kernel = np.exp(-batch.elasticity[:, None, None] * grown)
    kernel *= batch.share[:, :, columns]
    return kernel


def _summed(cost: FloatArray, kernel: FloatArray) -> FloatArray:
    """Sum over exporters of ``cost`` [draw, exporter] times ``kernel`` [draw, exporter, importer]."""
    sums: FloatArray = np.matmul(cost[:, None, :], kernel)[:, 0]
    return sums


@dataclass(frozen=True, eq=False)
class _Problem:
    batch: Batch
    tariff: FloatArray
    columns: Columns

    @cached_property
    def _kernels(self) -> tuple[FloatArray, FloatArray]:
        """Of the importers whose tariffs move: the kernel, and what exporters receive of it."""
        kernel = _moved_kernel(self.batch, self.tariff, self.columns)
        return kernel, kernel / (1 + self.tariff[:, self.columns])

    @cached_property
    def _extra(self) -> FloatArray:
        """What exporters receive of the kernel of these importers, less that at rest."""
        return self._kernels[1] - self.batch.net_share[:, :, self.columns]

    def _aggregates(self, cost: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Sums over exporters of the kernel at their ``cost``, and of what they receive of it [draw, importer]."""
        batch, (kernel, received_kernel) = self.batch, self._kernels
        if isinstance(self.columns, slice):
            return _summed(cost, kernel), _summed(cost, received_kernel)
        foreign = _summed(cost, batch.share)
        received = foreign / batch.even_power
        received[:, batch.uneven] = _summed(cost, batch.uneven_net_share)
        foreign[:, self.columns] = _summed(cost, kernel)
        received[:, self.columns] = _summed(cost, received_kernel)
        return foreign, received

    def _sold(self, bought: FloatArray) -> FloatArray:
        """Sums over importers of what exporters receive of the kernel times ``bought`` [draw, exporter]."""
        moves_all = isinstance(self.columns, slice)
        of_most = self._kernels[1] if moves_all else self.batch.net_share
        sold: FloatArray = np.matmul(of_most, bought[:, :, None])[:, :, 0]
        if not moves_all:
            sold += np.matmul(self._extra, bought[:, self.columns, None])[:, :, 0]
        return sold

    def _state(self, point: FloatArray) -> dict[str, FloatArray]:
        batch = self.batch
        log_cost = -batch.elasticity[:, None] * point
        cost, income = np.exp(log_cost), np.exp(point) * batch.income
        foreign, received = self._aggregates(cost)
        ratio, imports = batch.ratio[:, None], 1 - batch.home
        near = batch.home * np.exp(ratio * log_cost)
        grown = np.divide(foreign, imports, out=np.ones_like(foreign), where=imports > 0)
        far = imports * np.exp(ratio * np.log(grown))
        total = near + far
        home_share, import_share = near / total, far / total
        scale = np.divide(import_share, foreign, out=np.zeros_like(foreign), where=foreign > 0)
        received = received * scale
        spent = (income + self._transfer(income, point)) / (1 - (import_share - received))
        exports = cost * self._sold(scale * spent)
        return {
            "income": income,
            "demand": exports + home_share * spent,
            "exports": exports,
            "imports": received * spent,
            "revenue": (import_share - received) * spent,
            "spent": spent,
            "scale": scale,
            "home_share": home_share,
            "total": total,
        }

    def _transfer(self, income: FloatArray, point: FloatArray) -> FloatArray:
        """Transfers by draw; see ``closure``, the additive one in units of the world's mean wage."""
        batch = self.batch
        if batch.closure == "balanced":
            return np.zeros_like(income)
        total = batch.income.sum(axis=1, keepdims=True)
        if batch.closure == "share_of_own_income":
            owed = batch.transfer / batch.income
            mean = np.einsum("bn,bn->b", owed, income)[:, None] / income.sum(axis=1, keepdims=True)
            transfer: FloatArray = (owed - mean) * income
            return transfer
        kept: FloatArray = batch.transfer * (income.sum(axis=1, keepdims=True) / total)
        return kept

    def residual(self, point: FloatArray) -> FloatArray:
        """Relative gaps of equation (6) [draw, economy]; those of the pinned economies are 0."""
        with np.errstate(all="ignore"):
            state = self._state(point)
            gap = state["demand"] / state["income"] - 1
        gap[:, self.batch.pinned] = 0
        return np.where(np.isfinite(gap), gap, 1e3)

    def outcome(self, point: FloatArray, value: FloatArray) -> BatchEquilibrium:
        """The state with world factor income as at rest."""
        batch, income = self.batch, self.batch.income
        unit = np.log(np.einsum("bn,bn->b", np.exp(point), income) / income.sum(axis=1))
        scaled = point - unit[:, None]
        with np.errstate(all="ignore"):
            state = self._state(scaled)
            log_price = np.log(state["total"]) / (-batch.ratio * batch.elasticity)[:, None]
        return BatchEquilibrium(
            batch=batch,
            tariff=self.tariff,
            wage_hat=np.exp(scaled),
            price_hat=np.exp(log_price),
            expenditure=state["spent"],
            exports=state["exports"],
            imports=state["imports"],
            revenue=state["revenue"],
            scale=state["scale"],
            home_share=state["home_share"],
            residual=np.abs(value).max(axis=1),
        )
