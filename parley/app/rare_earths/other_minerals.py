"""The section Other minerals: China's share of the output of 13 minerals, edition against edition."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import other_minerals as charts
from parley.measures import mineral_shares as shares

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """China's share by mineral in one year."""
    figures.block("China's share by mineral", lambda: by_mineral(as_of))


def by_mineral(as_of: date) -> Figure:
    """China's share of each mineral in the year chosen."""
    if cache.table("critical_mineral_shares", as_of).empty:
        raise NothingToShowError(SAY("minerals.none", day=terms.day(as_of)))
    return _of(controls.choose("Year", _years(as_of), "rare_minerals_year"), as_of)


@kept
def _years(as_of: date) -> list[int]:
    return shares.years(cache.table("critical_mineral_shares", as_of))


@kept
def _of(year: int, as_of: date) -> Figure:
    rows = ranked(year, as_of)
    return Figure(
        "rare_minerals",
        charts.shares_caption(rows),
        rows,
        {"Chart": lambda palette: charts.share_bars(rows, palette)},
        state=(year, as_of),
    )


@kept
def ranked(year: int, as_of: date) -> pd.DataFrame:
    """The minerals of a year by China's share."""
    return shares.ranked(cache.table("critical_mineral_shares", as_of), year)
