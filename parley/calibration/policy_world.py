"""A scenario's duties as arrays of the world models: levels at the baseline and in the scenario (ratios).

The base of a world model holds the duties of its base year, where the tables know them; the baseline adds what the law
has moved since on the product markets, the scenario what it moves further. Between all other economies the baseline is
the base. A partner the product markets hold as one (the European Union) moves all its members; partners that a world
holds as one (the rest of the world) move it by their trade-weighted mean.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.policy import CHINA, US, PolicyDuties
from parley.calibration.product import CalibratedMarket
from parley.calibration.product_baseline import Baseline, duty_at_end_of_2024
from parley.calibration.sectors import CalibratedSectors
from parley.calibration.world import EUROPEAN_UNION, REST, CalibratedWorld, union_members
from parley.measures.icio_sectors import MERGED_ECONOMIES, sectors_of_products
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_parts import EVERYBODY, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.scenario import ScenarioError
from parley.tables.read import read_table


@dataclass(frozen=True, eq=False)
class TariffLevels:
    """Tariffs before and after, and export taxes after, in the axes of a world model (exporter, importer[, sector])."""

    before: FloatArray
    after: FloatArray
    export_tax: FloatArray

    @property
    def moved(self) -> npt.NDArray[np.bool_]:
        """Where the scenario moves a tariff or lays an export tax."""
        moved: npt.NDArray[np.bool_] = (self.before != self.after) | (self.export_tax != 0)
        return moved


def world_levels(world: CalibratedWorld, duties: PolicyDuties, scenario: Scenario) -> TariffLevels:
    """Levels [exporter, importer] of the one-sector world. Raises ScenarioError for what it cannot hold."""
    names = tuple(world.economy.names)
    places = Places(names, dict.fromkeys(world.members, REST))
    before, after = _since_the_base(world.economy.tariff, places, _weighted(duties))
    for change in duties.elsewhere:
        if change.goods.level != "all":
            raise ScenarioError(f"The one-sector world has only all goods, not {change.goods}; use the sector model.")
        _apply(after, places, change)
    if scenario.reply:
        _answer_in_kind(before, after, names)
    tax = np.zeros_like(after)
    for export in scenario.exports:
        if export.goods.level != "all" or export.tax_pct is None:
            raise ScenarioError(
                "The one-sector world takes taxes on all exports. For limits or stages use the critical-input model."
            )
        for pair in places.pairs(export.exporter, export.importer):
            tax[pair] = export.tax_pct / 100
    return TariffLevels(before, after, tax)


def sector_levels(sectors: CalibratedSectors, duties: PolicyDuties, scenario: Scenario) -> TariffLevels:
    """Levels [exporter, importer, sector] of the sector model. Raises ScenarioError for what it cannot hold."""
    economy = sectors.economy
    codes = tuple(economy.sectors)
    places = Places(tuple(economy.countries), MERGED_ECONOMIES)
    before, after = _since_the_base(economy.tariff, places, _weighted_by_sector(duties, codes))
    for change in duties.elsewhere:
        _apply(after, places, change, _chosen(sectors, str(change.goods.level), change.goods.code))
    if scenario.reply:
        _answer_in_kind(before, after, economy.countries)
    tax = np.zeros_like(after)
    for export in scenario.exports:
        if export.tax_pct is None:
            raise ScenarioError("The sector model takes export taxes. For limits use the critical-input model.")
        chosen = _chosen(sectors, export.goods.level, export.goods.code)
        for exporter, importer in places.pairs(export.exporter, export.importer):
            tax[exporter, importer, chosen] = export.tax_pct / 100
    return TariffLevels(before, after, tax)


def _answer_in_kind(before: FloatArray, after: FloatArray, names: Sequence[str]) -> None:
    """Every partner but China adds to its duty on US goods the points moved against it, in place and by industry.

    China's answer stands in its product market already, as points in the mean of its lines.
    """
    us = list(names).index(US)
    for place, name in enumerate(names):
        if name not in (US, CHINA):
            points = after[place, us] - before[place, us]
            after[us, place] = np.maximum(after[us, place] + points, 0)


@dataclass(frozen=True)
class Places:
    """Numbers of economies on the axes of a model; ``within`` maps a code to the economy that holds it."""

    names: tuple[str, ...]
    within: Mapping[str, str]

    def of(self, code: str) -> list[int]:
        """The places of a code: one, the members of the European Union, or everybody. Raises ScenarioError."""
        if code == EVERYBODY:
            return list(range(len(self.names)))
        if code == EUROPEAN_UNION:
            return [place for place, name in enumerate(self.names) if name in union_members()]
        name = self.within.get(code, code)
        if name not in self.names:
            raise ScenarioError(f"{code} is not an economy of this model.")
        return [self.names.index(name)]

    def pairs(self, exporter: str, importer: str) -> list[tuple[int, int]]:
        """Places of exporter and importer, own goods left out; narrower sides do not hold the other one."""
        return [(sell, buy) for sell in self.of(exporter) for buy in self.of(importer) if sell != buy]


@dataclass(frozen=True, eq=False)
class _Weighted:
    """Exporter and importer of pairs the law moves, and [pair, (value, value x change to the baseline, to the scenario)
    [, sector]].
    """

    pairs: tuple[tuple[str, str], ...]
    sums: FloatArray


def _since_the_base(tariff: FloatArray, places: Places, weighted: _Weighted) -> tuple[FloatArray, FloatArray]:
    """Tariffs at the baseline and in the scenario: those of the base year and what has moved since, none below zero.

    A place of many moves by their mean, weighted by their trade; where nothing was traded, not.
    """
    where, member = _members(places.names, tuple(places.within.items()), weighted.pairs)
    total = np.tensordot(member, weighted.sums, axes=(1, 0))  # [place, (value, change, change)[, sector]]
    change = np.divide(total[:, 1:], total[:, :1], out=np.zeros_like(total[:, 1:]), where=total[:, :1] > 0)
    before, after = tariff.copy(), tariff.copy()
    before[where], after[where] = (
        np.maximum(tariff[where] + change[:, 0], 0),
        np.maximum(tariff[where] + change[:, 1], 0),
    )
    return before, after


@functools.lru_cache(maxsize=8)
def _members(
    names: tuple[str, ...], within: tuple[tuple[str, str], ...], pairs: tuple[tuple[str, str], ...]
) -> tuple[tuple[IndexArray, IndexArray], FloatArray]:
    """The places the pairs move, and which pair moves which [place, pair] (1 or 0); no scenario changes them."""
    places = Places(names, dict(within))
    members: dict[tuple[int, int], list[int]] = {}
    for number, (exporter, importer) in enumerate(pairs):
        for pair in _known_pairs(places, exporter, importer):
            members.setdefault(pair, []).append(number)
    member = np.zeros((len(members), len(pairs)))
    for row, numbers in enumerate(members.values()):
        member[row, numbers] = 1.0
    sell, buy = np.array(list(members), dtype=np.intp).T
    return (sell, buy), member


def _weighted(duties: PolicyDuties) -> _Weighted:
    value, base, before, after = duties.pair_means.T
    return _Weighted(duties.pair_names, np.stack([value, value * (before - base), value * (after - base)], axis=1))


def _weighted_by_sector(duties: PolicyDuties, codes: Sequence[str]) -> _Weighted:
    us, china = duties.inputs.us, duties.inputs.china
    parts, base_duty = _cell_parts(us, tuple(codes)), duty_at_end_of_2024(duties.inputs)
    value, before = _of_the_day(base_duty, duties.baseline, parts)
    by_origin = np.stack([value, before, parts.sums(duties.us_duty[parts.cell] - base_duty[parts.cell])], axis=1)
    share = _chapter_shares(tuple(china.products), tuple(codes))
    is_partner = china.partner_cells
    base = china.market.duty[is_partner]
    weight = china.market.value_usd[is_partner]
    moved = [
        np.ones(len(is_partner)),
        duties.baseline.china_duty[is_partner] - base,
        duties.china_duty[is_partner] - base,
    ]
    sold = np.array([(weight * change) @ share[china.market.product[is_partner]] for change in moved])
    return _Weighted(duties.pair_names, np.concatenate([by_origin, sold[None]]))


@dataclass(frozen=True, eq=False)
class _CellParts:
    """Cells of the US market, once for each industry that makes part of their product; ``value_usd`` of that part.

    ``place`` is the number of origin and industry, in a table of ``shape``.
    """

    cell: IndexArray
    place: IndexArray
    value_usd: FloatArray
    shape: tuple[int, int]

    def sums(self, of: FloatArray | float = 1.0) -> FloatArray:
        """Value times ``of`` [part], by origin and industry."""
        count = self.shape[0] * self.shape[1]
        return sum_by(self.place, self.value_usd * of, count).reshape(self.shape)


# Trade by origin and industry, and that times the change of duty from the base year to the day: no scenario moves them.
_KNOWN: WeakKeyDictionary[Baseline, tuple[_CellParts, FloatArray, FloatArray]] = WeakKeyDictionary()


def _of_the_day(base_duty: FloatArray, baseline: Baseline, parts: _CellParts) -> tuple[FloatArray, FloatArray]:
    kept = _KNOWN.get(baseline)
    if kept is None or kept[0] is not parts:
        before = parts.sums(baseline.us_duty[parts.cell] - base_duty[parts.cell])
        kept = _KNOWN[baseline] = parts, parts.sums(), before
    return kept[1:]


@functools.lru_cache(maxsize=3)
def _cell_parts(us: CalibratedMarket, codes: tuple[str, ...]) -> _CellParts:
    product, sector, part = _product_parts(tuple(us.products), codes)
    order = np.argsort(us.market.product, kind="stable")
    first = np.searchsorted(us.market.product[order], product)
    count = np.searchsorted(us.market.product[order], product, side="right") - first
    row = np.repeat(np.arange(len(product)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    cell = order[first[row] + within]
    place = us.origin[cell] * len(codes) + sector[row]
    return _CellParts(cell, place, us.market.value_usd[cell] * part[row], (len(us.origins), len(codes)))


@functools.cache
def _product_parts(products: tuple[str, ...], codes: tuple[str, ...]) -> tuple[IndexArray, IndexArray, FloatArray]:
    parts = sectors_of_products(read_table("hs_naics"))
    parts = parts[parts["hs6"].isin(products) & parts["sector"].isin(codes)]
    product = pd.Index(products).get_indexer(pd.Index(parts["hs6"]))
    sector = pd.Index(codes).get_indexer(pd.Index(parts["sector"]))
    return product.astype(np.intp), sector.astype(np.intp), parts["part"].to_numpy(dtype=float)


@functools.cache
def _chapter_shares(chapters: tuple[str, ...], codes: tuple[str, ...]) -> FloatArray:
    """Part of each chapter of US exports to China made by each industry (ratio) [chapter, industry]."""
    rows = read_table("us_export_chapter_sectors")
    wide = rows.pivot(index="chapter", columns="sector", values="share_pct").fillna(0.0) / 100
    return wide.reindex(index=list(chapters), columns=list(codes), fill_value=0.0).to_numpy(dtype=float)


def _known_pairs(places: Places, exporter: str, importer: str) -> list[tuple[int, int]]:
    """The pairs of an origin of the product markets; one that a model does not hold at all has none."""
    name = places.within.get(exporter, exporter)
    return places.pairs(exporter, importer) if exporter == EUROPEAN_UNION or name in places.names else []


def _apply(levels: FloatArray, places: Places, change: TariffChange, sectors: IndexArray | None = None) -> None:
    """Make a change between economies in place; points add, an absolute rate replaces, nothing falls below zero."""
    if change.kind == "without":
        raise ScenarioError("Only US laws are known line by line; give a rate instead.")
    for exporter, importer in places.pairs(change.exporter, change.importer):
        where = (exporter, importer) if sectors is None else (exporter, importer, sectors)
        now = levels[where]
        levels[where] = (
            np.maximum(now + change.rate_pct / 100, 0) if change.kind == "additional" else change.rate_pct / 100
        )


def _chosen(sectors: CalibratedSectors, level: str, code: str) -> IndexArray:
    """Numbers of the industries whose goods are named. Raises ScenarioError for goods finer than an industry."""
    if level == "all":
        return np.flatnonzero(sectors.is_goods)
    codes = list(sectors.economy.sectors)
    if level != "sector" or code not in codes or not sectors.is_goods[codes.index(code)]:
        names = ", ".join(c for c, goods in zip(codes, sectors.is_goods, strict=True) if goods)
        raise ScenarioError(
            f"The sector model changes {level} {code} between these economies by industry only: {names}."
        )
    return np.array([codes.index(code)])
