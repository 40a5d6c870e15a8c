"""The section Other minerals: China's share of the output of 13 minerals, edition against edition."""

from datetime import date

import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import other_minerals as charts
from parley.measures import mineral_shares as shares

METHOD = """
**Other minerals**: share = China's output / world total as printed, which is rounded and for lithium, antimony and
tellurium leaves out the United States. Both editions are of the US Geological Survey; the newest year is estimated.
Germanium has no world table in either, so no share can be given.
"""


def draw(as_of: date) -> None:
    """China's share by mineral in one year."""

    @blocks.live("China's share by mineral")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        table = cache.table("critical_mineral_shares", as_of)
        if table.empty:
            raise NothingToShowError(f"No edition with these minerals had been published by {terms.day(as_of)}.")
        year = controls.choose("Year", shares.years(table), "rare_minerals_year")
        rows = cache.derived("mineral shares", (year, as_of), lambda: shares.ranked(table, year))
        blocks.chart_block(
            charts.shares_caption(rows),
            rows,
            {"Chart": lambda palette: charts.share_bars(rows, palette)},
            "rare_minerals",
            heading=heading,
            state=(year, as_of),
        )
