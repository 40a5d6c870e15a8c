"""The section Feed imports: where China buys the compounds it refines."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import feed_imports as charts
from parley.measures import feed

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """China's imports of rare-earth compounds by year and origin, by weight or by value."""
    figures.block("Feed imports", lambda: feed_imports(as_of))


def feed_imports(as_of: date) -> Figure:
    """The imports in the measure chosen."""
    return _of(controls.choose("Measure", list(charts.MEASURES), "rare_feed", charts.MEASURES.__getitem__), as_of)


@kept
def _of(measure: str, as_of: date) -> Figure:
    rows = by_origin(as_of)
    return Figure(
        "rare_feed_imports",
        charts.feed_caption(rows, measure),
        rows,
        {"Chart": lambda palette: charts.feed_bars(rows, measure, palette)},
        note="" if controls.is_latest() else SAY("feed.revised"),
        state=(measure, as_of),
    )


@kept
def by_origin(as_of: date) -> pd.DataFrame:
    """Imports by year and origin with names. Raises NothingToShowError before the first year was known."""
    table = cache.table("china_feed_imports", as_of)
    if table.empty:
        raise NothingToShowError(SAY("feed.none", day=terms.day(as_of)))
    names = {**cache.country_names(), "ROW": "Others"}
    rows = feed.by_origin(table)
    return rows.assign(origin=rows["partner_iso3"].map(names))
