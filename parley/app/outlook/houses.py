"""The section Other houses: IMF, World Bank, WTO, ECB and NIESR beside the OECD, each at the day it published."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import houses as charts
from parley.charts.figure import Caption
from parley.measures import forecast_houses as houses

SPOTLIGHT_YEAR = 2025
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Figures of every house for one measure, area and year."""
    figures.block("Other houses", lambda: by_house(as_of))


def by_house(as_of: date) -> Figure:
    """The houses' figures for the measure, area and year chosen."""
    offered = offered_measures(as_of)
    measure = controls.select("Measure", offered, "outlook_house_measure", offered[0], terms.MEASURES.__getitem__)
    areas = _areas(measure, as_of)
    area = controls.select("Area", areas, "outlook_house_area", areas[0], facts.area_name)
    years = _years(measure, area, as_of)
    near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
    return _of(measure, area, controls.select("Target year", years, "outlook_house_year", near), as_of)


@kept
def _areas(measure: str, as_of: date) -> list[str]:
    return houses.areas_of_houses(cache.table("forecasts", as_of), measure)


@kept
def _years(measure: str, area: str, as_of: date) -> list[int]:
    return houses.years_of_houses(cache.table("forecasts", as_of), measure, area)


@kept
def _of(measure: str, area: str, year: int, as_of: date) -> Figure:
    caption, rows = printed(measure, area, year, as_of)
    return Figure(
        "outlook_houses",
        caption,
        rows,
        {"Chart": lambda palette: charts.dots(rows, palette)},
        note=outlook_words.sentences(outlook_words.read_in_press(rows), outlook_words.not_found(*facts.tables(as_of))),
        state=(measure, area, year, as_of),
    )


@kept
def offered_measures(as_of: date) -> list[str]:
    """Measures another house forecast. Raises NothingToShowError when none was known."""
    offered = houses.measures_of_houses(cache.table("forecasts", as_of))
    if not offered:
        raise NothingToShowError(SAY("houses.none", day=terms.day(as_of)))
    return offered


@kept
def printed(measure: str, area: str, year: int, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """Words and rows of one measure, area and year. Raises NothingToShowError without a figure for it."""
    rows = houses.figures(*facts.tables(as_of), measure, area, year)
    if rows.empty:
        raise NothingToShowError(
            SAY("houses.no_choice", subject=charts.subject(measure, facts.place(area)), year=year, day=terms.day(as_of))
        )
    return charts.caption(rows, facts.place(area)), rows
