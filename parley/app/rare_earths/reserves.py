"""The section Reserves: what is in the ground by country, edition by edition, with the correction of May 2026."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import reserves as charts
from parley.measures import reserves

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Reserves by country in one edition, and where the edition before printed another figure."""
    figures.block("Reserves", lambda: by_edition(as_of))


def by_edition(as_of: date) -> Figure:
    """Reserves by country in the edition chosen."""
    if cache.table("reserves", as_of).empty:
        raise NothingToShowError(SAY("reserves.none", day=terms.day(as_of)))
    return _of(controls.choose("Edition", _editions(as_of), "rare_edition"), as_of)


@kept
def _editions(as_of: date) -> list[str]:
    return reserves.editions(cache.table("reserves", as_of))


@kept
def _of(edition: str, as_of: date) -> Figure:
    rows = by_country(edition, as_of)
    return Figure(
        "rare_reserves",
        charts.reserves_caption(rows),
        rows,
        {"Chart": lambda palette: charts.reserve_bars(rows, palette)},
        state=(edition, as_of),
    )


@kept
def by_country(edition: str, as_of: date) -> pd.DataFrame:
    """Reserves by country in one edition, countries by the names all pages use."""
    rows = reserves.by_country(cache.table("reserves", as_of), edition)
    is_place = ~rows["iso3"].isin(["WLD", "ROW"])
    return rows.assign(country=rows["iso3"].map(cache.country_names()).where(is_place, rows["country"]))
