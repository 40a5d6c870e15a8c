"""The subject US reliance: net imports by mineral and where they come from, US trade, China's share of output."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import other_minerals, us_trade
from parley.charts.bars import bars, bold, stack
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import reliance

GROUPS = {
    reliance.CONTROLLED: "Under Chinese controls",
    reliance.CRITICAL: "US critical list",
    reliance.ALL: "All",
}
WORDS = {"net_exporter": "net exporter", "not_available": "not available"}
SIGNS = {"gt": ">", "lt": "<"}
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """The figure of the view chosen."""
    return VIEWS[controls.choose("Show", list(VIEWS), "rare_reliance_show")](as_of)


def by_mineral(as_of: date) -> Figure:
    """The minerals of the group chosen by net import reliance, in the newest year of the newest edition."""
    edition = newest_edition(reliance.RELIANCE, as_of)
    group = controls.choose("Minerals", list(GROUPS), "rare_reliance_group", GROUPS.__getitem__)
    return _of_group(edition, group, as_of)


@kept
def _of_group(edition: str, group: str, as_of: date) -> Figure:
    table = cache.table("us_import_reliance", as_of)
    rows = reliance.ranked(table, edition, reliance.years(table, edition)[0], group)
    if rows.empty:
        raise NothingToShowError(SAY("reliance.no_mineral", edition=edition[-4:]))
    views = {"Chart": lambda palette: reliance_bars(rows, palette)}
    return Figure("rare_reliance", reliance_caption(rows, group), rows, views, state=(group, as_of))


def import_sources(as_of: date) -> Figure:
    """Where imports of the good chosen come from."""
    edition = newest_edition(reliance.SOURCES, as_of)
    return _of(edition, controls.select("Good", goods(edition, as_of), "rare_sources_good", "Rare earths"), as_of)


@kept
def _of(edition: str, good: str, as_of: date) -> Figure:
    rows = sources(edition, good, as_of)
    views = {"Chart": lambda palette: source_bars(rows, palette)}
    return Figure("rare_sources", sources_caption(rows), rows, views, state=(good, as_of))


@kept
def goods(edition: str, as_of: date) -> list[str]:
    """The goods whose import sources an edition names."""
    return list(reliance.goods(cache.table("us_import_reliance", as_of), edition)["mineral"])


@kept
def sources(edition: str, good: str, as_of: date) -> pd.DataFrame:
    """Where imports of a good come from in an edition."""
    return reliance.sources(cache.table("us_import_reliance", as_of), edition, good)


@kept
def newest_edition(statistic: str, as_of: date) -> str:
    """The newest edition with this statistic. Raises NothingToShowError where none had been published."""
    editions = reliance.editions(cache.table("us_import_reliance", as_of), statistic)
    if not editions:
        raise NothingToShowError(SAY("reliance.none", day=terms.day(as_of)))
    return editions[0]


VIEWS: dict[str, Callable[[date], Figure]] = {
    "Reliance": by_mineral,
    "Sources": import_sources,
    "US trade": us_trade.by_heading,
    "Output": other_minerals.by_mineral,
}


def printed(row: "Mapping[Any, Any] | pd.Series[Any]") -> str:
    """A value as a reader sees it: ``67%``, ``>50%``, ``net exporter``."""
    if row["comparator"] in WORDS:
        return WORDS[row["comparator"]]
    decimals = 0 if row["value_pct"] == int(row["value_pct"]) else 1
    return SIGNS.get(row["comparator"], "") + terms.rate(row["value_pct"], decimals)


def reliance_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a mineral: solid to the least the figure can be, open on to the most; words where no number is printed.

    ``rows``: columns mineral, low_pct, high_pct, value_pct, comparator, in drawing order.
    """
    figures = [printed(row) for row in rows.to_dict("records")]
    low, high = rows["low_pct"].fillna(0), rows["high_pct"].fillna(0)
    shown = rows.assign(hover=[f"<b>{word}</b> {name}" for word, name in zip(figures, rows["mineral"], strict=True)])
    least = shown.assign(part="At least", share=low, is_open=False)
    most = shown.assign(part="At most", share=high - low, is_open=True)
    return stack(
        pd.concat([least, most[high > low]]),
        palette,
        value="share",
        part="part",
        fills={"At least": palette.us, "At most": palette.us},
        name="mineral",
        totals=[
            word if comparator in WORDS else f"<b>{word}</b>"
            for word, comparator in zip(figures, rows["comparator"], strict=True)
        ],
        hollow="is_open",
        hover="hover",
        ends=(0, 100),
    )


def reliance_caption(rows: pd.DataFrame, group: str) -> Caption:
    """How many minerals were wholly imported, from the rows shown."""
    year = int(rows["year"].iloc[0])
    numeric = rows[~rows["comparator"].isin(WORDS)]
    whole = int(((rows["comparator"] == "eq") & (rows["value_pct"] == 100)).sum())
    finding = SAY(
        "reliance.finding",
        "none" if numeric.empty else "whole" if whole else "first" if len(numeric) > 1 else "only",
        year=year,
        whole=terms.counted(whole),
        count=terms.counted(len(rows)),
        share="" if numeric.empty else printed(numeric.iloc[0]),
        mineral="" if numeric.empty else numeric["mineral"].iloc[0].lower(),
    )
    measure = SAY("reliance.measure", group, year=year)
    listed = "; ".join(f"{r['mineral']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of import reliance {year}: {listed}.")


def source_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Shares of the countries of origin, largest first, the remainder pale; China in its colour.

    ``rows``: columns partner, partner_iso3, value_pct, comparator, in drawing order.
    """
    return bars(
        rows,
        palette,
        value="value_pct",
        name="partner",
        colour=[palette.pale if iso3 == "ROW" else palette.country(str(iso3)) for iso3 in rows["partner_iso3"]],
        text=bold([printed(row) for row in rows.to_dict("records")]),
        ends=(0, 100),
    )


def sources_caption(rows: pd.DataFrame) -> Caption:
    """China's place among the countries US imports of one good came from."""
    first = rows.iloc[0]
    years = f"{first['year_from']}{terms.DASH}{first['year']}"
    good = re.sub(r"^([^,(]+), ([^(]+)$", r"\1 (\2)", str(first["mineral"]).lower())
    china = rows[rows["partner_iso3"] == "CHN"]
    finding = SAY(
        "reliance.sources",
        "china" if len(china) else "other",
        first=terms.with_article(first["partner"], "The"),
        share=printed(china.iloc[0] if len(china) else first),
        good=good,
        years=years,
    )
    measure = SAY("reliance.sources_measure", years=years)
    listed = "; ".join(f"{r['partner']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by country: {listed}.")
