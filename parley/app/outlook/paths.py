"""The section Paths: what each OECD edition printed for a target year, beside the tariff events."""

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
from parley.app.outlook.charts import paths as charts
from parley.charts.figure import Caption
from parley.measures import forecasts as measures

MEASURES = {
    "real_gdp_growth": "Real GDP growth",
    "headline_inflation": "Inflation",
    "core_inflation": "Core inflation",
    "consumption_deflator_inflation": "Consumption deflator",
}

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Paths of one measure and area in a span of target years."""
    figures.block("Paths", lambda: by_edition(as_of))


def by_edition(as_of: date) -> Figure:
    """What the editions print for the measure, area and years chosen."""
    measure, area = series(as_of)
    spans = year_spans(measure, area, as_of)
    span = controls.choose("Target years", list(spans), "outlook_span") if len(spans) > 1 else next(iter(spans))
    shown = paths(measure, area, spans[span], as_of)
    return Figure(
        "outlook_paths",
        shown.caption,
        shown.rows,
        {"Chart": lambda palette: charts.paths(shown.rows, shown.acts, palette)},
        note=shown.note,
        events=shown.acts,
        state=(measure, area, span, as_of),
    )


class Paths(NamedTuple):
    """The editions' paths of one area: words, rows, the tariff events within the time shown, scenarios and readings."""

    caption: Caption
    rows: pd.DataFrame
    acts: pd.DataFrame
    note: str


def series(as_of: date) -> tuple[str, str]:
    """The measure and the area chosen among those the OECD revised, by two lists."""
    offered = areas_by_measure(as_of)
    measure = controls.select("Measure", list(offered), "outlook_measure", next(iter(offered)), MEASURES.__getitem__)
    area = controls.select("Area", offered[measure], "outlook_area", offered[measure][0], facts.area_name)
    return measure, area


@kept
def areas_by_measure(as_of: date) -> dict[str, list[str]]:
    """Measures and their areas with a path. Raises NothingToShowError before two editions on one year were known."""
    forecasts = cache.table("forecasts", as_of)
    offered = {measure: measures.areas_with_paths(forecasts, measure) for measure in MEASURES}
    offered = {measure: areas for measure, areas in offered.items() if areas}
    if not offered:
        raise NothingToShowError(SAY("paths.none", day=terms.day(as_of)))
    return offered


@kept
def year_spans(measure: str, area: str, as_of: date) -> dict[str, tuple[int, ...]]:
    """Spans of target years by their words, the newest first."""
    spans = measures.year_spans(cache.table("forecasts", as_of), area, measure)
    return {f"{s[0]}" if len(s) == 1 else f"{s[0]}{terms.DASH}{str(s[-1])[2:]}": s for s in spans}


@kept
def paths(measure: str, area: str, years: tuple[int, ...], as_of: date) -> Paths:
    """What the block of paths shows of one measure, area and span of years."""
    forecasts, editions = facts.tables(as_of)
    rows = measures.paths(forecasts, editions, area, years, measure)
    acts = facts.acts(as_of, rows["published_on"].min(), rows["published_on"].max())
    note = outlook_words.sentences(outlook_words.scenarios(forecasts, rows), outlook_words.read_in_press(rows))
    return Paths(charts.paths_caption(rows, facts.subject(measure, area)), rows, acts, note)
