"""Did the forecasters see it: OECD editions as paths with the tariff events, revisions, and errors."""

import streamlit as st

from parley import terms
from parley.charts import forecast_errors as error_charts
from parley.charts import forecasts as charts
from parley.measures import events as dated
from parley.measures import forecasts as measures
from parley.ui import blocks, cache, controls, outlook_facts, shell

shell.join_dashboard()

EVENTS = ("us-301-l1", "us-ieepa-fent-1", "us-ieepa-recip-125", "geneva", "busan", "scotus", "us-301-fl")
SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025

as_of = controls.as_of()
names = cache.country_names()

with blocks.guarded("OECD forecasts", title="The OECD on growth, edition by edition"):
    forecasts, editions = cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)
    years = measures.known_years(forecasts, "WLD")
    blocks.page_header(
        outlook_facts.answer(measures.paths(forecasts, editions, "WLD", years) if years else forecasts.head(0)),
        "Every edition as printed, the tariff events beside it. What caused a revision the editions do not say.",
    )
    blocks.metrics(outlook_facts.metrics(forecasts, editions))
    blocks.known_until(outlook_facts.known_until(forecasts, editions))

with blocks.guarded("Paths and revisions"):
    heading = st.container(gap="xxsmall")
    forecasts, editions = cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)
    areas = measures.areas_with_paths(forecasts)
    if not areas:
        raise blocks.NothingToShowError(f"No two editions on one and the same year were known on {terms.day(as_of)}.")
    with st.container(width=360):
        area = controls.select("Area", areas, "outlook_area", "WLD", lambda code: names.get(code, code))
    years = measures.known_years(forecasts, area)
    path = measures.paths(forecasts, editions, area, years)
    growth, shown = outlook_facts.growth(area), (path["published_on"].min(), path["published_on"].max())
    acts = dated.between(dated.key_events(cache.table("events", as_of), EVENTS), *shown)
    blocks.chart_block(
        charts.paths_caption(path, growth),
        path,
        {"Chart": lambda palette: charts.paths(path, acts, palette)},
        "outlook_paths",
        below=lambda: blocks.event_key(acts),
        heading=heading,
    )
    heading = st.container(gap="xxsmall")
    year = controls.choose("Target year", years, "outlook_year")
    moves = path[path["target_year"] == year]
    if moves["change_pp"].isna().all():
        raise blocks.NothingToShowError(f"Only one edition has a figure for {year}: nothing to compare yet.")
    blocks.chart_block(
        charts.revisions_caption(moves, growth),
        moves,
        {"Chart": lambda palette: charts.revisions(moves, acts, palette)},
        "outlook_revisions",
        note="Digits: the events named above" if len(acts) else "",
        heading=heading,
    )

with blocks.guarded("Errors"):
    heading = st.container(gap="xxsmall")
    forecasts, editions = cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)
    errors = measures.forecast_errors(forecasts, cache.table("gdp_actuals", as_of))
    if errors.empty:
        raise blocks.NothingToShowError(
            f"Outcomes are those of Economic Outlook 119 of June 2026: on {terms.day(as_of)} no forecast can be scored."
        )
    with st.container(horizontal=True, width=560):
        past = sorted({int(y) for y in errors["target_year"]}, reverse=True)
        scored = controls.select("Year", past, "outlook_error_year", SPOTLIGHT_YEAR)
        off = measures.errors_of_year(errors, editions, scored)
        choices = list(off.sort_values("published_on")["edition"].drop_duplicates())
        default = SPOTLIGHT if SPOTLIGHT in choices else choices[-1]
        chosen = controls.select("Edition", choices, "outlook_edition", default, terms.edition)
    blocks.chart_block(
        error_charts.errors_caption(off, chosen, names),
        off,
        {"Chart": lambda palette: error_charts.errors(off, chosen, names, palette)},
        "outlook_errors",
        heading=heading,
    )

with blocks.guarded("Other houses"):
    forecasts, editions = cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)
    houses = measures.current_by_institution(forecasts, editions, "WLD")
    if houses.empty:
        raise blocks.NothingToShowError(f"No house's forecast of world growth was known on {terms.day(as_of)}.")
    blocks.table_block(
        outlook_facts.houses(houses),
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
