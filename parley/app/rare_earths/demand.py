"""The section Demand: what magnet rare earths are used for, observed and in three scenarios."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import demand as charts
from parley.measures import mineral_demand as demand

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Demand by use and year in one scenario."""
    figures.block("Demand by use", lambda: by_use(as_of))


def by_use(as_of: date) -> Figure:
    """Demand by use over the years of the scenario chosen."""
    scenarios = _scenarios(as_of)
    if not scenarios:
        raise NothingToShowError(SAY("demand.none", day=terms.day(as_of)))
    return _of(controls.choose("Scenario", scenarios, "rare_scenario", charts.SCENARIO_NAMES.__getitem__), as_of)


@kept
def _of(scenario: str, as_of: date) -> Figure:
    rows = path(scenario, as_of)
    return Figure(
        "rare_demand",
        charts.demand_caption(rows),
        rows,
        {"Chart": lambda palette: charts.demand_bars(rows, palette)},
        state=(scenario, as_of),
    )


@kept
def _scenarios(as_of: date) -> list[str]:
    table = cache.table("demand_by_use", as_of)
    return [] if table.empty else demand.scenarios(table)


@kept
def path(scenario: str, as_of: date) -> pd.DataFrame:
    """Demand by use and year in one scenario."""
    return demand.path(cache.table("demand_by_use", as_of), scenario)
