"""Ranges of the one-sector world model: every change of every economy and flow over draws of the elasticities.

Draws are taken over the parameters' own ranges (``calibration.draws``), whatever value the scenario sets, so that a
range says what is not known and not what was chosen. Both solves are made anew at every draw.
"""

import numpy as np
import pandas as pd

from parley.calibration.draws import Compare, Design, world_model, world_spreads
from parley.models.armington import Equilibrium, Shock
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.uncertainty import band, run
from parley.parameters import parameter
from parley.results.ranges import Ranges, long_table
from parley.results.world import pairs_of, point, world

RATIOS = ("real_income_change_pct", "price_change_pct", "exports_change_pct", "imports_change_pct")
OUTCOMES = (*RATIOS, "tariff_revenue_change_usd")
PAGE_DRAWS = 64


def design_of(scenario: Scenario) -> Design:
    """Which second parameter is drawn: labour supply where the scenario lets labour answer, else the two tiers."""
    return "labour" if scenario.labour_supply_elasticity else "demand"


def world_ranges(scenario: Scenario, draws: int = PAGE_DRAWS) -> Ranges:
    """5th percentile, median and 95th of the outcomes of every economy and of every flow between two.

    Raises what ``world.point`` raises, and NotConvergedError when no draw has an equilibrium.
    """
    levels = point(scenario).levels
    economy, design = world().economy, design_of(scenario)
    model = world_model(
        economy,
        Shock(tariff=levels.after, export_tax=levels.export_tax),
        scenario.closure,
        _outcomes,
        design,
        Shock(tariff=levels.before),
        _changes(len(economy.names)),
    )
    found = band(run(model, world_spreads(design), draws))
    ends = {"low": found.low, "median": found.median, "high": found.high}
    count, outcomes = len(economy.names), len(OUTCOMES)
    first = {name: values[: outcomes * count].reshape(outcomes, count) for name, values in ends.items()}
    sell, buy, exporters, importers = pairs_of(economy.names, economy.flows)
    flows = {name: values[outcomes * count :].reshape(count, count)[None, sell, buy] for name, values in ends.items()}
    return Ranges(
        tables={
            "by_economy": long_table({"economy": economy.names}, OUTCOMES, first),
            "trade": long_table({"exporter": exporters, "importer": importers}, ("change_pct",), flows),
        },
        method=method(design, found.count),
        draws=found.count + found.failed,
        failed=found.failed,
    )


def method(design: Design, draws: int) -> str:
    """What the range is, in words."""
    trade, ratio, labour = (
        parameter(name) for name in ("trade_elasticity", "home_foreign_elasticity_ratio", "labour_supply_elasticity")
    )
    second = (
        f"elasticity of home goods against imports {ratio.low:g} to {ratio.high:g} of it"
        if design == "demand"
        else f"labour supply elasticity {labour.low:g} to {labour.high:g}"
    )
    return (
        f"5th to 95th percentile of {draws} draws: trade elasticity {trade.low:g} to {trade.high:g} "
        f"(its 5th and 95th percentile), {second}"
    )


def band_tables(scenario: Scenario, draws: int) -> dict[str, pd.DataFrame]:
    """The ranges as tables of an answer: ``bands`` by economy and outcome, ``trade_bands`` by pair."""
    found = world_ranges(scenario, draws)
    about = {"closure": scenario.closure, "draws": found.draws - found.failed, "failed": found.failed}
    return {
        "bands": found.tables["by_economy"].assign(**about),
        "trade_bands": found.tables["trade"].assign(**about),
    }


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


def _changes(count: int) -> Compare:
    """How the outcomes of so many economies are compared: percent, but revenue as a difference in money."""
    money = slice(len(RATIOS) * count, len(OUTCOMES) * count)

    def compare(now: FloatArray, then: FloatArray) -> FloatArray:
        moved = 100 * (np.divide(now, then, out=np.ones_like(now), where=then > 0) - 1)
        moved[money] = now[money] - then[money]
        return moved

    return compare
