"""US import reliance by mineral with bounds drawn as bounds, rare earths by edition, and import sources."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS, TWO_LINES_PX, two_lines, years_axis
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis, pale_edges, y_axis

WORDS = {"net_exporter": "net exporter", "not_available": "not available"}
SIGNS = {"gt": ">", "lt": "<"}
LABEL_WIDTH = 20  # letters that fit beside the bars at 390 px
EDITION_MARKS = ("us", "muted")
SAY = words.beside(__file__)


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
    over = int((rows["low_pct"] >= 50).sum())
    finding = SAY(
        "reliance.finding",
        "none" if numeric.empty else "whole" if whole else "first" if len(numeric) > 1 else "only",
        edition=edition,
        year=year,
        whole=terms.counted(whole),
        count=terms.counted(len(rows)),
        group=SAY("reliance.group", group),
        over=terms.counted(over),
        share="" if numeric.empty else printed(numeric.iloc[0]),
        mineral="" if numeric.empty else numeric["mineral"].iloc[0].lower(),
    )
    measure = SAY("reliance.measure", group=SAY("reliance.group_measure", group), year=year, edition=edition)
    told = "; ".join(f"{r['mineral']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of import reliance {year}: {told}.")


def edition_lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Reliance on rare-earth compounds by year, each edition its own line; a bound is an open mark at its value.

    ``rows``: columns edition, year, value_pct, comparator, published_on; the newest edition has the full colour.
    """
    order = list(rows.sort_values("published_on", ascending=False)["edition"].unique())
    figure = draft(palette, height=300, margin=(44, 24, 44, 26))
    for edition, token in zip(order, EDITION_MARKS, strict=False):
        part, colour = rows[rows["edition"] == edition], str(getattr(palette, token))
        exact = part["comparator"] == "eq"
        figure.add_scatter(
            mode="lines+markers+text",
            x=part["year"],
            y=part["value_pct"],
            name=edition,
            line={"width": 1.5, "color": colour},
            marker={
                "size": 10,
                "color": [colour if e else palette.background for e in exact],
                "line": {"width": 1.5, "color": colour},
            },
            text=[_value(r, rows) for r in part.to_dict("records")],
            textposition="bottom center" if edition == order[0] else "top center",
            textfont={"size": 12, "color": palette.ink},
            cliponaxis=False,
            hovertemplate=f"<b>%{{text}}</b> %{{x}}, {edition}<extra></extra>",
        )
    years = sorted(set(rows["year"]))
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.04},
        xaxis=years_axis(years, palette),
        yaxis=y_axis(
            palette,
            range=[0, 112],
            **SHARE_TICKS,
        ),
    )
    return figure.done()


def _value(row: Mapping[Any, Any], rows: pd.DataFrame) -> str:
    """The value beside its mark; the older of two editions that print the same stays without words."""
    same = rows[(rows["year"] == row["year"]) & (rows["raw"] == row["raw"])]
    if len(same) > 1 and row["published_on"] != same["published_on"].max():
        return ""
    return printed(row)


def editions_caption(rows: pd.DataFrame) -> Caption:
    """How the newest year that two editions print was revised; else the newest year of the only edition."""
    both = rows[rows.duplicated("year", keep=False)]
    if len(both):
        pair = both[both["year"] == both["year"].max()].sort_values("published_on")
        old, new = pair.iloc[-2], pair.iloc[-1]
        finding = SAY(
            "reliance.editions",
            "revised",
            year=new["year"],
            old=printed(old),
            old_year=old["published_on"].year,
            new=printed(new),
            new_year=new["published_on"].year,
        )
    else:
        last = rows.iloc[-1]
        finding = SAY("reliance.editions", "current", share=printed(last), year=last["year"])
    measure = SAY("reliance.editions_measure", first=rows["year"].min(), last=rows["year"].max())
    told = "; ".join(f"{r['edition']} {r['year']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Marks by year and edition: {told}.")


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
    measure = SAY("reliance.sources_measure", years=years, good=good, edition=first["edition"])
    told = "; ".join(f"{r['partner']} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by country: {told}.")
