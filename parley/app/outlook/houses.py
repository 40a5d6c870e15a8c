"""The section Other houses: IMF, World Bank, WTO, ECB and NIESR beside the OECD, each at the day it published."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import houses as charts
from parley.charts.figure import Caption
from parley.measures import forecast_houses as houses

SPOTLIGHT_YEAR = 2025


def draw(as_of: date) -> None:
    """Figures of every house for one measure, area and year."""

    @blocks.live("Other houses")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        known = cache.table("forecasts", as_of)
        offered = cache.derived("house measures", (as_of,), lambda: offered_measures(as_of))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            with st.container(width=260):
                measure = controls.select(
                    "Measure", offered, "outlook_house_measure", offered[0], terms.MEASURES.__getitem__
                )
            areas = houses.areas_of_houses(known, measure)
            with st.container(width=190):
                area = controls.select("Area", areas, "outlook_house_area", areas[0], facts.area_name)
            years = houses.years_of_houses(known, measure, area)
            near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
            with st.container(width=150):
                year = controls.select("Target year", years, "outlook_house_year", near)
        state = (measure, area, year, as_of)
        words, rows = cache.derived("houses", state, lambda: figures(*state))
        blocks.chart_block(
            words,
            rows,
            {"Chart": lambda palette: charts.dots(rows, palette)},
            "outlook_houses",
            note=outlook_words.sentences(
                outlook_words.read_in_press(rows), outlook_words.not_found(*facts.tables(as_of))
            ),
            heading=heading,
            state=state,
        )


def offered_measures(as_of: date) -> list[str]:
    """Measures another house forecast. Raises NothingToShowError when none was known."""
    known = houses.measures_of_houses(cache.table("forecasts", as_of))
    if not known:
        raise NothingToShowError(f"No forecast of another house was known on {terms.day(as_of)}.")
    return known


def figures(measure: str, area: str, year: int, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """Words and rows of one measure, area and year. Raises NothingToShowError without a figure for it."""
    rows = houses.figures(*facts.tables(as_of), measure, area, year)
    if rows.empty:
        raise NothingToShowError(f"No house had forecast {terms.MEASURES[measure]} for {year} by {terms.day(as_of)}.")
    return charts.caption(rows, facts.area_name(area)), rows
