"""A scenario's duties: in both product markets cell by cell, and as means by pair of economies for the world models.

The baseline holds the duties of the as-of date; the scenario's regime, laws struck out and changes move them, percent
becomes ratios. The world models see the same duties: of each origin the mean over its lines with 2024 weights, chapters
98 and 99 unchanged. A change between economies that the product markets do not hold stands for the world models alone.
"""

import functools
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from parley.calibration.chinese_content import content_of_cells
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline, baseline_on, duty_at_end_of_2024
from parley.calibration.product_law import moved, with_points
from parley.calibration.product_market import CalibratedMarket, CalibrationError
from parley.measures import origin_duties
from parley.measures.icio_sectors import sectors_of_products
from parley.measures.statutory_rates import UnknownLawError
from parley.measures.tariffs import in_force
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_parts import ALL_GOODS, EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.scenario import ScenarioError
from parley.tables import countries
from parley.tables.parameters import Announced, Preset, preset, presets
from parley.tables.read import read_table
from parley.terms.goods import dotted

# The duties of a named regime: those of its day line by line, never its headline, or rates announced and not begun.


def preset_baseline(inputs: ProductInputs, regime: Preset) -> Baseline:
    """The duties of a regime. One in force: those of its day. One announced: see ``_announced``.

    Raises CalibrationError for a day before 2018 and for an announced programme that was in force on no list.
    """
    baseline = baseline_on(inputs, regime.on)
    if regime.announced is None:
        return baseline
    duty = _announced(inputs, regime.announced)
    return replace(baseline, us_duty=duty, flags=baseline.flags | {"announced"})


def _announced(inputs: ProductInputs, announced: Announced) -> FloatArray:
    """t_D + (announced / begun - 1) l [cell], l what the programme added on the day its lists began.

    l is by product on China and by origin on the others; dividing by the rate that began gives the share of the goods
    that owed it, which is then charged the rate announced.
    """
    us, day = inputs.us, announced.lines_of
    rows = in_force(inputs.law[inputs.law["programme"] == announced.programme], day)
    if rows.empty:
        raise CalibrationError(f"The programme {announced.programme} applied to no list on {day}.")
    begun = float(rows["rate_pct"].max())
    by_origin = origin_duties.rates_of(inputs.origin_steps, day, announced.programme)
    added = by_origin.reindex(us.origins).fillna(0.0).to_numpy(dtype=float)[us.origin]
    rates = rows.set_index("hs6")["rate_pct"].reindex(us.products_of(us.partner_cells)).fillna(0.0)
    added[us.partner_cells] = rates.to_numpy(dtype=float)
    rate = np.array([announced.by_origin_pct.get(origin, announced.rest_pct) for origin in us.origins])[us.origin]
    duty: FloatArray = baseline_on(inputs, day).us_duty + (rate / begun - 1) * added / 100
    return duty


US, CHINA = "USA", "CHN"


class MeanDuty(NamedTuple):
    """Imports of the base year and their mean duty (ratio): in the base year, at the baseline, in the scenario."""

    value_usd: float
    base: float
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class PolicyDuties:
    """Duties before and after a scenario (ratios).

    ``us_duty``, ``china_duty`` [cell] are the scenario's in the US market and in China's; the baseline's stand in
    ``baseline``. ``elsewhere``: changes of tariffs between economies outside both markets.
    """

    inputs: ProductInputs
    baseline: Baseline
    us_duty: FloatArray
    china_duty: FloatArray
    elsewhere: tuple[TariffChange, ...]

    @property
    def pair_names(self) -> tuple[tuple[str, str], ...]:
        """(exporter, importer) of US imports by origin, then of China's from the United States."""
        return _pair_names(self.inputs.us)

    @cached_property
    def pair_means(self) -> FloatArray:
        """[pair of ``pair_names``, field of MeanDuty]."""
        inputs, of_day = self.inputs, _of_the_day(self.inputs, self.baseline)
        parts = (*of_day, _moved_means(inputs, self.baseline, of_day, (self.us_duty, self.china_duty)))
        return np.array([np.append(part.us, part.china) for part in parts]).T

    @cached_property
    def pairs(self) -> dict[tuple[str, str], MeanDuty]:
        """``pair_means`` by pair."""
        return dict(zip(self.pair_names, (MeanDuty(*row) for row in self.pair_means.tolist()), strict=True))


