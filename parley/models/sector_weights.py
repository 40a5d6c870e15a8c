"""Equation (3) of the sector model: the weights of a shock from those of the base, changed where the shock bites."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from parley.models.axes import EXPORTER, IMPORTER, SECTOR, TURNED_EXPORTER, TURNED_IMPORTER, TURNED_SECTOR, turned
from parley.models.sector_economy import FloatArray, SectorEconomy
from parley.models.sector_equations import Weights

LONGEST_LOG = 300.0  # exp of more, or of less than minus this, may leave the range of floating point.
LEAST_SUM, LARGEST_SUM = 1e-150, 1e150


def base_weights(economy: SectorEconomy, share: FloatArray) -> Weights:
    """Weights without a shock: trade shares [sector, importer, exporter] and the economy's own taxes."""
    border = share / (1 + turned(economy.tariff))
    net = border / (1 + turned(economy.export_tax)) if economy.export_tax.any() else border
    log_scale = np.zeros((share.shape[TURNED_IMPORTER], share.shape[TURNED_SECTOR]))
    taxed = np.flatnonzero(economy.tariff.any(axis=(EXPORTER, IMPORTER)))
    return Weights(share, border, net, log_scale, _range_of(taxed))


@dataclass(frozen=True, eq=False)
class KeptWeights:
    """Weights of a base in half their room: of those before duty only the ``taxed`` cells, flat positions, which alone
    differ from ``price``; ``net`` None where no export is taxed.
    """

    price: FloatArray
    taxed: npt.NDArray[np.intp]
    before_duty: FloatArray
    net: FloatArray | None
    with_tariff: slice

    @property
    def border(self) -> FloatArray:
        """Weights before duty [sector, importer, exporter], an array of their own."""
        border = self.price.copy()
        border.ravel()[self.taxed] = self.before_duty
        return border

    @property
    def log_scale(self) -> FloatArray:
        """What is taken out of the weights [country, sector]: nothing, and an array of its own."""
        return np.zeros((self.price.shape[TURNED_IMPORTER], self.price.shape[TURNED_SECTOR]))


def kept(weights: Weights) -> KeptWeights:
    """The weights of a base, from which no scale was taken."""
    taxed = np.flatnonzero(weights.border != weights.price)
    net = weights.net if weights.has_export_tax else None
    return KeptWeights(weights.price, taxed, weights.border.ravel()[taxed], net, weights.with_tariff)


@dataclass(frozen=True, eq=False)
class Levels:
    """Taxes and costs [exporter, importer, sector] of a shock, and where they differ from the base.

    ``cost`` None stands for ones. ``cells`` are flat positions where kappa of equation (3) is not 1, ``logs`` is ln
    kappa there.
    """

    tariff: FloatArray
    export_tax: FloatArray
    cost: FloatArray | None
    cells: npt.NDArray[np.intp]
    logs: FloatArray

    @cached_property
    def sector(self) -> npt.NDArray[np.intp]:
        """The sector of each of the cells."""
        sector: npt.NDArray[np.intp] = self.cells % self.tariff.shape[SECTOR]
        return sector


def levels_of(
    economy: SectorEconomy, tariff: FloatArray, export_tax: FloatArray, cost: FloatArray | None = None
) -> Levels:
    """The levels with equation (3): kappa = d (1 + t')(1 + x') / ((1 + t)(1 + x))."""
    changed = np.zeros(economy.tariff.shape, dtype=bool)
    if tariff is not economy.tariff:
        changed |= tariff != economy.tariff
    if export_tax is not economy.export_tax:
        changed |= export_tax != economy.export_tax
    if cost is not None:
        changed |= cost != 1
    cells = np.flatnonzero(changed)
    logs = np.zeros(len(cells))
    for new, base in ((tariff, economy.tariff), (export_tax, economy.export_tax)):
        if new is not base:
            logs += np.log1p(new.ravel()[cells]) - np.log1p(base.ravel()[cells])
    if cost is not None:
        logs += np.log(cost.ravel()[cells])
    return Levels(tariff, export_tax, cost, cells, logs)


