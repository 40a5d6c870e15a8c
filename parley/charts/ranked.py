"""Bars and pairs of marks with their names above them, so that long names fit a phone."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.labels import money_ticks
from parley.charts.theme import Draft, Palette, draft, grid_axis, y_axis

ROW_PX = 40
NAME_CHARACTERS = 52  # what 350 pixels hold at 12 px
NAME_BESIDE_ZERO = 34  # the same where names begin at a zero line in the middle


def short(name: str, characters: int = NAME_CHARACTERS) -> str:
    """A name cut at a word's end where it is too long for a phone; the whole of it stands in the rows."""
    if len(name) <= characters:
        return name
    cut = name[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:(")
    return f"{cut}…"


def ranked_bars(rows: pd.DataFrame, palette: Palette, colour: str | Sequence[str]) -> go.Figure:
    """One bar a row in US$ billion from zero, longest on top, its name above it and its figures at its end.

    ``rows``: name, value_usd, words (what stands at the end of the bar).
    """
    count, top = len(rows), float(rows["value_usd"].max()) / 1e9
    figure = draft(palette, height=ROW_PX * count + 40, margin=(8, 8, 6, 26))
    at = list(range(count))
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=at,
        width=0.42,
        marker={"color": colour if isinstance(colour, str) else list(colour), "line": {"width": 0}},
        text=[f" {words}" for words in rows["words"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        customdata=list(zip(rows["value_usd"].map(terms.usd_bn), rows["name"], rows["words"], strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    _names(figure, [short(name) for name in rows["name"]], 0, palette)
    axis = money_ticks(top)
    figure.update_layout(
        xaxis=grid_axis(palette, **{**axis, "range": [0, top * 1.55]}),
        yaxis=_rows_axis(count, palette),
    )
    return figure.done()


def pairs(
    rows: pd.DataFrame,
    before: int | str,
    now: int | str,
    axis: dict[str, Any],
    words: tuple[str, str],
    palette: Palette,
) -> go.Figure:
    """Two marks a row, joined: ``before`` hollow, ``now`` filled, with the row's name above them.

    ``rows``: name, before, now (on the axis), before_words, now_words; ``axis``: range, tickvals, ticktext; ``words``:
    colour tokens of the marks (fill and edge).
    """
    count = len(rows)
    figure = draft(palette, height=ROW_PX * count + 62, margin=(8, 16, 32, 26))
    at = list(range(count))
    fill, edge = (str(getattr(palette, token)) for token in words)
    figure.add_scatter(
        x=[v for a, b in zip(rows["before"], rows["now"], strict=True) for v in (a, b, None)],
        y=[v for i in at for v in (i, i, None)],
        mode="lines",
        line={"width": 2, "color": palette.grey},
        hoverinfo="skip",
        showlegend=False,
    )
    for column, when, colour in (("before", before, palette.background), ("now", now, fill)):
        figure.add_scatter(
            x=rows[column],
            y=at,
            mode="markers",
            name=str(when),
            cliponaxis=False,
            marker={"size": 10, "color": colour, "line": {"width": 1.5, "color": edge}},
            customdata=list(zip(rows[f"{column}_words"], rows["name"], strict=True)),
            hovertemplate=f"<b>%{{customdata[0]}}</b> {when}<br>%{{customdata[1]}}<extra></extra>",
        )
    _names(figure, [short(name) for name in rows["name"]], axis["range"][0], palette)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=grid_axis(palette, **axis),
        yaxis=_rows_axis(count, palette),
    )
    return figure.done()


def change_bars(rows: pd.DataFrame, palette: Palette, colour: str) -> go.Figure:
    """One bar a row to either side of zero, in percent, its name above it and its figures beside it.

    ``rows``: name, change_pct, words.
    """
    count = len(rows)
    figure = draft(palette, height=ROW_PX * count + 40, margin=(8, 8, 6, 26))
    low, high = min(0.0, float(rows["change_pct"].min())), max(0.0, float(rows["change_pct"].max()))
    span = (high - low) or 1.0
    figure.add_bar(
        orientation="h",
        x=rows["change_pct"],
        y=list(range(count)),
        width=0.42,
        marker={"color": colour, "line": {"width": 0}},
        text=[f" {words} " for words in rows["words"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        customdata=list(zip(rows["change_pct"].map(terms.change_pct), rows["name"], strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    left = low - span * (0.5 if low < 0 else 0.0)
    _names(figure, [short(name, NAME_BESIDE_ZERO) for name in rows["name"]], 0, palette)
    step = 10 if span <= 50 else 20
    ticks = [v for v in range(-100, 401, step) if low - 1 <= v <= high + 1]
    marks = [f"{terms.signed(v) if v else 0}" + (f"{terms.NBSP}%" if v == ticks[-1] else "") for v in ticks]
    figure.update_layout(
        xaxis=grid_axis(palette, range=[left, high + span * 0.5], tickvals=ticks, ticktext=marks),
        yaxis=_rows_axis(count, palette),
    )
    figure.add_shape(
        type="line", layer="below", x0=0, x1=0, y0=0, y1=1, yref="paper", line={"width": 1, "color": palette.ink}
    )
    return figure.done()


def _names(figure: Draft, names: Sequence[str], x: float, palette: Palette) -> None:
    figure.add_scatter(
        x=[x] * len(names),
        y=[i - 0.4 for i in range(len(names))],
        mode="text",
        text=list(names),
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _rows_axis(count: int, palette: Palette) -> dict[str, Any]:
    return y_axis(palette, range=[count - 0.6, -0.85], showgrid=False, showticklabels=False)
