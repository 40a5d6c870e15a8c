"""The sector model's answer to a scenario: real income, output by industry and trade of every economy.

Two solves from the base year, at the duties of the as-of date and at the scenario's; every change is the second over
the first. Levels of trade are those of input-output tables with final use by destination estimated: not statistics.
"""

from functools import cache
from time import perf_counter

import numpy as np
import pandas as pd

from parley.calibration.policy import policy_duties
from parley.calibration.policy_world import sector_levels
from parley.calibration.sectors import CalibratedSectors, sector_inputs
from parley.models.caliendo_parro_2015 import SectorEquilibrium, SectorShock, solve
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.product_solution import inputs
from parley.results.solution import Answer
from parley.results.world import flow_table

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
    """Tables by_economy, by_sector (economy and industry) and trade (exporter by importer).

    Raises ScenarioError for draws and for another trade elasticity, which differ by industry here; CalibrationError,
    ModelInputError; NotConvergedError when there is no equilibrium.
    """
    if draws or scenario.trade_elasticity is not None:
        raise ScenarioError(
            "The sector model has an elasticity for each industry; draws and one elasticity for all "
            "belong to the model world."
        )
    began = perf_counter()
    calibrated = sectors()
    levels = sector_levels(calibrated, policy_duties(inputs(), scenario), scenario)
    before = solve(calibrated.economy, SectorShock(tariff=levels.before), scenario.closure)
    shock = SectorShock(tariff=levels.after, export_tax=levels.export_tax)
    after = solve(calibrated.economy, shock, scenario.closure, start=before) if levels.moved.any() else before
    return Answer(
        tables={
            "by_economy": by_economy(before, after),
            "by_sector": by_sector(before, after),
            "trade": flow_table(before.economy.countries, before.flows.sum(axis=2), after.flows.sum(axis=2)),
        },
        convergence={
            "residual": max(before.residual, after.residual),
            "iterations": before.iterations + after.iterations,
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
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
