"""China's magnet exports by destination in one period."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks
from parley.charts.theme import Palette, draft, hatch, x_axis, y_axis

REST = "ROW"


def destination_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a destination, tonnes from zero; derived figures hatched, what is not broken down pale.

    ``rows``: columns destination_iso3, destination, quantity_t, share_pct, kind, in drawing order.
    """
    figure = draft(palette, height=34 * len(rows) + 40, margin=(118, 92, 8, 26))
    colours = [_fill(iso3, palette) for iso3 in rows["destination_iso3"]]
    hatched = (rows["kind"] == "derived") & (rows["destination_iso3"] != REST)
    marker = hatch(palette.grey, palette)
    figure.add_bar(
        orientation="h",
        x=rows["quantity_t"],
        y=list(range(len(rows))),
        marker={
            "color": [palette.background if h else c for h, c in zip(hatched, colours, strict=True)],
            "pattern": {
                **marker["pattern"],
                "shape": ["/" if h else "" for h in hatched],
                "fgcolor": colours,
                "bgcolor": [palette.background if h else c for h, c in zip(hatched, colours, strict=True)],
            },
            "line": {"width": 0},
        },
        text=[_words(r) for r in rows.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[(r["destination"], r["period"], r["kind"]) for r in rows.to_dict("records")],
        hovertemplate="<b>%{x:,.0f} t</b> %{customdata[0]}<br>%{customdata[1]}, %{customdata[2]}<extra></extra>",
    )
    top = float(rows["quantity_t"].max())
    figure.update_layout(
        bargap=0.3,
        xaxis=x_axis(palette, range=[0, top], **unit_ticks(top, "{} t")),
        yaxis=y_axis(
            palette,
            range=[len(rows) - 0.4, -0.6],
            tickvals=list(range(len(rows))),
            ticktext=[_name(r["destination_iso3"], r["destination"]) for r in rows.to_dict("records")],
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def _fill(iso3: str, palette: Palette) -> str:
    return palette.pale if iso3 == REST else palette.us if iso3 == "USA" else palette.grey


def _name(iso3: str, name: str) -> str:
    return "Not broken<br>down" if iso3 == REST else name.replace("Republic of Korea", "South Korea")


def _words(row: dict[Hashable, Any]) -> str:
    share = terms.rate(row["share_pct"], 0)
    return f"<b>{terms.number(row['quantity_t'])}</b>, {share}"


def destinations_caption(rows: pd.DataFrame, period: str) -> Caption:
    """The largest named destination, and how much no report breaks down."""
    named, rest = rows[rows["destination_iso3"] != REST], rows[rows["destination_iso3"] == REST].iloc[0]
    first = named.iloc[0]
    us = named[named["destination_iso3"] == "USA"]
    name = terms.with_article(first["destination"], "The")
    finding = f"{name} received {terms.rate(first['share_pct'], 0)} of China's magnets in {period}"
    if len(us) and first["destination_iso3"] != "USA":
        finding += f", the United States {terms.rate(us['share_pct'].iloc[0], 0)}"
    measure = (
        f"China's exports of rare-earth magnets by destination, tonnes, {period}; share of the published total. "
        f"For {terms.rate(rest['share_pct'], 0)} no report found names the destination. Hatched: derived"
    )
    told = "; ".join(f"{r['destination']} {terms.number(r['quantity_t'])} t" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by destination, {period}: {told}.")
