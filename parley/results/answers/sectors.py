"""The sector model's answer to a scenario: real income, output by industry and trade of every economy.

Two solves from the base year, at the duties of the as-of date and at the scenario's; every change is the second over
the first. Levels of trade are those of input-output tables with final use by destination estimated: not statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from time import perf_counter
from typing import Literal

import numpy as np
import pandas as pd

from parley import words
from parley.calibration.policy_world import TariffLevels, sector_levels
from parley.calibration.sectors import CalibratedSectors, sector_inputs
from parley.models.caliendo_parro_2015 import SectorEquilibrium, SectorShock, solve
from parley.models.closure import Closure
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.sector_economy import SectorEconomy
from parley.models.uncertainty import Spread, band, run
from parley.results.answers.answer import Answer, Ranges, column, long_table
from parley.results.answers.product_solution import at_rest, duties_of
from parley.results.answers.world import flow_table
from parley.results.answers.world_bands import OUTCOMES
from parley.tables.parameters import parameter

NOTES = (
    "Modelled, not measured: the long run with fixed labour and capital, without investment, confidence or capital "
    "flows.",
    "We estimate final use by destination: read the percentage changes, not the levels of trade.",
    "Starting tariffs: those of the United States, and China's on US goods. The model sets all others to zero.",
)

SAY = words.beside(__file__)
End = Literal["central", "low", "high"]


@cache
def sectors() -> CalibratedSectors:
    """The sector model's economy, read once."""
    return sector_inputs()


@dataclass(frozen=True, eq=False)
class SectorPoint:
    """The answer without its range, as tables: solved economies are large and are let go."""

    scenario: Scenario
    by_economy: pd.DataFrame
    by_sector: pd.DataFrame
    trade: pd.DataFrame
    residual: float
    iterations: int


@lru_cache(maxsize=3)
def economy_at(end: End) -> SectorEconomy:
    """The economy with every elasticity of goods at its value, or all at the low or high end of their common factor."""
    calibrated = sectors()
    if end == "central":
        return calibrated.economy
    factor = _factor("common")
    return _scaled(calibrated, factor.low if end == "low" else factor.high)


@lru_cache(maxsize=6)
def baseline(resting: Scenario, closure: Closure, end: End) -> SectorEquilibrium:
    """The economy at the duties of a day (``at_rest``). Every scenario of it starts from it, so it is solved once.

    Raises NotConvergedError.
    """
    return solve(economy_at(end), SectorShock(tariff=_tariff_at(resting)), closure).to_keep()


@lru_cache(maxsize=2)
def _tariff_at(resting: Scenario) -> FloatArray:
    """The tariffs of a day [exporter, importer, sector], one array for all elasticities and closures."""
    return levels_of(resting).before


def point(scenario: Scenario, end: End = "central") -> SectorPoint:
    """The answer alone: one solve, from the baseline of the day, which is kept.

    Raises ScenarioError for what differs by industry or is fixed here; CalibrationError, ModelInputError;
    NotConvergedError when there is no equilibrium.
    """
    return _solved(scenario, levels_of(scenario), end)


def levels_of(scenario: Scenario) -> TariffLevels:
    """Tariffs before and after by industry. Raises ScenarioError, also for options this model does not have."""
    _check_options(scenario)
    return sector_levels(sectors(), duties_of(scenario), scenario)


def _solved(scenario: Scenario, levels: TariffLevels, end: End) -> SectorPoint:
    return solved_at(economy_at(end), baseline(at_rest(scenario), scenario.closure, end), scenario, levels)


