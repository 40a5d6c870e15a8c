"""The one-sector world model's answer to a scenario: real income, prices, trade and revenue of every economy.

Two solves from the base year, at the duties of the as-of date and at the scenario's; every change is the second over
the first. Values are US dollars at unchanged world factor income, which is the model's unit.

``point`` is the answer alone, what a slider redraws; ``world_solution`` adds the path over time, the published studies
and, with draws, the ranges of ``world_bands``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.calibration.policy_world import TariffLevels, world_levels
from parley.calibration.product_market import CalibrationError
from parley.calibration.world import CalibratedWorld, page_world
from parley.models import armington_many
from parley.models.armington import Economy, Equilibrium, Shock, solve, varied
from parley.models.closure import Closure
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.welfare import terms_of_trade_hat
from parley.results.answers.answer import Labels, column
from parley.results.answers.product_solution import at_rest, duties_of, of_duties_alone

ONE_TIER = 1.0
# What ``point`` raises where a scenario has no answer.
WITHOUT_ANSWER = (ScenarioError, CalibrationError, ModelInputError, NotConvergedError)
# Trade elasticity, ratio of the two tiers, labour supply: None is the parameter file's value; one tier where labour
# answers.
Options = tuple[float | None, float | None, float | None]


@cache
def world() -> CalibratedWorld:
    """The default world of about 80 economies, read once."""
    return page_world()


def options_of(scenario: Scenario) -> Options:
    """The scenario's options of the economy."""
    return scenario.trade_elasticity, scenario.home_elasticity_ratio, scenario.labour_supply_elasticity


@lru_cache(maxsize=64)
def economy_at(options: Options) -> Economy:
    """The base year at the options, kept because removing its deficits anew takes longer than an answer."""
    trade_elasticity, ratio, labour = options
    base = world().economy
    elasticity = base.trade_elasticity if trade_elasticity is None else trade_elasticity
    if labour and ratio is None:
        ratio = ONE_TIER
    economy = varied(base, elasticity, ratio)
    if labour is None or labour == base.labour_supply_elasticity:
        return economy
    return replace(economy, labour_supply_elasticity=labour)


@lru_cache(maxsize=24)  # 0.3 MB each
def baseline(resting: Scenario, closure: Closure, options: Options) -> Equilibrium:
    """The world at the duties of a day (``at_rest``). Every scenario of it starts from it, so it is solved once."""
    levels = levels_of(resting)
    return solve(economy_at(options), Shock(tariff=levels.before), closure)


@dataclass(frozen=True, eq=False)
class WorldPoint:
    """The answer without its range: the world at the duties of the as-of date and at the scenario's.

    Tables are made when they are asked for.
    """

    scenario: Scenario
    levels: TariffLevels
    before: Equilibrium
    after: Equilibrium

    @cached_property
    def by_economy(self) -> pd.DataFrame:
        """One row per economy; see ``by_economy``."""
        return by_economy(self.before, self.after)

    @cached_property
    def trade(self) -> pd.DataFrame:
        """One row per pair of economies; see ``trade``."""
        return trade(self.before, self.after)

    @cached_property
    def tariffs(self) -> pd.DataFrame:
        """The pairs whose tariff or export tax the scenario moves."""
        return tariffs(self.before.economy, self.levels)


def levels_of(scenario: Scenario) -> TariffLevels:
    """The world's tariffs before and after; the same for every closure and elasticity. Raises as ``point`` does."""
    return _levels_of(of_duties_alone(scenario))


@lru_cache(maxsize=32)
def _levels_of(scenario: Scenario) -> TariffLevels:
    return world_levels(world(), duties_of(scenario), scenario)


def point(scenario: Scenario, near: WorldPoint | None = None) -> WorldPoint:
    """The answer alone: one solve, from the baseline of the day, which is kept.

    ``near``: the answer to a scenario of the same day, closure and elasticities to begin from instead, such as a
    slider's last position; it changes the time, not the answer.
    Raises ScenarioError, CalibrationError, ModelInputError; NotConvergedError when there is no equilibrium.
    """
    levels = levels_of(scenario)
    options = options_of(scenario)
    before = baseline(at_rest(scenario), scenario.closure, options)
    if not levels.moved.any():
        return WorldPoint(scenario, levels, before, before)
    shock = Shock(tariff=levels.after, export_tax=levels.export_tax)
    start = before if near is None else near.after
    return WorldPoint(scenario, levels, before, solve(economy_at(options), shock, scenario.closure, start=start))


def points(scenarios: Sequence[Scenario]) -> Iterator[WorldPoint | Exception]:
    """The answer to each scenario, those from one baseline solved together; in its place the error where it has none.

    The numbers are those of ``point``, to the tolerance of the solvers.
    """
    by_place: dict[int, WorldPoint | Exception] = {}
    together: dict[int, list[int]] = {}
    for place, scenario in enumerate(scenarios):
        try:
            levels = levels_of(scenario)
            before = baseline(at_rest(scenario), scenario.closure, options_of(scenario))
            if armington_many.can_start(before) and not levels.export_tax.any():
                by_place[place] = WorldPoint(scenario, levels, before, before)
                if levels.moved.any():
                    together.setdefault(id(before), []).append(place)
            else:
                by_place[place] = point(scenario)
        except WITHOUT_ANSWER as error:
            by_place[place] = error
    for places in together.values():
        waiting = [answer for place in places if isinstance(answer := by_place[place], WorldPoint)]
        solved = armington_many.solve_from(waiting[0].before, [answer.levels.after for answer in waiting])
        for place, answer, after in zip(places, waiting, solved, strict=True):
            by_place[place] = _alone(answer.scenario) if after is None else replace(answer, after=after)
    return (by_place[place] for place in range(len(scenarios)))


