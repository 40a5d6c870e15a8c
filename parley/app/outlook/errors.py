"""The section Errors: forecast less outcome by area, on the mean by edition, and beside other houses."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import errors as charts
from parley.app.outlook.charts import scores as score_charts
from parley.charts.figure import Caption
from parley.measures import forecast_scores as scores
from parley.measures import forecasts as measures

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
Shown = tuple[Caption, pd.DataFrame]


def draw(as_of: date) -> None:
    """One of three views of the errors."""

    @blocks.live("Errors")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        views = {"By area": _by_area, "By edition": _by_edition, "By house": _by_house}
        chosen = controls.choose("Errors", list(views), "outlook_errors_by")
        views[chosen](as_of, heading)


def _by_area(as_of: date, heading: st.delta_generator.DeltaGenerator) -> None:
    names = cache.country_names()
    every = cache.derived("errors", (as_of,), lambda: errors(as_of))
    with st.container(horizontal=True, width=560):
        past = sorted({int(y) for y in every["target_year"]}, reverse=True)
        year = controls.select("Year", past, "outlook_error_year", SPOTLIGHT_YEAR)
        off = cache.derived("errors of year", (year, as_of), lambda: errors_of_year(every, year, as_of))
        choices = list(off.sort_values("published_on")["edition"].drop_duplicates())
        default = SPOTLIGHT if SPOTLIGHT in choices else choices[-1]
        edition = controls.select("Edition", choices, "outlook_edition", default, terms.edition)
    state = (year, edition, as_of)
    blocks.chart_block(
        cache.derived("error words", state, lambda: charts.errors_caption(off, edition, names)),
        off,
        {"Chart": lambda palette: charts.errors(off, edition, names, palette)},
        "outlook_errors",
        note=outlook_words.read_in_press(off, within="area", part=facts.area_name),
        heading=heading,
        state=state,
    )


def _by_edition(as_of: date, heading: st.delta_generator.DeltaGenerator) -> None:
    words, rows = cache.derived("errors by edition", (as_of,), lambda: by_edition(as_of))
    blocks.chart_block(
        words,
        rows,
        {"Chart": lambda palette: score_charts.by_edition(rows, palette)},
        "outlook_scores",
        note=outlook_words.sentences(
            "Groups of countries are left out: their members are in already. Interim Reports cover few countries",
            outlook_words.means_in_press(rows),
        ),
        heading=heading,
        state=(as_of,),
    )


def _by_house(as_of: date, heading: st.delta_generator.DeltaGenerator) -> None:
    words, rows = cache.derived("errors by house", (as_of,), lambda: by_house(as_of))
    blocks.chart_block(
        words,
        rows,
        {"Chart": lambda palette: score_charts.by_house(rows, palette)},
        "outlook_house_errors",
        note=outlook_words.sentences(
            "Few pairs: single figures say little about a house", outlook_words.means_in_press(rows, ("", "oecd_"))
        ),
        heading=heading,
        state=(as_of,),
    )


def errors(as_of: date) -> pd.DataFrame:
    """Every scored forecast of the OECD. Raises NothingToShowError before the outcomes were published."""
    scored = measures.forecast_errors(cache.table("forecasts", as_of), cache.table("gdp_actuals", as_of))
    if scored.empty:
        raise NothingToShowError(
            f"Outcomes are those of Economic Outlook 119 of June 2026: on {terms.day(as_of)} no forecast can be scored."
        )
    return scored


def errors_of_year(scored: pd.DataFrame, year: int, as_of: date) -> pd.DataFrame:
    """The scored forecasts of one target year with the dates of their editions."""
    return measures.errors_of_year(scored, cache.table("forecast_editions", as_of), year)


def by_edition(as_of: date) -> Shown:
    """Mean errors of each OECD edition by years ahead."""
    rows = scores.by_edition(errors(as_of), cache.table("forecast_editions", as_of))
    return score_charts.by_edition_caption(rows), rows


def by_house(as_of: date) -> Shown:
    """Other houses beside the OECD of their day. Raises NothingToShowError before the outcomes were published."""
    errors(as_of)
    pairs = scores.pairs(*facts.tables(as_of), cache.table("gdp_actuals", as_of))
    rows = scores.by_house(pairs)
    return score_charts.by_house_caption(rows), rows