def solved_at(
    economy: SectorEconomy, before: SectorEquilibrium, scenario: Scenario, levels: TariffLevels
) -> SectorPoint:
    """The answer of an economy whose world at rest is ``before``. Raises as ``point`` does."""
    after = before
    if levels.moved.any():
        shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)
        after = solve(economy, shock, scenario.closure, start=before)
    return SectorPoint(
        scenario=scenario,
        by_economy=by_economy(before, after),
        by_sector=by_sector(before, after),
        trade=flow_table(before.economy.countries, before.flows_of_all, after.flows_of_all),
        residual=max(before.residual, after.residual),
        iterations=before.iterations + after.iterations,
    )


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_economy, by_sector (economy and industry), trade (exporter by importer).

    With draws also ``bands`` (see ``bands``) and ``ends``, the change of every figure of by_economy with all
    elasticities at their low and at their high end. Raises as ``point`` does.
    """
    began = perf_counter()
    solved = point(scenario)
    tables = {"by_economy": solved.by_economy, "by_sector": solved.by_sector, "trade": solved.trade}
    if draws:
        tables |= {"bands": bands(scenario, draws), "ends": ends(scenario).tables["by_economy"]}
    return Answer(
        tables=tables,
        convergence={
            "residual": solved.residual,
            "iterations": solved.iterations,
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
    )


def _check_options(scenario: Scenario) -> None:
    """Refuse the options of the one-sector world, which this model does not have."""
    if scenario.trade_elasticity is not None:
        raise ScenarioError("The sector model has one elasticity per industry. To set one for all, use model world.")
    if scenario.home_elasticity_ratio not in (None, 1):
        raise ScenarioError(
            "The sector model has one tier of demand, home goods and imports alike. For two tiers, use model world."
        )
    if scenario.labour_supply_elasticity:
        raise ScenarioError("The sector model holds labour fixed. To let labour respond, use model world.")


def end_points(scenario: Scenario) -> tuple[SectorPoint, SectorPoint]:
    """The answer with all elasticities of goods at their low and at their high end. Raises as ``point`` does."""
    levels = levels_of(scenario)
    return _solved(scenario, levels, "low"), _solved(scenario, levels, "high")


def ends(scenario: Scenario) -> Ranges:
    """The range between all elasticities of goods at the 5th and all at the 95th percentile of their common factor.

    Two more solves in place of draws, which take seconds here. Raises as ``point`` does.
    """
    low, high = end_points(scenario)
    return Ranges(
        tables={
            "by_economy": _between(low.by_economy, high.by_economy, ("economy",)),
            "by_sector": _between(low.by_sector, high.by_sector, ("economy", "sector")),
            "trade": _between(low.trade, high.trade, ("exporter", "importer")),
        },
        method=SAY("draws", "sectors"),
        draws=2,
    )


def _between(low: pd.DataFrame, high: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    outcomes = [column for column in low.columns if "_change_" in column or column.startswith("change_")]
    values = [frame[outcomes].to_numpy(dtype=float).T for frame in (low, high)]
    return long_table(
        {key: low[key].array for key in keys},
        outcomes,
        {"low": np.minimum(*values), "high": np.maximum(*values)},
    )


def bands(scenario: Scenario, draws: int) -> pd.DataFrame:
    """Real income, prices, exports, imports and revenue of every economy over draws: 5%, median, 95%.

    Elasticities of goods times a factor common to all and one of each industry's own, both lognormal. Both solves are
    made anew at every draw, from an economy prepared anew. Raises as ``point``; NotConvergedError when no draw has an
    answer.
    """
    calibrated = sectors()
    goods = np.flatnonzero(calibrated.is_goods)
    levels = levels_of(scenario)
    shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)

    def changes(factors: FloatArray, _: None) -> tuple[FloatArray, None]:
        sampled = _scaled(calibrated, factors[0] * factors[1:])
        before = solve(sampled, SectorShock(tariff=levels.before), scenario.closure)
        after = solve(sampled, shock, scenario.closure, start=before)
        return by_economy(before, after)[list(OUTCOMES)].to_numpy(dtype=float).T.ravel(), None

    spreads = [
        _factor("common"),
        *(_factor("own", str(calibrated.economy.sectors[int(place)])) for place in goods),
    ]
    ends = band(run(changes, spreads, draws))
    shape = (len(OUTCOMES), len(calibrated.place))
    table = long_table(
        {"economy": column(tuple(calibrated.economy.countries))},
        OUTCOMES,
        {"low": ends.low.reshape(shape), "median": ends.median.reshape(shape), "high": ends.high.reshape(shape)},
    )
    return table.assign(closure=scenario.closure, draws=ends.count, failed=ends.failed)


def _scaled(calibrated: CalibratedSectors, factor: FloatArray | float) -> SectorEconomy:
    """The economy with the elasticities of goods times a factor, common or by industry of goods."""
    theta = calibrated.economy.trade_elasticity.copy()
    theta[calibrated.is_goods] *= factor
    return calibrated.economy.with_elasticity(theta)


def _factor(kind: str, of: str = "all") -> Spread:
    """A lognormal factor of median one; its ends are the 5th and 95th percentile."""
    log_sd = parameter(f"sector_elasticity_{kind}_log_sd").value
    return Spread(
        f"{kind} {of}", 1.0, float(np.exp(-1.645 * log_sd)), float(np.exp(1.645 * log_sd)), "lognormal", log_sd
    )


def by_economy(before: SectorEquilibrium, after: SectorEquilibrium) -> pd.DataFrame:
    """One row per economy: changes in percent of the baseline, money in US dollars of the base year."""
    return pd.DataFrame(
        {
            "economy": column(tuple(before.economy.countries)),
            "real_income_change_pct": 100 * (after.real_income_hat / before.real_income_hat - 1),
            "real_wage_change_pct": 100 * (after.real_wage_hat / before.real_wage_hat - 1),
            "price_change_pct": 100 * (after.price_index_hat / before.price_index_hat - 1),
            "exports_change_pct": 100 * (after.exports / before.exports - 1),
            "imports_change_pct": 100 * (after.imports / before.imports - 1),
            "tariff_revenue_usd_baseline": before.tariff_revenue,
            "tariff_revenue_change_usd": after.tariff_revenue - before.tariff_revenue,
        }
    )


def by_sector(before: SectorEquilibrium, after: SectorEquilibrium) -> pd.DataFrame:
    """Output by economy and industry: value at the baseline, change of value and of the price buyers pay, percent."""
    economy = before.economy
    has_output = before.output > 0
    place, sector = np.nonzero(has_output)
    return pd.DataFrame(
        {
            "economy": column(tuple(economy.countries)).take(place),
            "sector": column(tuple(economy.sectors)).take(sector),
            "output_usd_baseline": before.output[has_output],
            "output_change_pct": 100 * (after.output[has_output] / before.output[has_output] - 1),
            "price_change_pct": 100 * (after.price_hat[has_output] / before.price_hat[has_output] - 1),
        }
    )
