"""Marks in named rows, joined: two years, an answer with its range, figures of several hands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley.charts.bars import NO_KEYS, RANGE, bold, columns_of, whiskers
from parley.charts.named_rows import (
    Column,
    Rows,
    exact_words,
    framed,
    ink,
    numbers,
    placed,
    printed,
    same,
    value_axis,
    values_of,
)
from parley.charts.theme import Draft, Palette

DOT_PX = 11
ROOM = 0.06  # beyond the outer marks, as a part of the axis: a mark is wide


class Mark(NamedTuple):
    """One mark a row: a column of values, its word in the legend, its colour or colours, open where ``hollow``, and its
    size in pixels.
    """

    value: Column
    key: str
    colour: str | Sequence[str]
    hollow: bool | Column = False
    hover: Column | None = None
    symbol: str = "circle"
    size: int = DOT_PX


def dots(
    rows: Rows,
    palette: Palette,
    *,
    marks: Sequence[Mark],
    unit: str = "%",
    name: Column = "name",
    joined: bool = True,
    low: Column | None = None,
    high: Column | None = None,
    text: Column | Mapping[str, Column] | None = None,
    keys: Mapping[str, str] = NO_KEYS,
    group: Column | None = None,
    ends: tuple[float, float] | None = None,
    is_log: bool = False,
) -> go.Figure:
    """A row a name with its marks, the first on top; the first two are ``joined``.

    ``marks``: of each a column, its word in the legend and its colour; a missing value has no mark. ``text``: figures
    at the right, by their heads; without it those of the last mark. ``low`` and ``high`` draw a grey band, named
    in ``keys`` (``range``). ``is_log``: an axis of powers of ten. The rest as for ``bars``.

    dots(rows, palette, marks=[Mark("before_pct", "2017", palette.grey, hollow=True), Mark("now_pct", "2025",
         palette.grey)], text={"2017": "before", "2025": "now"})
    """
    names = [str(n) for n in values_of(rows, name)]
    values = [values_of(rows, mark.value) for mark in marks]
    lows, highs = values_of(rows, low), values_of(rows, high)
    columns = columns_of(rows, text) or {"": bold(printed(values[-1], unit))}
    places = placed(names, values_of(rows, group), text=columns)
    every = [number for column in (*values, lows, highs) for number in numbers(column)]
    colours = [[mark.colour] * len(names) if isinstance(mark.colour, str) else list(mark.colour) for mark in marks]
    figure = framed(
        places,
        palette,
        value_axis(every, unit, palette, ends, is_log=is_log, room=ROOM, room_at_zero=ROOM),
        columns,
        places.at,
        inks=[ink(colour, palette) for colour in colours[-1]],
        is_keyed=any(mark.key for mark in marks) or bool(lows),
    )
    if lows:
        whiskers(figure, lows, highs, places.at, palette, keys.get("range", RANGE), is_band=True)
    if joined and len(marks) > 1:
        _joins(figure, values[:2], places.at, colours[1])
    for mark, column, fills in zip(marks, values, colours, strict=True):
        is_open = [mark.hollow] * len(names) if isinstance(mark.hollow, bool) else values_of(rows, mark.hollow)
        hovers = values_of(rows, mark.hover) or [
            f"<b>{word}</b> {mark.key}<br>{n}" for word, n in zip(exact_words(column, unit), names, strict=True)
        ]
        here = [i for i, number in enumerate(column) if not pd.isna(number)]
        if not here:
            continue
        figure.add_scatter(
            mode="markers",
            x=[column[i] for i in here],
            y=[places.at[i] for i in here],
            name=mark.key,
            showlegend=bool(mark.key),
            cliponaxis=False,
            marker={
                "symbol": mark.symbol,
                "size": mark.size,
                "color": same([palette.background if is_open[i] else fills[i] for i in here]),
                "line": {"width": 1.5, "color": same([fills[i] for i in here])},
            },
            customdata=[hovers[i] for i in here],
            hovertemplate="%{customdata}<extra></extra>",
        )
    return figure.done()


def _joins(figure: Draft, values: Sequence[Sequence[float]], at: Sequence[float], colours: Sequence[str]) -> None:
    """A line in each row from its least mark to its greatest, a trace a colour."""
    for colour in dict.fromkeys(colours):
        rows = [i for i, one in enumerate(colours) if one == colour]
        spans = [numbers([column[i] for column in values]) for i in rows]
        figure.add_scatter(
            mode="lines",
            x=[x for span in spans for x in (min(span, default=None), max(span, default=None), None)],
            y=[y for i in rows for y in (at[i], at[i], None)],
            line={"width": 2.5, "color": colour},
            hoverinfo="skip",
            showlegend=False,
        )
