"""Equation (3) of the sector model: the weights of a shock from those of the base, changed where the shock bites."""

import numpy as np
import numpy.typing as npt

from parley.models.sector_economy import FloatArray, SectorEconomy
from parley.models.sector_equations import Weights

LONGEST_LOG = 300.0  # exp of more, or of less than minus this, may leave the range of floating point.
LEAST_SUM, LARGEST_SUM = 1e-150, 1e150


def base_weights(economy: SectorEconomy, share: FloatArray) -> Weights:
    """Weights without a shock: trade shares [sector, importer, exporter] and the economy's own taxes."""
    border = share / (1 + economy.tariff.transpose(2, 1, 0))
    net = border / (1 + economy.export_tax.transpose(2, 1, 0)) if economy.export_tax.any() else border
    log_scale = np.zeros((share.shape[1], share.shape[0]))
    return Weights(share, border, net, log_scale, _range_of(np.flatnonzero(economy.tariff.any(axis=(0, 1)))))


def changed_cells(
    economy: SectorEconomy, tariff: FloatArray, export_tax: FloatArray, cost: FloatArray | None
) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Flat positions in [exporter, importer, sector] where the shock differs from the base, and ln kappa there."""
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
    return cells, logs


def shocked_weights(
    economy: SectorEconomy,
    base: Weights,
    tariff: FloatArray,
    export_tax: FloatArray,
    cells: npt.NDArray[np.intp],
    logs: FloatArray,
) -> Weights:
    """K = pi kappa^-theta of equation (3), and what is left of it before duty and before export tax."""
    exporter, importer, sector = np.unravel_index(cells, tariff.shape)
    at = (sector, importer, exporter)
    power = -economy.trade_elasticity[sector] * logs
    rate, tax = tariff.ravel()[cells], export_tax.ravel()[cells]
    extreme = len(power) > 0 and np.abs(power).max() > LONGEST_LOG
    with np.errstate(over="ignore", under="ignore"):
        factor = np.exp(power)
    price, border = base.price.copy(), base.border.copy()
    price[at] *= factor
    border[at] = price[at] / (1 + rate)
    net = border
    if export_tax.any():
        net = base.net.copy()
        net[at] = border[at] / (1 + tax)
    taxed = np.concatenate([np.arange(price.shape[0])[base.with_tariff], sector[rate != 0]])
    weights = Weights(price, border, net, base.log_scale.copy(), _range_of(taxed))
    if extreme:
        _carry_by_logs(weights, base, at, power, tariff, export_tax)
    return weights


def _carry_by_logs(
    weights: Weights,
    base: Weights,
    at: tuple[npt.NDArray[np.intp], ...],
    power: FloatArray,
    tariff: FloatArray,
    export_tax: FloatArray,
) -> None:
    """Where all weights of a column are out of the range of floating point, take their largest out of them."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = weights.price.sum(axis=2)
    lost = ~((total > LEAST_SUM) & (total < LARGEST_SUM))
    added = np.zeros(weights.price.shape)
    added[at] = power
    for sector, importer in zip(*np.nonzero(lost), strict=True):
        share = base.price[sector, importer]
        logs = np.log(share, where=share > 0, out=np.full(len(share), -np.inf)) + added[sector, importer]
        most = logs.max()
        weights.log_scale[importer, sector] = most
        weights.price[sector, importer] = np.exp(logs - most)
        weights.border[sector, importer] = weights.price[sector, importer] / (1 + tariff[:, importer, sector])
        if weights.has_export_tax:
            net = weights.border[sector, importer] / (1 + export_tax[:, importer, sector])
            weights.net[sector, importer] = net


def _range_of(sectors: npt.NDArray[np.intp]) -> slice:
    """The range from the least to the largest of the sectors."""
    return slice(int(sectors.min()), int(sectors.max()) + 1) if len(sectors) else slice(0, 0)
