"""The sector model's answer to a scenario: real income, output by industry and trade of every economy.

Two solves from the base year, at the duties of the as-of date and at the scenario's; every change is the second over
the first. Levels of trade are those of input-output tables with final use by destination estimated: not statistics.
"""

from dataclasses import replace
from functools import cache
from time import perf_counter

import numpy as np
import pandas as pd

from parley.calibration.policy import policy_duties
from parley.calibration.policy_world import TariffLevels, sector_levels
from parley.calibration.sectors import CalibratedSectors, sector_inputs
from parley.models.caliendo_parro_2015 import SectorEquilibrium, SectorShock, solve
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.uncertainty import Spread, run
from parley.parameters import parameter
from parley.results.product_solution import inputs
from parley.results.solution import Answer
from parley.results.uncertainty import band_table
from parley.results.world import BANDED, flow_table

NOTES = (
    "Modelled, not measured: the long-run level at fixed factors, without investment, confidence or capital flows.",
    "Final use by destination is estimated, so levels of trade are not statistics; changes in percent are the answer.",
    "Tariffs of the base are known for the United States and for China on the United States; all others are zero.",
)


@cache
def sectors() -> CalibratedSectors:
    """The sector model's economy, read once."""
    return sector_inputs()


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_economy, by_sector (economy and industry), trade (exporter by importer), with draws ``bands``.

    Raises ScenarioError for one trade elasticity for all, which differ by industry here; CalibrationError,
    ModelInputError; NotConvergedError when there is no equilibrium.
    """
    if scenario.trade_elasticity is not None:
        raise ScenarioError("The sector model has an elasticity for each industry; one for all belongs to model world.")
    began = perf_counter()
    calibrated = sectors()
    levels = sector_levels(calibrated, policy_duties(inputs(), scenario), scenario)
    before = solve(calibrated.economy, SectorShock(tariff=levels.before), scenario.closure)
    shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)
    after = solve(calibrated.economy, shock, scenario.closure, start=before) if levels.moved.any() else before
    tables = {
        "by_economy": by_economy(before, after),
        "by_sector": by_sector(before, after),
        "trade": flow_table(before.economy.countries, before.flows.sum(axis=2), after.flows.sum(axis=2)),
    }
    if draws:
        tables["bands"] = bands(calibrated, levels, scenario, draws)
    return Answer(
        tables=tables,
        convergence={
            "residual": max(before.residual, after.residual),
            "iterations": before.iterations + after.iterations,
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
    )


def bands(calibrated: CalibratedSectors, levels: TariffLevels, scenario: Scenario, draws: int) -> pd.DataFrame:
    """Real income of the United States and China over draws of the elasticities: 5 %, median, 95 %, in percent.

    Elasticities of goods times a factor common to all and one of each industry's own, both lognormal. Both solves are
    made anew at every draw.
    """
    economy, goods = calibrated.economy, np.flatnonzero(calibrated.is_goods)
    places = [calibrated.place[name] for name in BANDED]
    shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)

    def income(factors: FloatArray, _: None) -> tuple[FloatArray, None]:
        theta = economy.trade_elasticity.copy()
        theta[goods] *= factors[0] * factors[1:]
        drawn = replace(economy, trade_elasticity=theta)
        before = solve(drawn, SectorShock(tariff=levels.before), scenario.closure)
        after = solve(drawn, shock, scenario.closure, start=before)
        return (after.real_income_hat / before.real_income_hat)[places] - 1, None

    spreads = [_factor("common"), *(_factor("own", str(economy.sectors[int(place)])) for place in goods)]
    return band_table({scenario.closure: run(income, spreads, draws)}, [f"real_income_{name}" for name in BANDED])


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
            "economy": before.economy.countries,
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
    made = before.output > 0
    place, sector = np.nonzero(made)
    return pd.DataFrame(
        {
            "economy": np.array(economy.countries, dtype=object)[place],
            "sector": np.array(economy.sectors, dtype=object)[sector],
            "output_usd_baseline": before.output[made],
            "output_change_pct": 100 * (after.output[made] / before.output[made] - 1),
            "price_change_pct": 100 * (after.price_hat[made] / before.price_hat[made] - 1),
        }
    )
