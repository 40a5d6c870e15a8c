"""The section Reserves: what is in the ground by country, edition by edition, with the correction of May 2026."""

from datetime import date

import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import reserves as charts
from parley.measures import reserves

METHOD = """
**Reserves** are what could be mined with profit when the edition was written; an edition corrected by erratum is kept
beside what it printed first. Share = reserves / printed world total. The total reads "more than", and several countries
have no figure, so every share is an upper bound.
"""


def draw(as_of: date) -> None:
    """Reserves by country in one edition, and where the edition before printed another figure."""

    @blocks.live("Reserves")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        table = cache.table("reserves", as_of)
        if table.empty:
            raise NothingToShowError(f"No edition with reserves had been published by {terms.day(as_of)}.")
        edition = controls.choose("Edition", reserves.editions(table), "rare_edition")
        rows = cache.derived("reserves", (edition, as_of), lambda: reserves.by_country(table, edition))
        blocks.chart_block(
            charts.reserves_caption(rows),
            rows,
            {"Chart": lambda palette: charts.reserve_bars(rows, palette)},
            "rare_reserves",
            heading=heading,
            state=(edition, as_of),
        )
