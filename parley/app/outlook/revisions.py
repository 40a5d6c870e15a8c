"""The section Revisions: one area from edition to edition against tariff dates, and what one edition changed."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import revisions as charts
from parley.app.outlook.paths import series
from parley.charts.figure import Caption
from parley.measures import forecasts as measures

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Both blocks of the section."""
    figures.block("Revisions", lambda: of_a_year(as_of))
    figures.block("One edition", lambda: of_an_edition(as_of))


def of_a_year(as_of: date) -> Figure:
    """One target year from edition to edition, beside the tariff events."""
    measure, area = series(as_of)
    years = revised(measure, area, as_of)
    default = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[-1]
    year = controls.select("Target year", years, "outlook_year", default)
    shown = revisions(measure, area, year, as_of)
    return Figure(
        "outlook_revisions",
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.revisions(shown.rows, shown.acts, palette)},
        note=shown.note,
        events=shown.acts,
        state=(measure, area, year, as_of),
    )


def of_an_edition(as_of: date) -> Figure:
    """What the edition chosen changed for one year, by area."""
    offered = editions(as_of)
    first = SPOTLIGHT if SPOTLIGHT in offered else next(iter(offered))
    edition = controls.select("Edition", list(offered), "outlook_revised_by", first, terms.edition)
    years = offered[edition]
    near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
    return _of(edition, controls.select("For the year", years, "outlook_revised_year", near), as_of)


@kept
def _of(edition: str, year: int, as_of: date) -> Figure:
    caption, rows = by_area(edition, year, as_of)
    return Figure(
        "outlook_revised",
        caption,
        rows,
        {"Chart": lambda palette: charts.by_area(rows, cache.country_names(), palette)},
        note=outlook_words.read_in_press(rows, "area", facts.area_name),
        state=(edition, year, as_of),
    )


class Revisions(NamedTuple):
    """Revisions of one target year: words, rows, the tariff events within the time shown, scenarios and readings."""

    caption: Caption
    rows: pd.DataFrame
    acts: pd.DataFrame
    note: str


@kept
def revised(measure: str, area: str, as_of: date) -> list[int]:
    """Target years at least two editions forecast."""
    return measures.revised_years(cache.table("forecasts", as_of), area, measure)


@kept
def revisions(measure: str, area: str, year: int, as_of: date) -> Revisions:
    """The revisions of one target year, each with the last tariff event since the edition before it."""
    forecasts, published = facts.tables(as_of)
    path = measures.revision_path(forecasts, published, area, measure, year, "OECD")
    acts = facts.acts(as_of, path["published_on"].min(), path["published_on"].max())
    rows = measures.with_last_event(path, acts)
    note = outlook_words.sentences(outlook_words.scenarios(forecasts, path), outlook_words.read_in_press(path))
    return Revisions(charts.revisions_caption(rows, facts.subject(measure, area)), rows, acts, note)


@kept
def editions(as_of: date) -> dict[str, list[int]]:
    """Editions that revised growth of several areas, newest first, and the years they did so for.

    Raises NothingToShowError before there was one.
    """
    forecasts, published = facts.tables(as_of)
    rows = measures.of_oecd(forecasts).merge(published[["institution", "edition", "published_on"]])
    rows = rows.sort_values("published_on")
    revised_rows = rows[rows.duplicated(["area", "target_year"])]
    offered: dict[str, list[int]] = {}
    for edition, part in revised_rows.sort_values("published_on", ascending=False).groupby("edition", sort=False):
        counts = part["target_year"].value_counts()
        if (counts > 1).any():
            offered[str(edition)] = sorted(int(year) for year in counts.index[counts > 1])
    if not offered:
        raise NothingToShowError(SAY("revisions.none", day=terms.day(as_of)))
    return offered


@kept
def by_area(edition: str, year: int, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """What one edition changed for a target year, by area."""
    rows = measures.revisions_by_area(*facts.tables(as_of), year, edition)
    return charts.by_area_caption(
        rows, outlook_words.outlook(edition, facts.tables(as_of)[1]), year, cache.country_names()
    ), rows
