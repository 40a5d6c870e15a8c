"""The section Errors: forecast less outcome by area, on the mean by edition, and beside other houses."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook import header as facts
from parley.app.outlook import words as outlook_words
from parley.app.outlook.charts import errors as charts
from parley.app.outlook.charts import scores as score_charts
from parley.charts.figure import Caption
from parley.measures import forecast_scores as scores
from parley.measures import forecasts as measures

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
SAY = words.beside(__file__)
Shown = tuple[Caption, pd.DataFrame]


def draw(as_of: date) -> None:
    """One of three views of the errors."""
    figures.block("Errors", lambda: in_view(as_of))


def in_view(as_of: date) -> Figure:
    """The errors by area, by edition or by house."""
    views = {"By area": of_areas, "By edition": of_editions, "By house": of_houses}
    return views[controls.choose("Errors", list(views), "outlook_errors_by")](as_of)


def of_areas(as_of: date) -> Figure:
    """The errors of one target year by area, those of the edition chosen apart."""
    year = controls.select("Year", _past(as_of), "outlook_error_year", SPOTLIGHT_YEAR)
    choices = _editions(year, as_of)
    default = SPOTLIGHT if SPOTLIGHT in choices else choices[-1]
    return _of_areas(year, controls.select("Edition", choices, "outlook_edition", default, terms.edition), as_of)


@kept
def _past(as_of: date) -> list[int]:
    return sorted({int(y) for y in errors(as_of)["target_year"]}, reverse=True)


@kept
def _editions(year: int, as_of: date) -> list[str]:
    """The editions that forecast the year, oldest first."""
    return list(errors_of_year(year, as_of).sort_values("published_on")["edition"].drop_duplicates())


@kept
def _of_areas(year: int, edition: str, as_of: date) -> Figure:
    names, off = cache.country_names(), errors_of_year(year, as_of)
    return Figure(
        "outlook_errors",
        charts.errors_caption(off, edition, outlook_words.outlook(edition, facts.tables(as_of)[1]), names),
        off,
        {"Chart": lambda palette: charts.errors(off, edition, names, palette)},
        note=outlook_words.read_in_press(off, within="area", part=facts.area_name),
        state=(year, edition, as_of),
    )


@kept
def of_editions(as_of: date) -> Figure:
    """Mean errors by edition."""
    caption, rows = by_edition(as_of)
    return Figure(
        "outlook_scores",
        caption,
        rows,
        {"Chart": lambda palette: score_charts.by_edition(rows, palette)},
        note=outlook_words.sentences(
            SAY("errors.editions_note"),
            outlook_words.means_in_press(rows),
        ),
        state=(as_of,),
    )


@kept
def of_houses(as_of: date) -> Figure:
    """Mean errors by house."""
    caption, rows = by_house(as_of)
    return Figure(
        "outlook_house_errors",
        caption,
        rows,
        {"Chart": lambda palette: score_charts.by_house(rows, palette)},
        note=outlook_words.sentences(SAY("errors.houses_note"), outlook_words.means_in_press(rows, ("", "oecd_"))),
        state=(as_of,),
    )


@kept
def errors(as_of: date) -> pd.DataFrame:
    """Every scored forecast of the OECD. Raises NothingToShowError before the outcomes were published."""
    scored = measures.forecast_errors(cache.table("forecasts", as_of), cache.table("gdp_actuals", as_of))
    if scored.empty:
        raise NothingToShowError(SAY("errors.none", day=terms.day(as_of)))
    return scored


@kept
def errors_of_year(year: int, as_of: date) -> pd.DataFrame:
    """The scored forecasts of one target year with the dates of their editions."""
    return measures.errors_of_year(errors(as_of), cache.table("forecast_editions", as_of), year)


@kept
def by_edition(as_of: date) -> Shown:
    """Mean errors of each OECD edition by years ahead."""
    rows = scores.by_edition(errors(as_of), cache.table("forecast_editions", as_of))
    return score_charts.by_edition_caption(rows), rows


@kept
def by_house(as_of: date) -> Shown:
    """Other houses beside the OECD of their day. Raises NothingToShowError before the outcomes were published."""
    errors(as_of)
    pairs = scores.pairs(*facts.tables(as_of), cache.table("gdp_actuals", as_of))
    rows = scores.by_house(pairs)
    return score_charts.by_house_caption(rows), rows
