"""Ranges of the one-sector world model: every change of every economy and flow over draws of the elasticities.

Draws are taken over the parameters' own ranges (``calibration.draws``), whatever value the scenario sets, so that a
range says what is not known and not what was chosen. At every draw both worlds are solved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from parley import words
from parley.calibration.draws import Design, world_model, world_spreads
from parley.models.armington import Equilibrium, Shock
from parley.models.closure import Closure
from parley.models.errors import NotConvergedError
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.uncertainty import QUANTILES, Draws, run
from parley.results.answers import world_draws
from parley.results.answers.answer import Ranges, Tables, column, long_table
from parley.results.answers.product_solution import at_rest
from parley.results.answers.world import levels_of, pairs_of, point, world
from parley.tables.parameters import parameter

RATIOS = ("real_income_change_pct", "price_change_pct", "exports_change_pct", "imports_change_pct")
OUTCOMES = (*RATIOS, "tariff_revenue_change_usd")
PAGE_DRAWS = 64
SAY = words.beside(__file__)


def design_of(scenario: Scenario) -> Design:
    """Which second parameter is drawn: labour supply where the scenario lets labour answer, else the two tiers."""
    return "labour" if scenario.labour_supply_elasticity else "demand"


def world_ranges(scenario: Scenario, draws: int = PAGE_DRAWS) -> Ranges:
    """5th percentile, median and 95th of the outcomes of every economy and of every flow between two.

    Raises as ``changes``, and NotConvergedError when no draw has an equilibrium.
    """
    ends, ends_of_flows = _ends(scenario, draws)
    return Ranges(
        tables=Tables({"by_economy": lambda: _by_economy(ends), "trade": lambda: _trade(ends_of_flows())}),
        method=method(design_of(scenario), ends.solved),
        draws=draws,
        failed=draws - ends.solved,
    )


def _ends(scenario: Scenario, draws: int) -> tuple["_Ends", Callable[[], "_Ends"]]:
    """Those of economies, and what gives those of flows: sixteen times as many, which few who ask for a range need."""
    if world_draws.holds(scenario, levels_of(scenario)):
        sample = partial(world_draws.solve_draws, scenario, scenario.closure, draws)
        return _band(world_draws.of_economies(*sample())), lambda: _band(world_draws.of_flows(*sample()))
    values, count = changes(scenario, draws).T, len(OUTCOMES) * len(world().economy.names)
    of_flows = _band(values[count:])
    return _band(values[:count]), lambda: of_flows


def _by_economy(ends: "_Ends") -> pd.DataFrame:
    names = column(tuple(world().economy.names))
    by_outcome = {name: values.reshape(len(OUTCOMES), len(names)) for name, values in ends.by_name.items()}
    return long_table({"economy": names}, OUTCOMES, by_outcome)


def _trade(ends: "_Ends") -> pd.DataFrame:
    economy = world().economy
    count, pairs = len(economy.names), pairs_of(economy.names, economy.flows)
    flows = {name: values.reshape(count, count)[None, pairs.sell, pairs.buy] for name, values in ends.by_name.items()}
    return long_table({"exporter": pairs.exporters, "importer": pairs.importers}, ("change_pct",), flows)


def changes(scenario: Scenario, draws: int = PAGE_DRAWS) -> FloatArray:
    """The changes at every draw, [draw, outcome]: OUTCOMES by economy, then flows; nan rows without an equilibrium.

    Percent, but revenue in money. Draw for draw the same elasticities for every scenario of one design, so that two
    scenarios can be set against each other draw by draw. Raises what ``world.levels_of`` raises and, as
    ``world_draws.worlds_at_rest``, NotConvergedError.
    """
    levels, design = levels_of(scenario), design_of(scenario)
    if world_draws.holds(scenario, levels):
        return world_draws.outcomes(*world_draws.solve_draws(scenario, scenario.closure, draws)).T
    shock = Shock(tariff=levels.after, export_tax=levels.export_tax)
    now = _levels(shock, scenario.closure, design, draws).outcomes
    then = _baseline(at_rest(scenario), scenario.closure, design, draws).outcomes
    moved = 100 * (np.divide(now, then, out=np.ones_like(now), where=then > 0) - 1)
    money = slice(len(RATIOS) * len(world().economy.names), len(OUTCOMES) * len(world().economy.names))
    moved[:, money] = now[:, money] - then[:, money]
    moved[np.isnan(now).any(axis=1) | np.isnan(then).any(axis=1)] = np.nan
    return moved


@lru_cache(maxsize=6)  # 3.5 MB each
def _baseline(resting: Scenario, closure: Closure, design: Design, draws: int) -> Draws:
    """The draws of the world at the duties of a day: the same for every scenario of that day, so kept."""
    return _levels(Shock(tariff=levels_of(resting).before), closure, design, draws)


def _levels(shock: Shock, closure: Closure, design: Design, draws: int) -> Draws:
    """The outcomes themselves at every draw, before any comparison."""
    model = world_model(world().economy, shock, closure, _outcomes, design)
    return run(model, world_spreads(design), draws)


@dataclass(frozen=True, eq=False)
class _Ends:
    """Percentiles [outcome] by name, over ``solved`` draws."""

    by_name: Mapping[str, FloatArray]
    solved: int


def _band(by_draw: FloatArray) -> _Ends:
    """Percentiles of changes [outcome, draw] over the draws that were solved."""
    solved = ~np.isnan(by_draw).any(axis=0)
    if not solved.any():
        raise NotConvergedError(float("inf"), 0)
    ordered = np.sort(by_draw if solved.all() else by_draw[:, solved], axis=1)
    place = np.array(QUANTILES) * (ordered.shape[1] - 1)
    below = place.astype(np.intp)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    low, median, high = (ordered[:, below] + (place - below) * (ordered[:, above] - ordered[:, below])).T
    return _Ends({"low": low, "median": median, "high": high}, int(solved.sum()))


def method(design: Design, draws: int) -> str:
    """What the range is, in words."""
    trade = parameter("trade_elasticity")
    second = parameter("home_foreign_elasticity_ratio" if design == "demand" else "labour_supply_elasticity")
    return SAY(
        "draws",
        design,
        draws=draws,
        low=f"{trade.low:g}",
        high=f"{trade.high:g}",
        least=f"{second.low:g}",
        most=f"{second.high:g}",
    )


def band_tables(scenario: Scenario, draws: int) -> dict[str, pd.DataFrame]:
    """The ranges as tables of an answer: ``bands`` by economy and outcome, ``trade_bands`` by pair.

    The answer itself is always within: the ratio of the two tiers stands at an end of its range, so the middle of the
    draws alone need not hold it.
    """
    ranges, central = world_ranges(scenario, draws), point(scenario)
    about = {"closure": scenario.closure, "draws": ranges.draws - ranges.failed, "failed": ranges.failed}
    by_economy = central.by_economy.set_index("economy").loc[list(world().economy.names)]
    answers = {
        "by_economy": np.concatenate([by_economy[name].to_numpy(dtype=float) for name in OUTCOMES]),
        "trade": central.trade["change_pct"].to_numpy(dtype=float),
    }
    ends = {
        name: rows.assign(
            low=np.minimum(rows["low"], answers[name]), high=np.maximum(rows["high"], answers[name]), **about
        )
        for name, rows in ranges.tables.items()
    }
    return {"bands": ends["by_economy"], "trade_bands": ends["trade"]}


def _outcomes(after: Equilibrium) -> FloatArray:
    """Real income, prices, exports, imports, tariff revenue by economy; then all flows [exporter, importer]."""
    return np.concatenate(
        [
            after.real_income_hat,
            after.price_hat,
            after.exports,
            after.imports,
            after.tariff_revenue,
            after.flows.ravel(),
        ]
    )
