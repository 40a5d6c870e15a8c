"""The section Demand: what magnet rare earths are used for, observed and in three scenarios."""

from datetime import date

import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import demand as charts
from parley.measures import mineral_demand as demand

METHOD = """
**Demand** is that of the International Energy Agency for four elements (Nd, Pr, Dy, Tb) together; only 2024 is
observed. Scenarios are not forecasts: each is what follows from its assumptions on policy. Other uses hold motors,
electronics and all else, without a breakdown.
"""


def draw(as_of: date) -> None:
    """Demand by use and year in one scenario."""

    @blocks.live("Demand by use")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        table = cache.table("demand_by_use", as_of)
        if table.empty:
            raise NothingToShowError(f"No figure of demand by use had been published by {terms.day(as_of)}.")
        scenario = controls.choose(
            "Scenario", demand.scenarios(table), "rare_scenario", charts.SCENARIO_NAMES.__getitem__
        )
        rows = cache.derived("demand by use", (scenario, as_of), lambda: demand.path(table, scenario))
        blocks.chart_block(
            charts.demand_caption(rows),
            rows,
            {"Chart": lambda palette: charts.demand_bars(rows, palette)},
            "rare_demand",
            heading=heading,
            state=(scenario, as_of),
        )
