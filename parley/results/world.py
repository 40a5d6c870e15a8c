"""The one-sector world model's answer to a scenario: real income, prices, trade and revenue of every economy.

Two solves from the base year, at the duties of the as-of date and at the scenario's; every change is the second over
the first. Values are US dollars at unchanged world factor income, which is the model's unit.
"""

from collections.abc import Sequence
from functools import cache
from time import perf_counter

import numpy as np
import pandas as pd

from parley.calibration.draws import world_model, world_spreads
from parley.calibration.policy import CHINA, US, policy_duties
from parley.calibration.policy_world import TariffLevels, world_levels
from parley.calibration.world import CalibratedWorld, page_world
from parley.models.armington import Economy, Equilibrium, Shock, solve, varied
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.uncertainty import run
from parley.models.welfare import terms_of_trade_hat
from parley.results.growth import growth_line, nearest_studies, path_table
from parley.results.product_solution import inputs
from parley.results.solution import Answer
from parley.results.uncertainty import band_table

NOTES = (
    "Modelled, not measured: the long-run level at fixed factors, without investment, confidence or capital flows.",
    "Tariffs of the base are known for the United States and for China on the United States; all others are zero.",
    "Values are US dollars at unchanged world factor income, trade of 2023; Taiwan's trade is an estimate.",
)
BANDED = (US, CHINA)


@cache
def world() -> CalibratedWorld:
    """The default world of about 80 economies, read once."""
    return page_world()


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_economy, trade (exporter by importer), tariffs, path, growth, studies, and with draws ``bands``.

    Raises ScenarioError, CalibrationError, ModelInputError; NotConvergedError when there is no equilibrium.
    """
    began = perf_counter()
    duties = policy_duties(inputs(), scenario)
    calibrated = world()
    levels = world_levels(calibrated, duties, scenario)
    economy = calibrated.economy
    if scenario.trade_elasticity is not None:
        economy = varied(economy, scenario.trade_elasticity)
    before = solve(economy, Shock(tariff=levels.before), scenario.closure)
    shock = Shock(tariff=levels.after, export_tax=levels.export_tax)
    after = solve(economy, shock, scenario.closure, start=before) if levels.moved.any() else before
    tables = {
        "by_economy": by_economy(before, after),
        "trade": trade(before, after),
        "tariffs": tariffs(economy, levels),
    }
    if levels.moved.any():
        tables |= over_time(before, after, levels, scenario)
    if draws:
        tables["bands"] = bands(economy, levels, scenario, draws)
    return Answer(
        tables=tables,
        convergence={
            "residual": max(before.residual, after.residual),
            "iterations": before.iterations + after.iterations,
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
    )


def by_economy(before: Equilibrium, after: Equilibrium) -> pd.DataFrame:
    """One row per economy, the largest trader first: changes in percent of the baseline, money in US dollars."""

    def change(now: FloatArray, then: FloatArray) -> FloatArray:
        return 100 * (now / then - 1)

    table = pd.DataFrame(
        {
            "economy": before.economy.names,
            "real_income_change_pct": change(after.real_income_hat, before.real_income_hat),
            "real_wage_change_pct": change(after.real_wage_hat, before.real_wage_hat),
            "price_change_pct": change(after.price_hat, before.price_hat),
            "terms_of_trade_change_pct": change(terms_of_trade_hat(after), terms_of_trade_hat(before)),
            "exports_change_pct": change(after.exports, before.exports),
            "imports_change_pct": change(after.imports, before.imports),
            "exports_usd_baseline": before.exports,
            "imports_usd_baseline": before.imports,
            "tariff_revenue_usd_baseline": before.tariff_revenue,
            "tariff_revenue_usd": after.tariff_revenue,
            "tariff_revenue_change_usd": after.tariff_revenue - before.tariff_revenue,
        }
    )
    traded = table["exports_usd_baseline"] + table["imports_usd_baseline"]
    return table.iloc[(-traded).argsort(kind="stable")].reset_index(drop=True)


def trade(before: Equilibrium, after: Equilibrium) -> pd.DataFrame:
    """Trade between economies at the border: value_usd_baseline, value_usd and change_pct."""
    return flow_table(before.economy.names, before.flows, after.flows)


def flow_table(names: Sequence[str], then: FloatArray, now: FloatArray) -> pd.DataFrame:
    """Flows [exporter, importer] in a row each, home sales and pairs without trade left out."""
    sell, buy = np.nonzero((then > 0) & ~np.eye(len(names), dtype=bool))
    labels = np.array(names, dtype=object)
    frame = pd.DataFrame({"exporter": labels[sell], "importer": labels[buy], "value_usd_baseline": then[sell, buy]})
    frame["value_usd"] = now[sell, buy]
    return frame.assign(change_pct=100 * (frame["value_usd"] / frame["value_usd_baseline"] - 1))


def tariffs(economy: Economy, levels: TariffLevels) -> pd.DataFrame:
    """The pairs whose tariff or export tax the scenario moves: mean rates in percent before and after."""
    moved = levels.moved
    sell, buy = np.nonzero(moved)
    names = np.array(economy.names, dtype=object)
    return pd.DataFrame(
        {
            "exporter": names[sell],
            "importer": names[buy],
            "tariff_pct_baseline": 100 * levels.before[moved],
            "tariff_pct": 100 * levels.after[moved],
            "export_tax_pct": 100 * levels.export_tax[moved],
        }
    )


def over_time(
    before: Equilibrium, after: Equilibrium, levels: TariffLevels, scenario: Scenario
) -> dict[str, pd.DataFrame]:
    """The level spread over years, the mechanical growth line, and published studies of the nearest shocks as printed.

    ``path``: real income of the United States and China, and the volume of trade between them; ``growth``: beside the
    OECD's baseline known on the as-of date; ``studies``: rows of tariff_effects with their distance, never rescaled.
    """
    names = list(before.economy.names)
    usa, china = (names.index(name) for name in BANDED)
    income = {name: float((after.real_income_hat / before.real_income_hat)[names.index(name)]) for name in BANDED}
    price = after.wage_hat / before.wage_hat  # of an economy's goods before duty
    volume = {
        f"{names[sell]} to {names[buy]}": float(after.flows[sell, buy] / before.flows[sell, buy] / price[sell])
        for sell, buy in ((china, usa), (usa, china))
    }
    moved = levels.after - levels.before
    return {
        "path": path_table(income, volume),
        "growth": growth_line(income, scenario.as_of),
        "studies": nearest_studies(moved, names, before.economy.flows, areas=BANDED, as_of=scenario.as_of),
    }


def bands(economy: Economy, levels: TariffLevels, scenario: Scenario, draws: int) -> pd.DataFrame:
    """Real income of the United States and China over draws of both elasticities: 5 %, median, 95 %, in percent.

    Both solves are made anew at every draw, so a band holds the change the scenario makes and nothing else.
    """
    places = [economy.index(name) for name in BANDED]

    def income(after: Equilibrium) -> FloatArray:
        return after.real_income_hat[places]

    shock = Shock(tariff=levels.after, export_tax=levels.export_tax)
    model = world_model(economy, shock, scenario.closure, income, baseline=Shock(tariff=levels.before))
    names = [f"real_income_{name}" for name in BANDED]
    return band_table({scenario.closure: run(model, world_spreads(), draws)}, names)
