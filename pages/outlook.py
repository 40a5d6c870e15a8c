"""Did the forecasters see it: OECD editions as paths with the tariff events, revisions, and errors."""

import streamlit as st

from parley import terms
from parley.charts import forecast_errors as error_charts
from parley.charts import forecasts as charts
from parley.ui import blocks, cache, controls, shell
from parley.ui import outlook_facts as facts

shell.join_dashboard()

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025

as_of = controls.as_of()


@blocks.live("OECD forecasts", title="The OECD on growth, edition by edition")
def _() -> None:
    answer, metrics, known = cache.derived("outlook header", (as_of,), lambda: facts.header(as_of))
    blocks.page_header(
        answer,
        "Every edition as printed, the tariff events beside it. What caused a revision the editions do not say.",
    )
    blocks.metrics(metrics)
    blocks.known_until(known)


@blocks.live("Paths and revisions")
def _() -> None:
    heading = st.container(gap="xxsmall")
    names = cache.country_names()
    areas = cache.derived("outlook areas", (as_of,), lambda: facts.areas(as_of))
    with st.container(width=360):
        area = controls.select("Area", areas, "outlook_area", "WLD", lambda code: names.get(code, code))
    shown = cache.derived("outlook paths", (area, as_of), lambda: facts.paths(area, as_of))
    blocks.chart_block(
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.paths(shown.rows, shown.acts, palette)},
        "outlook_paths",
        below=lambda: blocks.event_key(shown.acts),
        heading=heading,
        state=(area, as_of),
    )
    heading = st.container(gap="xxsmall")
    year = controls.choose("Target year", shown.years, "outlook_year")
    words, moves = cache.derived("revisions", (area, year, as_of), lambda: facts.revisions(shown, area, year))
    blocks.chart_block(
        words,
        moves,
        {"Chart": lambda palette: charts.revisions(moves, shown.acts, palette)},
        "outlook_revisions",
        note="Digits: the events named above" if len(shown.acts) else "",
        heading=heading,
        state=(area, year, as_of),
    )


@blocks.live("Errors")
def _() -> None:
    heading = st.container(gap="xxsmall")
    names = cache.country_names()
    errors = cache.derived("errors", (as_of,), lambda: facts.errors(as_of))
    with st.container(horizontal=True, width=560):
        past = sorted({int(y) for y in errors["target_year"]}, reverse=True)
        scored = controls.select("Year", past, "outlook_error_year", SPOTLIGHT_YEAR)
        off = cache.derived("errors of year", (scored, as_of), lambda: facts.errors_of_year(errors, scored, as_of))
        choices = list(off.sort_values("published_on")["edition"].drop_duplicates())
        default = SPOTLIGHT if SPOTLIGHT in choices else choices[-1]
        chosen = controls.select("Edition", choices, "outlook_edition", default, terms.edition)
    blocks.chart_block(
        cache.derived("error words", (scored, chosen, as_of), lambda: error_charts.errors_caption(off, chosen, names)),
        off,
        {"Chart": lambda palette: error_charts.errors(off, chosen, names, palette)},
        "outlook_errors",
        heading=heading,
        state=(scored, chosen, as_of),
    )


@blocks.live("Other houses")
def _() -> None:
    houses = cache.derived("houses", (as_of,), lambda: facts.current_houses(as_of))
    blocks.table_block(
        cache.derived("houses words", (as_of,), lambda: facts.houses(houses)),
        houses,
        "outlook_houses",
        "Real GDP growth, percent. Each house weights the world its own way: levels of different houses do not compare",
    )


blocks.how_worked_out(
    """
**Path**: the growth an edition prints for one target year, at the day the edition came out; where only the month is
known, at its last day. Only baseline scenarios, one or three decimals as printed. Euro area of 17 members and the euro
area as a whole are different areas and never joined.

**Revision** = figure of an edition - figure of the edition before it that has one for the same area and year. Tariff
events stand beside the revisions as dates; an edition does not say how much of a revision is owed to tariffs.

**Error** = forecast - recorded growth, percentage points. Recorded growth is that of Economic Outlook 119 (June 2026)
for every edition alike, and for the world the rate it prints for 2025 (3.4 %); figures for 2025 are estimates still.
Errors are given only where area and year mean the same on both sides; alternative scenarios and estimates of past years
are left out.

**Missing**: single Interim Reports, and areas an edition does not print. Nothing is filled in.
"""
)