def longest_way(economy: SectorEconomy, start: Levels, end: Levels) -> float:
    """The largest move of theta ln kappa on any flow between two levels, as a size without unit."""
    theta = economy.trade_elasticity
    if np.array_equal(start.cells, end.cells):  # the same slider moved on
        return float(np.abs((end.logs - start.logs) * theta[end.sector]).max(initial=0.0))
    move = np.zeros(economy.tariff.size)
    move[end.cells] = end.logs
    move[start.cells] -= start.logs
    ways = [np.abs(move[of.cells] * theta[of.sector]) for of in (start, end)]
    return float(max(way.max(initial=0.0) for way in ways))


def legs(economy: SectorEconomy, start: Levels, end: Levels, count: int) -> Iterator[Levels]:
    """``count`` steps from the start to the end, even in logs of 1 + t, 1 + x and d."""
    for leg in range(1, count):
        part = leg / count
        tariff, export_tax = (
            np.expm1((1 - part) * np.log1p(before) + part * np.log1p(after))
            for before, after in ((start.tariff, end.tariff), (start.export_tax, end.export_tax))
        )
        cost = None
        if not (start.cost is None and end.cost is None):
            first, last = (
                np.ones(tariff.shape) if cost_of_leg is None else cost_of_leg for cost_of_leg in (start.cost, end.cost)
            )
            cost = first ** (1 - part) * last**part
        yield levels_of(economy, tariff, export_tax, cost)
    yield end


def shocked_weights(economy: SectorEconomy, base: KeptWeights, levels: Levels) -> Weights:
    """K = pi kappa^-theta of equation (3), and what is left of it before duty and before export tax."""
    at = _turned_places(levels.tariff.shape)[levels.cells].astype(np.intp)
    power = -economy.trade_elasticity[levels.sector] * levels.logs
    rate = levels.tariff.ravel()[levels.cells]
    price, border = base.price.copy(), base.border
    with np.errstate(over="ignore", under="ignore"):
        weight = price.ravel()[at] * np.exp(power)
        before_duty = weight / (1 + rate)
    price.ravel()[at], border.ravel()[at] = weight, before_duty
    net = border
    if levels.export_tax.any():
        net = base.border if base.net is None else base.net.copy()
        net.ravel()[at] = before_duty / (1 + levels.export_tax.ravel()[levels.cells])
    taxed = np.concatenate([np.arange(price.shape[TURNED_SECTOR])[base.with_tariff], levels.sector[rate != 0]])
    weights = Weights(price, border, net, base.log_scale, _range_of(taxed))
    if np.abs(power).max(initial=0.0) > LONGEST_LOG:
        _carry_by_logs(weights, base, at, power, levels)
    return weights


@lru_cache(maxsize=2)  # 1 MB for 77 countries and 45 sectors
def _turned_places(shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
    """Flat positions of [exporter, importer, sector] in the turned axes of the weights [sector, importer, exporter]."""
    places = np.arange(int(np.prod(shape)), dtype=np.int32).reshape(shape[::-1])
    return np.ascontiguousarray(places.T).ravel()


def _carry_by_logs(
    weights: Weights,
    base: KeptWeights,
    at: npt.NDArray[np.intp],
    power: FloatArray,
    levels: Levels,
) -> None:
    """Where all weights of a column are out of the range of floating point, take their largest out of them."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = weights.price.sum(axis=TURNED_EXPORTER)
    lost = ~((total > LEAST_SUM) & (total < LARGEST_SUM))
    added = np.zeros(weights.price.shape)
    added.ravel()[at] = power
    for sector, importer in zip(*np.nonzero(lost), strict=True):
        share = base.price[sector, importer]
        logs = np.log(share, where=share > 0, out=np.full(len(share), -np.inf)) + added[sector, importer]
        most = logs.max()
        weights.log_scale[importer, sector] = most
        weights.price[sector, importer] = np.exp(logs - most)
        weights.border[sector, importer] = weights.price[sector, importer] / (1 + levels.tariff[:, importer, sector])
        if weights.has_export_tax:
            net = weights.border[sector, importer] / (1 + levels.export_tax[:, importer, sector])
            weights.net[sector, importer] = net


def _range_of(sectors: npt.NDArray[np.intp]) -> slice:
    """The range from the least to the largest of the sectors."""
    return slice(int(sectors.min()), int(sectors.max()) + 1) if len(sectors) else slice(0, 0)
