"""The model against the record: the range over horizons as a pale bar, the default answer hollow, the record solid."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption
from parley.charts.labels import above_rows, spread_ticks
from parley.charts.ranked_bars import short
from parley.charts.theme import Palette, draft, grid_axis, y_axis

ROW_PX = 44
MEASURES = {
    True: "Imports from China relative to those from others, change in percent",
    False: "Imports from China, change in percent",
}
FORM = "Solid: recorded by customs. Pale: modelled, first year to long run, the default hollow"


def against(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a row: the modelled range, its default answer, and what was recorded.

    ``rows``: name, recorded, default, low_pct, high_pct.
    """
    count = len(rows)
    figure = draft(palette, ROW_PX * count + 60, (8, 12, 34, 26))
    at = list(range(count))
    told = [row_words(row) for row in rows.to_dict("records")]
    figure.add_bar(
        name="Modelled range",
        orientation="h",
        base=rows["low_pct"],
        x=rows["high_pct"] - rows["low_pct"],
        y=at,
        width=0.28,
        marker={"color": palette.pale, "line": {"width": 1, "color": palette.grey}},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
    )
    edge = {"width": 2, "color": palette.china}
    for name, column, marker in (
        ("Modelled, default", "default", {"symbol": "circle", "size": 10, "color": palette.background, "line": edge}),
        ("Recorded", "recorded", {"symbol": "diamond", "size": 11, "color": palette.china}),
    ):
        figure.add_scatter(
            name=name,
            mode="markers",
            x=rows[column],
            y=at,
            cliponaxis=False,
            marker=marker,
            customdata=told,
            hovertemplate="%{customdata}<extra></extra>",
        )
    ends = [float(f(rows[c])) for c in ("recorded", "low_pct", "high_pct") for f in (min, max)]
    low, high = min(*ends, 0.0), max(*ends, 0.0)
    width = max(high - low, 1.0)
    left, right = low - 0.04 * width, high + 0.05 * width
    above_rows(figure, [short(words, 64) for words in told], left, palette)
    figure.add_shape(
        type="line", layer="below", x0=0, x1=0, y0=0, y1=1, yref="paper", line={"width": 1, "color": palette.ink}
    )
    ticks = spread_ticks(low, high)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=grid_axis(
            palette,
            range=[left, right],
            tickvals=ticks,
            ticktext=[terms.signed(t) + (f"{terms.NBSP}%" if t == ticks[-1] else "") for t in ticks],
        ),
        yaxis=y_axis(palette, range=[count - 0.6, -0.8], showgrid=False, showticklabels=False),
    )
    return figure.done()


def row_words(row: dict[Hashable, Any]) -> str:
    """``2025: −44 recorded, −43 to −24 modelled``, in percent."""
    return (
        f"{row['name']}: {terms.signed(row['recorded'])} recorded, "
        f"{terms.span(row['low_pct'], row['high_pct'], 0)} modelled"
    )


def episodes_caption(rows: pd.DataFrame, relative: bool) -> Caption:
    """How many episodes the range held, and to which side the others lie."""
    return Caption(_held(rows), f"{MEASURES[relative]}, {_months(rows)}. {FORM}", _alt(rows))


def _held(rows: pd.DataFrame) -> str:
    """How many recorded falls the range holds, and where the others are, in plain English at every count."""
    held, count = int(rows["is_within"].sum()), len(rows)
    larger, left = int((rows["recorded"] < rows["low_pct"]).sum()), count - held
    side = "larger" if larger == left else "on both sides of it" if larger else "smaller"
    if count == 1:
        return (
            "The recorded fall lies within the modelled range" if held else f"The recorded fall is {side} than modelled"
        )
    every, all_of = ("both", "Both") if count == 2 else ("all", f"All {terms.counted(count)}")
    if not left:
        return f"{all_of} recorded falls lie within the modelled range"
    number = terms.counted(held).capitalize() if held else "None"
    others = "the other is" if left == 1 else "the others are" if held else f"{every} are"
    verb = "lies" if held < 2 else "lie"
    return f"{number} of {terms.counted(count)} recorded falls {verb} within the modelled range; {others} {side}"


def goods_caption(rows: pd.DataFrame, what: str, episode: str, relative: bool) -> Caption:
    """Which part of trade lies within the range, by ``what`` (sections or industries)."""
    within = rows[rows["is_within"]]
    finding = (
        f"{episode}: {terms.counted(len(within))} of {terms.counted(len(rows))} {what}, with "
        f"{terms.rate(within['share_pct'].sum(), 0)} of the trade, lie within the range"
    )
    return Caption(finding, f"{MEASURES[relative]}, {_months(rows)}; largest {what} first. {FORM}", _alt(rows))


def _months(rows: pd.DataFrame) -> str:
    return "; ".join(rows["months"].drop_duplicates())


def _alt(rows: pd.DataFrame) -> str:
    return "Change in percent: " + "; ".join(row_words(row) for row in rows.to_dict("records"))