@functools.lru_cache(maxsize=4)
def _pair_names(us: CalibratedMarket) -> tuple[tuple[str, str], ...]:
    return (*((origin, US) for origin in us.origins), (US, CHINA))


class _Sides(NamedTuple):
    """Of US imports [origin], and of China's from the United States."""

    us: FloatArray
    china: float


# Imports of the base year, their mean duty then, and at the baseline: no scenario moves them.
_KNOWN: WeakKeyDictionary[Baseline, tuple[_Sides, _Sides, _Sides]] = WeakKeyDictionary()


def _moved_means(
    inputs: ProductInputs,
    baseline: Baseline,
    of_day: tuple[_Sides, _Sides, _Sides],
    duties: tuple[FloatArray, FloatArray],
) -> _Sides:
    """The mean duties of the scenario: those of the baseline, and what the lines that move add to them."""
    (value_usd, _, before), us = of_day, inputs.us
    moved = duties[0] != baseline.us_duty
    few = 2 * np.count_nonzero(moved) < len(moved)
    of = np.flatnonzero(moved) if few else slice(None)  # to pick out most of them takes longer than all
    paid = us.market.value_usd[of] * (duties[0][of] - baseline.us_duty[of])
    added = sum_by(us.origin[of], paid, len(us.origins)) / value_usd.us
    return _Sides(before.us + added, _china_mean(inputs, value_usd, duties[1]))


def _of_the_day(inputs: ProductInputs, baseline: Baseline) -> tuple[_Sides, _Sides, _Sides]:
    kept = _KNOWN.get(baseline)
    if kept is None:
        us, china = inputs.us, inputs.china
        value_usd = _Sides(
            sum_by(us.origin, us.market.value_usd, len(us.origins)) + _carried(inputs, "value_usd"),
            float(china.market.value_usd[china.partner_cells].sum()),
        )
        duties = (duty_at_end_of_2024(inputs), china.market.duty), (baseline.us_duty, baseline.china_duty)
        base, before = (_means(inputs, value_usd, *sides) for sides in duties)
        kept = _KNOWN[baseline] = value_usd, base, before
    return kept


def _means(inputs: ProductInputs, value_usd: _Sides, us_duty: FloatArray, china_duty: FloatArray) -> _Sides:
    """The mean duties of both markets, with chapters 98 and 99 of US imports."""
    us = inputs.us
    paid = sum_by(us.origin, us.market.value_usd * us_duty, len(us.origins)) + _carried(inputs, "duty_usd")
    return _Sides(paid / value_usd.us, _china_mean(inputs, value_usd, china_duty))


def _china_mean(inputs: ProductInputs, value_usd: _Sides, duty: FloatArray) -> float:
    china = inputs.china
    cells = china.partner_cells
    return float(china.market.value_usd[cells] @ duty[cells]) / value_usd.china


def _carried(inputs: ProductInputs, column: str) -> FloatArray:
    """A column of chapters 98 and 99, which keep their duty, by origin."""
    return inputs.carried_by_origin[column].to_numpy(dtype=float)


def policy_duties(inputs: ProductInputs, scenario: Scenario) -> PolicyDuties:
    """Both markets' duties on the as-of date and in the scenario.

    Raises CalibrationError for a day without duties by product, ScenarioError for an unknown regime, law or origin, for
    goods that were not imported, for a mean out of reach, and for goods finer than a market holds.
    """
    baseline = baseline_on(inputs, scenario.as_of)
    start = starting_duties(inputs, scenario)
    us_duty, china_duty = start.us_duty, start.china_duty
    elsewhere = []
    for change in scenario.tariffs:
        if _strikes_out(change):
            continue
        if change.importer == US:
            us_duty = _us_change(inputs, start, us_duty, change, scenario)
        elif change.importer == CHINA and change.exporter in (US, EVERYBODY):
            china_duty = _china_change(inputs, start, china_duty, change, scenario)
            if change.exporter == EVERYBODY:
                elsewhere.append(change)
        else:
            elsewhere.append(change)
    if scenario.reply:
        china_duty = _in_kind(inputs, baseline, us_duty, china_duty)
    return PolicyDuties(inputs, baseline, us_duty, china_duty, tuple(elsewhere))


