"""The section US reliance: net import reliance by mineral, rare earths by edition, and where imports come from."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import us_reliance as charts
from parley.charts.figure import Caption
from parley.measures import reliance

SHOWN = {"year": "Minerals in one year", "editions": "Rare earths by edition"}
GROUPS = {
    reliance.CONTROLLED: "Under Chinese controls",
    reliance.CRITICAL: "US critical list",
    reliance.ALL: "All",
}

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Reliance by mineral or by edition, and the import sources of one good."""
    figures.block("US import reliance", lambda: import_reliance(as_of))
    figures.block("Import sources", lambda: import_sources(as_of))


def import_reliance(as_of: date) -> Figure:
    """Minerals in one year, or the rare earths edition by edition."""
    shown = controls.choose("Show", list(SHOWN), "rare_reliance_show", SHOWN.__getitem__)
    return by_edition(as_of) if shown == "editions" else by_mineral(as_of)


def by_mineral(as_of: date) -> Figure:
    """The ranking of the year and edition chosen."""
    edition = chosen_edition(reliance.RELIANCE, "rare_reliance_edition", as_of)
    year = controls.choose("Year", _years(edition, as_of), "rare_reliance_year")
    group = controls.choose("Minerals", list(GROUPS), "rare_reliance_group", GROUPS.__getitem__)
    rows = ranked(edition, year, group, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("reliance.no_mineral", edition=edition))
    return Figure(
        "rare_reliance",
        _ranked_caption(edition, year, group, as_of),
        rows,
        {"Chart": lambda palette: charts.reliance_bars(rows, palette)},
        state=(edition, year, group, as_of),
    )


@kept
def _years(edition: str, as_of: date) -> list[int]:
    return reliance.years(table(as_of), edition)


@kept
def ranked(edition: str, year: int, group: str, as_of: date) -> pd.DataFrame:
    """The minerals of a group by net import reliance in one year of an edition."""
    return reliance.ranked(table(as_of), edition, year, group)


@kept
def _ranked_caption(edition: str, year: int, group: str, as_of: date) -> Caption:
    return charts.reliance_caption(ranked(edition, year, group, as_of), group)


@kept
def by_edition(as_of: date) -> Figure:
    """Rare-earth compounds and metals, edition against edition."""
    rows = reliance.by_edition(table(as_of))
    if rows.empty:
        raise NothingToShowError(SAY("reliance.none", day=terms.day(as_of)))
    return Figure(
        "rare_reliance_editions",
        charts.editions_caption(rows),
        rows,
        {"Chart": lambda palette: charts.edition_lines(rows, palette)},
        state=(as_of,),
    )


def import_sources(as_of: date) -> Figure:
    """Where imports of the good chosen come from."""
    edition = chosen_edition(reliance.SOURCES, "rare_sources_edition", as_of)
    return _of(edition, controls.select("Good", goods(edition, as_of), "rare_sources_good", "Rare earths"), as_of)


@kept
def _of(edition: str, good: str, as_of: date) -> Figure:
    rows = sources(edition, good, as_of)
    return Figure(
        "rare_sources",
        charts.sources_caption(rows),
        rows,
        {"Chart": lambda palette: charts.source_bars(rows, palette)},
        state=(edition, good, as_of),
    )


@kept
def goods(edition: str, as_of: date) -> list[str]:
    """The goods whose import sources an edition names."""
    return list(reliance.goods(table(as_of), edition)["mineral"])


@kept
def sources(edition: str, good: str, as_of: date) -> pd.DataFrame:
    """Where imports of a good come from in an edition."""
    return reliance.sources(table(as_of), edition, good)


def chosen_edition(statistic: str, key: str, as_of: date) -> str:
    """The edition chosen of those known on the date; a control only where there is a choice.

    Raises NothingToShowError where no edition had been published.
    """
    editions = _editions(statistic, as_of)
    if not editions:
        raise NothingToShowError(SAY("reliance.none", day=terms.day(as_of)))
    return editions[0] if len(editions) == 1 else controls.choose("Edition", editions, key)


@kept
def _editions(statistic: str, as_of: date) -> list[str]:
    return reliance.editions(table(as_of), statistic)


def table(as_of: date) -> pd.DataFrame:
    """All rows known on the date."""
    return cache.table("us_import_reliance", as_of)
