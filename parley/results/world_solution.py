"""The one-sector world model's whole answer to a scenario: its point, the path over time, studies and ranges."""

from time import perf_counter

import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.calibration.policy_world import TariffLevels
from parley.models.armington import Equilibrium
from parley.models.policy_scenario import Scenario
from parley.results.answer import Answer
from parley.results.drivers import income_shares
from parley.results.growth import growth_line, nearest_studies, path_table
from parley.results.world import point
from parley.results.world_bands import band_tables

NOTES = (
    "Modelled, not measured: the long run with fixed labour and capital, without investment, confidence or capital "
    "flows.",
    "Starting tariffs: duties the US collected, China's average on US goods, elsewhere the importer's average ordinary "
    "duty (MFN) without preferences. No source prints Taiwan's.",
    "Values are US dollars at the trade of 2023, with world factor income unchanged. Taiwan's trade is estimated.",
)
BANDED = (US, CHINA)
LEAST_DRAWS_FOR_DRIVERS = 16


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_economy, trade (exporter by importer), tariffs, path, growth, studies.

    With draws also ``bands`` and ``trade_bands``: the range of every change of by_economy and of trade; with enough of
    them ``drivers``, the part of each parameter in the range of real income. Raises ScenarioError, CalibrationError,
    ModelInputError; NotConvergedError when there is no equilibrium.
    """
    began = perf_counter()
    found = point(scenario)
    tables = {"by_economy": found.by_economy, "trade": found.trade, "tariffs": found.tariffs}
    if found.levels.moved.any():
        tables |= over_time(found.before, found.after, found.levels, scenario)
    if draws:
        tables |= band_tables(scenario, draws)
        if draws >= LEAST_DRAWS_FOR_DRIVERS:
            tables["drivers"] = income_shares(scenario, draws)
    return Answer(
        tables=tables,
        convergence={
            "residual": max(found.before.residual, found.after.residual),
            "iterations": found.before.iterations + found.after.iterations,
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
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