def _in_kind(inputs: ProductInputs, baseline: Baseline, us_duty: FloatArray, china_duty: FloatArray) -> FloatArray:
    """China's duties with the points, in the mean over its lines, that the United States moves its own on China by."""
    us, cells = inputs.us, inputs.us.partner_cells
    moved = us.market.value_usd[cells] @ (us_duty[cells] - baseline.us_duty[cells])
    points = 100 * float(moved / us.market.value_usd[cells].sum())
    return with_points(china_duty, inputs.china.partner_cells, points)


def starting_duties(inputs: ProductInputs, scenario: Scenario) -> Baseline:
    """The duties that rates are set from: those of the scenario's regime without the US laws it strikes out.

    Raises as ``policy_duties`` does.
    """
    start = _start(inputs, scenario, baseline_on(inputs, scenario.as_of))
    struck: list[TariffChange] = []
    for change in filter(_strikes_out, scenario.tariffs):
        before = start.without.union(done.authority for done in struck if _covers(done, change))
        start = replace(start, us_duty=_without(inputs, start, before, change, scenario))
        struck.append(change)
    return start


def _strikes_out(change: TariffChange) -> bool:
    return change.importer == US and change.kind == "without"


def _covers(wide: TariffChange, narrow: TariffChange) -> bool:
    """Whether the goods of one change hold those of the other."""
    return wide.exporter in (EVERYBODY, narrow.exporter) and wide.goods in (ALL_GOODS, narrow.goods)


def _start(inputs: ProductInputs, scenario: Scenario, baseline: Baseline) -> Baseline:
    """The duties the changes are made to: those of the regime, or of the as-of date where there is none."""
    if not scenario.regime:
        return baseline
    dated = preset(scenario.regime)
    if dated is not None:
        return preset_baseline(inputs, dated)
    try:
        day = date.fromisoformat(scenario.regime)
    except ValueError:
        names = ", ".join(each.name for each in presets())
        raise ScenarioError(f"The regime {scenario.regime!r} is not known; give a day or one of {names}.") from None
    return baseline_on(inputs, day)


def _told(change: TariffChange) -> str:
    """The goods and the origin of a change in a sentence."""
    return f"{_goods(change.goods)} from {_name(change.exporter)}"


def _goods(goods: Goods) -> str:
    """Goods as a tariff schedule names them: ``subheading 7208.39``, ``section XV``."""
    if goods == ALL_GOODS:
        return "all goods"
    return f"subheading {dotted(goods.code)}" if goods.level == "hs6" else f"{goods}"


@functools.lru_cache(maxsize=256)
def _name(iso3: str) -> str:
    """The name of an economy, its code where the tables have none; each move of a rate asks for one."""
    return countries.names().get(iso3, iso3)


def _us_cells(inputs: ProductInputs, change: TariffChange, scenario: Scenario) -> IndexArray:
    """The cells a change is about. Raises ScenarioError where nothing of the kind was imported."""
    cells = cells_of(inputs.us, change.exporter, change.goods)
    if not len(cells):
        raise ScenarioError(f"The United States imported nothing of {_told(change)} in {_year(scenario)}.")
    return cells


def _year(scenario: Scenario) -> str:
    """The year of the imports: the scenario's where it names one."""
    return f"{scenario.base_year or 'the base year'}"


def _us_change(
    inputs: ProductInputs, start: Baseline, duty: FloatArray, change: TariffChange, scenario: Scenario
) -> FloatArray:
    us, cells = inputs.us, _us_cells(inputs, change, scenario)
    if change.kind == "additional":
        return with_points(duty, cells, change.rate_pct)
    if change.kind == "chinese_content":
        points = change.rate_pct / 100 * content_of_cells(us, cells, main_sector())
        return _set(duty, cells, duty[cells] + points)
    what = f"The US duty on {_told(change)}"
    return _set(duty, cells, moved(us, cells, start.us_duty, start.us_floor, change.rate_pct, scenario.rule, what))