def _alone(scenario: Scenario) -> WorldPoint | Exception:
    try:
        return point(scenario)
    except WITHOUT_ANSWER as error:
        return error


def by_economy(before: Equilibrium, after: Equilibrium) -> pd.DataFrame:
    """One row per economy, the largest trader first: changes in percent of the baseline, money in US dollars."""
    rest = _at_rest(before)
    columns = {name: values[rest.order] for name, values in outcomes(before, after).items()}
    return pd.DataFrame({"economy": rest.names, **columns})


class _Rest(NamedTuple):
    """What no scenario moves of ``by_economy``: places and names of the economies by size, terms of trade [economy]."""

    order: IndexArray
    names: Labels
    terms_of_trade_hat: FloatArray


@lru_cache(maxsize=8)
def _at_rest(before: Equilibrium) -> _Rest:
    order = by_size(before)
    return _Rest(order, column(tuple(before.economy.names)).take(order), terms_of_trade_hat(before))


def by_size(before: Equilibrium) -> IndexArray:
    """The places [rank] of the economies on their axis, the largest trader (base exports and imports) first."""
    return np.argsort(-(before.exports + before.imports), kind="stable")


def outcomes(before: Equilibrium, after: Equilibrium) -> dict[str, FloatArray]:
    """The columns of ``by_economy``, each [economy] in the order of the world."""

    def change(now: FloatArray, then: FloatArray) -> FloatArray:
        return 100 * (now / then - 1)

    return {
        "real_income_change_pct": change(after.real_income_hat, before.real_income_hat),
        "real_wage_change_pct": change(after.real_wage_hat, before.real_wage_hat),
        "price_change_pct": change(after.price_hat, before.price_hat),
        "terms_of_trade_change_pct": change(terms_of_trade_hat(after), _at_rest(before).terms_of_trade_hat),
        "exports_change_pct": change(after.exports, before.exports),
        "imports_change_pct": change(after.imports, before.imports),
        "exports_usd_baseline": before.exports,
        "imports_usd_baseline": before.imports,
        "tariff_revenue_usd_baseline": before.tariff_revenue,
        "tariff_revenue_usd": after.tariff_revenue,
        "tariff_revenue_change_usd": after.tariff_revenue - before.tariff_revenue,
    }


def trade(before: Equilibrium, after: Equilibrium) -> pd.DataFrame:
    """Trade between economies at the border: value_usd_baseline, value_usd and change_pct."""
    return flow_table(before.economy.names, before.flows, after.flows)


def flow_table(names: Sequence[str], then: FloatArray, now: FloatArray) -> pd.DataFrame:
    """Flows [exporter, importer] in a row each, home sales and pairs without trade left out.

    ``then`` and ``now`` in USD. Columns exporter, importer, value_usd_baseline, value_usd, change_pct.
    """
    pairs = pairs_of(names, then)
    before, after = then[pairs.sell, pairs.buy], now[pairs.sell, pairs.buy]
    changed = {"value_usd_baseline": before, "value_usd": after, "change_pct": 100 * (after / before - 1)}
    return pd.DataFrame({"exporter": pairs.exporters, "importer": pairs.importers, **changed})


@dataclass(frozen=True, eq=False)
class Pairs:
    """Places and names of exporter and importer of every flow that is not zero, own sales left out."""

    sell: IndexArray
    buy: IndexArray
    exporters: Labels
    importers: Labels


def pairs_of(names: Sequence[str], flows: FloatArray) -> Pairs:
    """The pairs that trade in ``flows`` [exporter, importer].

    The same object for the same pairs, whose names a slider need not spell out again.
    """
    return _pairs(tuple(names), (flows > 0).tobytes())


@lru_cache(maxsize=8)
def _pairs(names: tuple[str, ...], traded: bytes) -> Pairs:
    count = len(names)
    sell, buy = np.nonzero(np.frombuffer(traded, dtype=bool).reshape(count, count) & ~np.eye(count, dtype=bool))
    labels = column(names)
    return Pairs(sell, buy, labels.take(sell), labels.take(buy))


def tariffs(economy: Economy, levels: TariffLevels) -> pd.DataFrame:
    """The pairs whose tariff or export tax the scenario moves: mean rates in percent before and after."""
    moved = levels.moved
    sell, buy = np.nonzero(moved)
    names = column(tuple(economy.names))
    return pd.DataFrame(
        {
            "exporter": names.take(sell),
            "importer": names.take(buy),
            "tariff_pct_baseline": 100 * levels.before[moved],
            "tariff_pct": 100 * levels.after[moved],
            "export_tax_pct": 100 * levels.export_tax[moved],
        }
    )
