"""Who sells the US chips, diodes or chip machines: by origin, or by kind with China's share of each."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import GOODS, IN_WORDS
from parley.app.kit import address, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import money_beside, money_ticks
from parley.charts.ranked_bars import ranked_bars
from parley.charts.theme import Palette, draft, grid_axis, names_axis, pale_edges

ORIGIN, KIND = "Origin", "Kind"
ROW_PX = 26
MOST_LINES = 12  # of a chart; the table holds all
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """US imports of the goods chosen, by origin or by kind."""
    figures.block("Who sells chips", lambda: supplied(as_of))


def supplied(as_of: date) -> Figure:
    """What is chosen: goods, by origin or by kind."""
    by = controls.choose("By", [ORIGIN, KIND], "chip_by")
    former = address.named(header.PRODUCTS, GOODS.__getitem__)(address.asked("chip_lines_of"))  # of kinds, once
    goods = controls.choose("Goods", header.PRODUCTS, "chip_goods", GOODS.__getitem__, implied=former)
    return {ORIGIN: by_origin, KIND: by_kind}[by](goods, as_of)


@kept
def by_origin(goods: str, as_of: date) -> Figure:
    """The sellers of one group of goods."""
    rows = header.some(header.partners(goods, as_of), "imports", as_of)
    views = {"Chart": lambda palette: partner_bars(rows, palette)}
    return Figure("chip_partners", partner_caption(rows), rows, views, state=(goods, as_of))


@kept
def by_kind(goods: str, as_of: date) -> Figure:
    """The tariff lines of one group of goods, the largest drawn."""
    rows = header.some(header.lines(goods, as_of), "imports", as_of)
    views = {"Chart": lambda palette: line_bars(rows, palette)}
    return Figure("chip_lines", lines_caption(rows, goods), rows, views, state=(goods, as_of))


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a partner, largest first, the others together last; value and share at the bar's end.

    ``rows``: columns partner, exporter_iso3, value_usd, share_pct, effective_rate_pct.
    """
    figure = draft(palette, height=ROW_PX * len(rows) + 70, margin=(112, 100, 26, 36))
    top = float(rows["value_usd"].max()) / 1e9
    fills = [_partner_fill(iso3, palette) for iso3 in rows["exporter_iso3"]]
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=list(range(len(rows))),
        marker={"color": fills, "line": pale_edges(fills, palette)},
        text=[
            f"<b>{terms.number(v / 1e9, 1)}</b> ({terms.rate(s)})"
            for v, s in zip(rows["value_usd"], rows["share_pct"], strict=True)
        ],
        textposition="outside",
        textangle=0,
        cliponaxis=False,
        textfont={"color": [palette.china_text if i == "CHN" else palette.ink for i in rows["exporter_iso3"]]},
        customdata=[
            (
                r["partner"],
                terms.usd(r["value_usd"]),
                terms.rate(r["share_pct"]),
                terms.rate(r["effective_rate_pct"]),
            )
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[1]}</b> %{customdata[0]}<br>%{customdata[2]} of all"
        "<br>calculated duty %{customdata[3]}<extra></extra>",
    )
    figure.add_annotation(
        x=top,
        y=1,
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        text="US$ bn (share)",
        font={"size": 12, "color": palette.muted},
    )
    ticks = money_ticks(top) | {"range": [0, top]}
    figure.update_layout(
        xaxis=grid_axis(palette, **ticks),
        yaxis=names_axis(palette, list(rows["partner"])),
    )
    return figure.done()


def _partner_fill(iso3: str, palette: Palette) -> str:
    return palette.pale if iso3 == "ROW" else palette.country(iso3)


def partner_caption(rows: pd.DataFrame) -> Caption:
    """The largest source of the goods, and China's share."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    single = [r for r in records if r["exporter_iso3"] != "ROW"]
    china = next((r for r in single if r["exporter_iso3"] == "CHN"), None)
    first, heading, year = single[0], records[0]["heading"], records[0]["year"]
    goods = IN_WORDS[heading]
    finding = SAY(
        "suppliers.finding",
        "single" if china is None or first is china else "china",
        leader=terms.with_article(first["partner"]),
        lead=terms.rate(first["share_pct"]),
        goods=goods,
        year=year,
        china="" if china is None else terms.rate(china["share_pct"]),
    )
    measure = SAY("suppliers.measure", heading=heading, year=year)
    told = "; ".join(f"{r['partner']} {terms.number(r['value_usd'] / 1e9, 1)}" for r in records)
    return Caption(finding, measure, f"Bar chart of US imports of {goods} by origin, US$ bn, {year}. {told}.")


def line_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a ten-digit line, the largest ones, with its value and China's share of it at its end.

    ``rows``: columns description, value_usd, china_share_pct, the largest first.
    """
    drawn = rows.head(MOST_LINES)
    first, *others = drawn.to_dict("records")
    told = [_line_words(first, "China "), *(_line_words(row) for row in others)]  # the first row says whose share it is
    return ranked_bars(drawn.assign(name=drawn["description"], words=told), palette, palette.grey)


def _line_words(row: dict[Any, Any], whose: str = "") -> str:
    return f"{money_beside(row['value_usd'])}, {whose}{terms.rate(row['china_share_pct'])}"


def lines_caption(rows: pd.DataFrame, heading: str) -> Caption:
    """How much the three largest lines hold."""
    share, year = rows["value_usd"].head(3).sum() / rows["value_usd"].sum() * 100, int(rows["year"].iloc[0])
    finding = SAY(
        "lines.finding",
        lead=terms.counted(min(len(rows), 3)).capitalize(),
        count=terms.counted(len(rows)),
        share=terms.rate(share, 0),
        goods=IN_WORDS[heading],
        year=year,
    )
    told = "; ".join(
        f"{r['description']} {_line_words(r)} from China" for r in rows.head(MOST_LINES).to_dict("records")
    )
    alt = f"Bars by tariff line, {year}. The largest: {terms.rate(share, 0)} of all. {told}."
    return Caption(finding, SAY("lines.measure", heading=heading, year=year), alt)