def _china_change(
    inputs: ProductInputs, start: Baseline, duty: FloatArray, change: TariffChange, scenario: Scenario
) -> FloatArray:
    china = inputs.china
    if change.kind == "without":
        raise ScenarioError("China's duties are averages by chapter, so none of its laws can be dropped; give a rate.")
    if change.goods.level in ("hs6", "sector"):
        raise ScenarioError(
            f"China's duties are known by chapter, not by {_goods(change.goods)}; name a chapter or section."
        )
    cells = cells_of(china, china.partner_iso3, change.goods)
    if not len(cells):
        raise ScenarioError(
            f"China imported nothing of {_goods(change.goods)} from the United States in {_year(scenario)}."
        )
    if change.kind == "additional":
        return with_points(duty, cells, change.rate_pct)
    what, floor = f"China's duty on {_goods(change.goods)} from the United States", np.zeros_like(duty)
    return _set(duty, cells, moved(china, cells, start.china_duty, floor, change.rate_pct, scenario.rule, what))


def _without(
    inputs: ProductInputs, start: Baseline, before: frozenset[str], change: TariffChange, scenario: Scenario
) -> FloatArray:
    """The US duties less what the law of the day owes to the change's authority; ``before``: laws struck out already.

    Of several laws the order does not matter: each is taken out of the law without those before it.
    """
    try:
        rest = baseline_on(inputs, start.as_of, before | {change.authority})
    except UnknownLawError as error:
        raise ScenarioError(str(error)) from error
    kept = baseline_on(inputs, start.as_of, before)
    cells = _us_cells(inputs, change, scenario)
    return _set(start.us_duty, cells, np.maximum(start.us_duty + rest.us_duty - kept.us_duty, 0)[cells])


def _set(duty: FloatArray, cells: IndexArray, values: FloatArray) -> FloatArray:
    changed = duty.copy()
    changed[cells] = values
    return changed


def cells_of(side: CalibratedMarket, exporter: str, goods: Goods) -> IndexArray:
    """The cells of an exporter's goods; kept, because every move of a slider asks for the same, on whatever trade.

    Raises ScenarioError for an exporter the market does not hold.
    """
    return _cells_of(side.layout, exporter, goods)


@functools.lru_cache(maxsize=256)
def _cells_of(side: CalibratedMarket, exporter: str, goods: Goods) -> IndexArray:
    return np.intersect1d(_of_exporters(side, exporter), _of_goods(side, goods))


def _of_exporters(side: CalibratedMarket, exporter: str) -> IndexArray:
    if exporter == EVERYBODY:
        return np.arange(len(side.origin))
    try:
        return side.cells_of(exporter)
    except CalibrationError as error:
        raise ScenarioError(_no_origin(side, exporter)) from error


def _no_origin(side: CalibratedMarket, exporter: str) -> str:
    """Why a market has no cells of an economy, and what to give instead."""
    if exporter in countries.union_members():
        return f"The US duties are held for the European Union as one origin, not for {_name(exporter)}; give EU27."
    return f"The US duties are held for {len(side.origins)} origins, and {_name(exporter)} is not one of them."


def _of_goods(side: CalibratedMarket, goods: Goods) -> IndexArray:
    """The cells of the goods; products are codes of two or six digits, so a chapter or subheading is a beginning."""
    if goods.level == "all":
        return np.arange(len(side.origin))
    if goods.level == "section":
        return np.flatnonzero(side.market.cell_section == side.sections.index(goods.code))
    if goods.level == "sector":
        made_by = main_sector()
        chosen = np.array([made_by.get(code) == goods.code for code in side.products])
    else:
        chosen = np.array([code.startswith(goods.code) for code in side.products])
    return np.flatnonzero(chosen[side.market.product])


@functools.cache
def main_sector() -> dict[str, str]:
    """The industry that makes most of each HS6 product; scrap, used goods and the like have none."""
    parts = sectors_of_products(read_table("hs_naics")).sort_values("part", kind="stable")
    return dict(zip(parts["hs6"], parts["sector"], strict=True))
