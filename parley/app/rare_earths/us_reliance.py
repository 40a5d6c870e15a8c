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
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS, TWO_LINES_PX, two_lines
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis, pale_edges
from parley.measures import reliance

GROUPS = {
    reliance.CONTROLLED: "Under Chinese controls",
    reliance.CRITICAL: "US critical list",
    reliance.ALL: "All",
}
WORDS = {"net_exporter": "net exporter", "not_available": "not available"}
SIGNS = {"gt": ">", "lt": "<"}
LABEL_WIDTH = 20  # letters that fit beside the bars at 390 px
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """The figure of the view chosen."""
    return VIEWS[controls.choose("View", list(VIEWS), "rare_reliance_show")](as_of)


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
        raise NothingToShowError(SAY("reliance.no_mineral", edition=edition))
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
    """A value as a reader sees it: ``67 %``, ``>50 %``, ``net exporter``."""
    if row["comparator"] in WORDS:
        return WORDS[row["comparator"]]
    decimals = 0 if row["value_pct"] == int(row["value_pct"]) else 1
    return SIGNS.get(row["comparator"], "") + terms.rate(row["value_pct"], decimals)


def reliance_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a mineral: solid to the least the figure can be, open on to the most; words where no number is printed.

    ``rows``: columns mineral, low_pct, high_pct, value_pct, comparator, in drawing order.
    """
    place = pd.Series(range(len(rows)), index=rows.index)
    figure = draft(palette, height=TWO_LINES_PX * len(rows) + 40, margin=(146, 56, 8, 28))
    low, high = rows["low_pct"].fillna(0), rows["high_pct"].fillna(0)
    figure.add_bar(orientation="h", x=low, y=place, marker={"color": palette.us}, hoverinfo="skip")
    open_ = high > low
    figure.add_bar(
        orientation="h",
        x=(high - low)[open_],
        base=low[open_],
        y=place[open_],
        marker={"color": palette.background, "line": {"width": 1.5, "color": palette.us}},
        hoverinfo="skip",
    )
    figure.add_scatter(
        mode="text",
        x=high,
        y=place,
        text=[_end(r) for r in rows.to_dict("records")],
        textposition="middle right",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[(r["mineral"], printed(r)) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[1]}</b> %{customdata[0]}<extra></extra>",
    )
    _share_axes(figure, [two_lines(name, LABEL_WIDTH) for name in rows["mineral"]], palette)
    return figure.done()


def _end(row: Mapping[Any, Any]) -> str:
    words = printed(row)
    return terms.NBSP + (words if row["comparator"] in WORDS else f"<b>{words}</b>")


def _share_axes(figure: Draft, labels: list[str], palette: Palette) -> None:
    figure.update_layout(
        barmode="overlay",
        bargap=0.35,
        xaxis=grid_axis(
            palette,
            range=[0, 100],
            **SHARE_TICKS,
        ),
        yaxis=names_axis(palette, labels, room=0.1),
    )


def reliance_caption(rows: pd.DataFrame, group: str) -> Caption:
    """How many minerals were wholly imported, from the rows shown."""
    year, edition = int(rows["year"].iloc[0]), rows["edition"].iloc[0]
    numeric = rows[~rows["comparator"].isin(WORDS)]
    whole = int(((rows["comparator"] == "eq") & (rows["value_pct"] == 100)).sum())
    finding = SAY(
        "reliance.finding",
        "none" if numeric.empty else "whole" if whole else "first" if len(numeric) > 1 else "only",
        edition=edition,
        year=year,
        whole=terms.counted(whole),
        count=terms.counted(len(rows)),
        share="" if numeric.empty else printed(numeric.iloc[0]),
        mineral="" if numeric.empty else numeric["mineral"].iloc[0].lower(),
    )
    measure = SAY("reliance.measure", group=SAY("reliance.group", group), year=year)
    listed = "; ".join(f"{r['mineral']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of import reliance {year}: {listed}.")


def source_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Shares of the countries of origin, largest first, the remainder pale; China in its colour.

    ``rows``: columns partner, partner_iso3, value_pct, comparator, in drawing order.
    """
    figure = draft(palette, height=30 * len(rows) + 40, margin=(146, 52, 8, 28))
    fills = [palette.pale if c == "ROW" else palette.country(str(c)) for c in rows["partner_iso3"]]
    figure.add_bar(
        orientation="h",
        x=rows["value_pct"],
        y=list(range(len(rows))),
        marker={"color": fills, "line": pale_edges(fills, palette)},
        text=[f"<b>{printed(r)}</b>" for r in rows.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        hoverinfo="skip",
    )
    _share_axes(figure, [two_lines(name, LABEL_WIDTH) for name in rows["partner"]], palette)
    return figure.done()


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
    measure = SAY("reliance.sources_measure", years=years, edition=first["edition"])
    listed = "; ".join(f"{r['partner']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by country: {listed}.")
