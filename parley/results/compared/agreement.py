"""Where all models agree on a direction: of every outcome of every economy, and of every flow between two.

A ``Spread`` holds the least and the greatest change one model gives, over its closures, its draws and its assumptions
thrown one at a time; ``Agreement`` asks every model that has the figure. Nothing is pooled into percentiles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.models.armington import Equilibrium
from parley.models.armington_batch import BatchEquilibrium
from parley.models.caliendo_parro_2015 import SectorEquilibrium
from parley.models.partial_equilibrium import FloatArray
from parley.results.answers import world_draws
from parley.results.answers.world_bands import OUTCOMES

Ends = tuple[FloatArray, FloatArray]  # least, greatest
LEAST = 1e-6  # percent, or USD thousandths: less is what an equilibrium is off by


@dataclass(frozen=True, eq=False)
class Spread:
    """Least and greatest change [outcome of OUTCOMES, economy], and of flows [exporter, importer], in percent but for
    revenue, in money. A model of one market has no outcomes, and one importer. ``draws``: of draws, every change
    [outcome, draw, economy].
    """

    model: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    outcomes: Ends | None
    flows: Ends
    draws: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Agreement:
    """The spreads of all models."""

    spreads: Sequence[Spread]

    def of_outcome(self, outcome: str, economy: str) -> tuple[float, float] | None:
        """Least and greatest change of an outcome over the models that have the economy; None where none has."""
        row = OUTCOMES.index(outcome)
        ends = [
            (spread.outcomes[0][row, place], spread.outcomes[1][row, place])
            for spread in self.spreads
            if spread.outcomes is not None and (place := _place(spread.exporters, economy)) is not None
        ]
        return _widest(ends)

    def of_flow(self, exporter: str, importer: str, models: int = 1) -> tuple[float, float] | None:
        """Least and greatest change of a flow, percent, over the models that have it; None where fewer than ``models``
        have.
        """
        ends, having = [], set()
        for spread in self.spreads:
            sell, buy = _place(spread.exporters, exporter), _place(spread.importers, importer)
            if sell is not None and buy is not None:
                ends.append((spread.flows[0][sell, buy], spread.flows[1][sell, buy]))
                having.add(spread.model)
        return _widest(ends) if len(having) >= models else None


def is_sure(ends: tuple[float, float] | None) -> bool:
    """Whether a direction may be claimed: all answers lie on one side of zero."""
    return ends is not None and (ends[0] > 0 or ends[1] < 0)


def of_flows(model: str, exporters: tuple[str, ...], importers: tuple[str, ...], moved: FloatArray) -> Spread:
    """One answer of a model of trade alone; ``moved`` [exporter, importer] in percent."""
    return Spread(model, exporters, importers, None, (moved, moved))


def of_world(before: Equilibrium, after: Equilibrium) -> Spread:
    """One answer of the one-sector world."""
    then = [before.real_income_hat, before.price_hat, before.exports, before.imports]
    now = [after.real_income_hat, after.price_hat, after.exports, after.imports]
    revenue = after.tariff_revenue - before.tariff_revenue
    return _answer("world", tuple(before.economy.names), (then, now, revenue), before.flows, after.flows)


def of_sectors(before: SectorEquilibrium, after: SectorEquilibrium) -> Spread:
    """One answer of the sector model."""
    then = [before.real_income_hat, before.price_index_hat, before.exports, before.imports]
    now = [after.real_income_hat, after.price_index_hat, after.exports, after.imports]
    revenue = after.tariff_revenue - before.tariff_revenue
    names = tuple(before.economy.countries)
    return _answer("sectors", names, (then, now, revenue), before.flows_of_all, after.flows_of_all)


def of_draws(worlds: world_draws.DrawnWorlds, after: BatchEquilibrium) -> Spread:
    """All answers of the one-sector world over draws of its elasticities."""
    names = tuple(worlds.batch.names)
    values = world_draws.outcomes(worlds, after)
    values = values[:, ~np.isnan(values).any(axis=0)]
    count, pairs = len(names), values.shape[0] - len(names) ** 2
    moved = values[:pairs].reshape(-1, count, values.shape[1]).swapaxes(1, 2)
    low, high = (end.reshape(count, count) for end in (values[pairs:].min(axis=1), values[pairs:].max(axis=1)))
    return Spread("world", names, names, (moved.min(axis=1), moved.max(axis=1)), (low, high), moved)


def agreement(spreads: Iterable[Spread]) -> Agreement:
    """The answers of each model taken together; those on trade of another year, with other origins, by themselves."""
    by_outcome: dict[tuple[str, tuple[str, ...]], list[Spread]] = {}
    for spread in spreads:
        by_outcome.setdefault((spread.model, spread.exporters), []).append(spread)
    return Agreement([together(alike) for alike in by_outcome.values()])


def together(spreads: Sequence[Spread]) -> Spread:
    """The least and the greatest of several answers of one model and its economies."""
    first = spreads[0]
    outcomes = [spread.outcomes for spread in spreads if spread.outcomes is not None]
    flows = _both([spread.flows for spread in spreads])
    return replace(first, outcomes=_both(outcomes) if outcomes else None, flows=flows, draws=None)


def _answer(
    model: str,
    names: tuple[str, ...],
    outcomes: tuple[list[FloatArray], list[FloatArray], FloatArray],
    then: FloatArray,
    now: FloatArray,
) -> Spread:
    before, after, revenue = outcomes
    ratios = 100 * (np.array(after) / np.array(before) - 1)
    moved = np.vstack([ratios, revenue])
    flows = 100 * (np.divide(now, then, out=np.ones_like(now), where=then > 0) - 1)
    return Spread(model, names, names, (moved, moved), (flows, flows))


def _both(ends: Sequence[Ends]) -> Ends:
    low, high = ends[0]
    for other in ends[1:]:
        low, high = np.minimum(low, other[0]), np.maximum(high, other[1])
    return low, high


def _place(names: tuple[str, ...], name: str) -> int | None:
    return names.index(name) if name in names else None


def _widest(ends: list[tuple[float, float]]) -> tuple[float, float] | None:
    if not ends:
        return None
    low, high = float(min(low for low, _ in ends)), float(max(high for _, high in ends))
    return (0.0 if abs(low) < LEAST else low), (0.0 if abs(high) < LEAST else high)


# One answer of one model to a scenario, under its own assumptions or with one of them thrown.

Key = tuple[str, str, str]  # measure, economy, bearer
Figures = Mapping[Key, float]
# Columns of the product model's table by section.
SECTION_FIGURES = ("buyers_loss_usd", "duty_change_usd", "from_china_change_usd", "import_price_change_pct")


@dataclass(frozen=True)
class Case:
    """``assumption`` is empty for a model's central answer, else what was thrown, or ``draws``.

    ``figures`` holds for each key a number, or an array over draws; ``parameters`` are those of the draws, by name.
    ``spread``: least and greatest change of every economy and flow in it. ``sections``: changes of the product model
    [.., figure of SECTION_FIGURES, section].
    """

    model: str
    closure: str
    assumption: str
    figures: Mapping[Key, float | FloatArray]
    spread: Spread
    parameters: Mapping[str, FloatArray] | None = None
    sections: FloatArray | None = None

    def number(self, key: Key) -> float:
        """A figure of one answer, not of draws."""
        return float(self.figures[key])
