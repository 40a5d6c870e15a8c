"""The section Revisions: one area from edition to edition against tariff dates, and what one edition changed."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import revisions as charts
from parley.app.outlook.paths import series
from parley.charts.figure import Caption
from parley.measures import forecasts as measures

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025


def draw(as_of: date) -> None:
    """Both blocks of the section."""

    @blocks.live("Revisions")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        with st.container(horizontal=True, vertical_alignment="top"):
            measure, area = series(as_of)
            years = cache.derived("outlook years", (measure, area, as_of), lambda: revised(measure, area, as_of))
            default = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[-1]
            with st.container(width=150):
                year = controls.select("Target year", years, "outlook_year", default)
        state = (measure, area, year, as_of)
        shown = cache.derived("outlook revisions", state, lambda: revisions(*state))
        blocks.chart_block(
            shown.caption,
            shown.rows,
            {"Chart": lambda palette: charts.revisions(shown.rows, shown.acts, palette)},
            "outlook_revisions",
            note=shown.note,
            below=lambda: blocks.event_key(shown.acts),
            heading=heading,
            state=state,
        )

    @blocks.live("One edition")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        offered = cache.derived("outlook editions", (as_of,), lambda: editions(as_of))
        with st.container(horizontal=True, width=460):
            chosen = SPOTLIGHT if SPOTLIGHT in offered else next(iter(offered))
            edition = controls.select("Edition", list(offered), "outlook_revised_by", chosen, terms.edition)
            years = offered[edition]
            near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
            year = controls.select("For the year", years, "outlook_revised_year", near)
        state = (edition, year, as_of)
        words, rows = cache.derived("outlook by area", state, lambda: by_area(*state))
        blocks.chart_block(
            words,
            rows,
            {"Chart": lambda palette: charts.by_area(rows, cache.country_names(), palette)},
            "outlook_revised",
            note=outlook_words.read_in_press(rows, "area", facts.area_name),
            heading=heading,
            state=state,
        )


class Revisions(NamedTuple):
    """Revisions of one target year: words, rows, the tariff events within the time shown, scenarios and readings."""

    caption: Caption
    rows: pd.DataFrame
    acts: pd.DataFrame
    note: str


def revised(measure: str, area: str, as_of: date) -> list[int]:
    """Target years at least two editions forecast."""
    return measures.revised_years(cache.table("forecasts", as_of), area, measure)


def revisions(measure: str, area: str, year: int, as_of: date) -> Revisions:
    """The revisions of one target year, each with the last tariff event since the edition before it."""
    forecasts, known = facts.tables(as_of)
    path = measures.revision_path(forecasts, known, area, measure, year, "OECD")
    acts = facts.acts(as_of, path["published_on"].min(), path["published_on"].max())
    rows = measures.with_last_event(path, acts)
    note = outlook_words.sentences(outlook_words.scenarios(forecasts, path), outlook_words.read_in_press(path))
    return Revisions(charts.revisions_caption(rows, facts.subject(measure, area)), rows, acts, note)


def editions(as_of: date) -> dict[str, list[int]]:
    """Editions that revised growth of several areas, newest first, and the years they did so for.

    Raises NothingToShowError before there was one.
    """
    forecasts, known = facts.tables(as_of)
    rows = measures.of_oecd(forecasts).merge(known[["institution", "edition", "published_on"]])
    rows = rows.sort_values("published_on")
    revised_rows = rows[rows.duplicated(["area", "target_year"])]
    offered: dict[str, list[int]] = {}
    for edition, part in revised_rows.sort_values("published_on", ascending=False).groupby("edition", sort=False):
        counts = part["target_year"].value_counts()
        if (counts > 1).any():
            offered[str(edition)] = sorted(int(year) for year in counts.index[counts > 1])
    if not offered:
        raise NothingToShowError(f"No edition known on {terms.day(as_of)} revised the growth of several areas.")
    return offered


def by_area(edition: str, year: int, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """What one edition changed for a target year, by area."""
    rows = measures.revisions_by_area(*facts.tables(as_of), year, edition)
    return charts.by_area_caption(rows, edition, year, cache.country_names()), rows
