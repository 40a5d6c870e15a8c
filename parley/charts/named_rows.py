"""Rows under one another, names left, figures right, keys on top: what the shapes with a row a thing share."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from parley import terms
from parley.charts.labels import money_ticks, signed_ticks, tick_decimals, tick_words
from parley.charts.theme import Draft, Palette, draft, grid_axis, y_axis

ROW_PX, LINE_PX = 26, 15  # of a row with its name on one line, and what each further line adds
NAME_CHARACTERS, MOST_LINES = (12, 24), 3  # of a name left of its row, at least and at most on a line
WORDS_PX = 250  # of a row for its name and its figures: a phone then leaves the marks some 100
LETTER_PX = 6.8  # of words of 13 px, on average
KEYS_PX, HEADS_PX, TICKS_PX, EDGE_PX = 24, 18, 28, 8  # keys above the heads of the figures, ticks below the plot
KEYS_X = -0.02  # left of the plot Plotly gives the keys the width of the plot and of the margin
GAP_PX = 14  # left of a column of figures
TICKS = 3  # steps of an axis of values: a phone leaves the marks some 120 px
SHARE_ENDS = (100, 105)  # of an axis of shares of a whole, which in print add up to somewhat more
INDENT = 2 * terms.NBSP  # between the plot and the first figures
FIGURE_SPACE = "\u2007"  # as wide as a digit
NUMERIC = set("0123456789.,+%<>≤~" + terms.MINUS + terms.DASH + terms.NBSP)
NO_TEXT: Mapping[str, Sequence[str]] = MappingProxyType({})
Rows = pd.DataFrame | Mapping[str, Any]  # by name of a column its values: a frame, or what is lighter than one
Column = str | Sequence[Any] | pd.Series  # a column of the rows by its name, or the values themselves in their order


class Places(NamedTuple):
    """Where rows stand, in pixels from the top of the plot: each one's middle; names and heads with theirs."""

    at: list[float]
    words: list[tuple[float, str]]
    height: float


def values_of(rows: Rows, column: Column | None) -> list[Any]:
    """The values of a column as a list; empty where there is none."""
    if column is None:
        return []
    values = rows[column] if isinstance(column, str) else column
    return values.tolist() if hasattr(values, "tolist") else list(values)


def same(values: Sequence[Any]) -> Any:
    """The one value of all marks where they share it, which is less to send, else the values."""
    return values[0] if len(set(values)) == 1 else list(values)


def numbers(values: Sequence[Any]) -> list[float]:
    """The values that are numbers."""
    return [float(value) for value in values if not pd.isna(value)]


def wrapped(name: str, characters: int = NAME_CHARACTERS[1]) -> list[str]:
    """A name on up to three lines: as many of the clauses that ``;`` parts as fit.

    A first clause that is longer ends in an ellipsis; the whole name is shown when pointed at.
    """
    clauses = name.split(";")
    for count in range(len(clauses), 0, -1):
        lines = textwrap.wrap(";".join(clauses[:count]), characters, break_long_words=False) or [""]
        if len(lines) <= MOST_LINES:
            return lines
    return [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1].rstrip(',;')}…"]


def placed(
    names: Sequence[str],
    groups: Sequence[str] = (),
    row_px: float = ROW_PX,
    text: Mapping[str, Sequence[str]] = NO_TEXT,
) -> Places:
    """Rows in their order, higher where a name or its figures take several lines, a head before each group."""
    least, most = NAME_CHARACTERS
    room = WORDS_PX - sum(_width(head, words) for head, words in text.items())
    characters = min(most, max(least, int(room / LETTER_PX)))
    at: list[float] = []
    names_at: list[tuple[float, str]] = []
    top, head = 0.0, ""
    for i, (name, group) in enumerate(zip(names, groups or [""] * len(names), strict=True)):
        if group and group != head:
            lines = wrapped(group)
            head_px = ROW_PX + LINE_PX * (len(lines) - 1)
            names_at.append((top + head_px / 2, "<br>".join(f"<b>{line}</b>" for line in lines)))
            top += head_px
        head = group
        lines = wrapped(name, characters)
        figures = [column[i] for column in text.values() if len(column) == len(names)]
        height = max(row_px, ROW_PX + LINE_PX * (max([len(lines), *(w.count("<br>") + 1 for w in figures)]) - 1))
        at.append(top + height / 2)
        names_at.append((at[-1], "<br>".join(lines)))
        top += height
    return Places(at, names_at, top)


def framed(
    places: Places,
    palette: Palette,
    axis: dict[str, Any],
    text: Mapping[str, Sequence[str]],
    at: Sequence[float],
    *,
    inks: Sequence[str] = (),
    is_keyed: bool = False,
) -> Draft:
    """A draft with names left of the rows, zero in ink and columns of figures at the right under their heads.

    ``axis``: of ``value_axis`` or of days. ``text``: by its head, which may be empty, the figures at the heights
    ``at``, in colours ``inks``.
    """
    left = max((len(line) for _, word in places.words for line in _plain(word).split("<br>")), default=0)
    widths = [_width(head, words) for head, words in text.items()]
    heads = HEADS_PX if any(text) else 0
    top = EDGE_PX + heads + (KEYS_PX if is_keyed else 0)
    margin = (round(left * LETTER_PX) + 12, round(sum(widths)) or 16, top, TICKS_PX)
    figure = draft(palette, height=round(places.height) + top + TICKS_PX, margin=margin)
    figure.update_layout(
        showlegend=is_keyed,
        legend={"x": KEYS_X, "y": 1 + heads / max(places.height, ROW_PX), "traceorder": "normal"},
        barmode="overlay",
        xaxis=axis,
        yaxis=y_axis(
            palette,
            range=[places.height, 0],
            tickvals=[height for height, _ in places.words],
            ticktext=[word for _, word in places.words],
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    if "type" not in axis:
        line = {"width": 1, "color": palette.ink}
        figure.add_shape(type="line", layer="below", x0=0, x1=0, y0=0, y1=places.height, line=line)
    inks = inks if len(set(inks)) > 1 else [palette.ink]
    begins, end = 0.0, axis["range"][1]
    for (head, words), width in zip(text.items(), widths, strict=True):
        _figures(
            figure,
            head,
            list(words),
            at,
            10.0**end if axis.get("type") == "log" else end,
            begins,
            inks,
            palette,
        )
        begins += width
    return figure


def _plain(word: str) -> str:
    return word.replace("<b>", "").replace("</b>", "")


def _width(head: str, words: Sequence[str]) -> float:
    return LETTER_PX * max([len(head), *(len(line) for word in words for line in _plain(word).split("<br>"))]) + GAP_PX


def _figures(
    figure: Draft,
    head: str,
    words: list[str],
    at: Sequence[float],
    end: Any,
    begins: float,
    inks: Sequence[str],
    palette: Palette,
) -> None:
    """One column of figures ``begins`` pixels right of the plot; numbers end under one another."""
    plain = [_plain(word) for word in words]
    longest = max(map(len, plain), default=0)
    if all(set(word) <= NUMERIC or word == "n/a" for word in plain):
        words = [FIGURE_SPACE * (longest - len(bare)) + word for bare, word in zip(plain, words, strict=True)]
    held_off = {"marker": {"size": 1.6 * (begins - 1), "opacity": 0}} if begins else {}  # by an unseen mark
    figure.add_scatter(
        mode="markers+text" if begins else "text",
        x=[end] * len(words),
        y=list(at),
        text=[(INDENT + word).replace("<br>", f"<br>{INDENT}") for word in words],
        textposition="middle right",
        textfont={"size": 13, "color": same(inks)},
        **held_off,
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    if head:
        figure.add_annotation(
            x=1,
            y=1,
            xref="x domain",
            yref="y domain",
            xanchor="left",
            yanchor="bottom",
            xshift=begins + 7,
            yshift=2,
            showarrow=False,
            text=head,
            font={"size": 12, "color": palette.muted},
        )


def value_axis(
    values: Sequence[float],
    unit: str,
    palette: Palette,
    ends: tuple[float, float] | None = None,
    *,
    is_log: bool = False,
    room: float = 0.03,
    room_at_zero: float = 0.0,
) -> dict[str, Any]:
    """An axis over all values and zero, the unit on the last tick; ``ends`` where its ends are given.

    ``unit``: ``bn`` for billions of US dollars, which turns to millions where they are small; a form such as ``${}``
    holds the last tick's number. ``is_log``: powers of ten, without zero. ``room``: beyond the values, a part of
    the axis; ``room_at_zero``: the same left of zero where that is the least.
    """
    if is_log:
        return _log_axis(numbers(values), unit, palette)
    low, high = ends or (min([0.0, *numbers(values)]), max([0.0, *numbers(values)]))
    if unit == "bn" and low >= 0 and high > 0:
        return grid_axis(
            palette, **{**money_ticks(high), "range": [low - room_at_zero * high, high if ends else (1 + room) * high]}
        )
    if unit == "%" and low == 0 and SHARE_ENDS[0] <= high <= SHARE_ENDS[1]:
        span = [-room_at_zero * high, high]
        return grid_axis(palette, range=span, tickvals=[0, 50, 100], ticktext=tick_text([0, 50, 100], unit))
    if low == high == 0:
        return grid_axis(palette, range=[0, 1], tickvals=[0], ticktext=[*tick_text([0], unit)])
    high = high if high > low else low + 1.0
    wide = high - low
    ticks = signed_ticks(low, high, most=TICKS)
    words = tick_text(ticks, unit, is_signed=low < 0)
    left, right = (room if low < 0 else room_at_zero) * wide, 0.0 if ends or high <= 0 else room * wide
    return grid_axis(palette, range=[low - left, high + right], tickvals=ticks, ticktext=words)


def _log_axis(values: Sequence[float], unit: str, palette: Palette) -> dict[str, Any]:
    low, high = (math.log10(end) for end in (min(values), max(values)))
    ticks = [10.0**power for power in range(math.ceil(low - 0.1), math.floor(high + 0.1) + 1)]
    ends = [low - 0.1, high + 0.1]
    return grid_axis(palette, type="log", range=ends, tickvals=ticks, ticktext=tick_text(ticks, unit))


def tick_text(ticks: Sequence[float], unit: str, *, is_signed: bool = False) -> list[str]:
    """The words of ticks, with as many decimals as tell them apart, zero without a sign, the unit with the last."""
    write = terms.signed if is_signed else terms.number
    if "{}" not in unit:
        return tick_words(ticks, unit, write, "0")
    *others, last = [write(tick, tick_decimals(ticks)) if tick else "0" for tick in ticks]
    return [*others, in_form(last, unit)]


def printed(values: Sequence[float], unit: str = "") -> list[str]:
    """Numbers with the decimals at which the largest has two digits, with signs where any is below zero; billions of
    US dollars in their own scale; ``n/a`` for what is none.
    """
    present = numbers(values)
    decimals = terms.decimals_of(max(map(abs, present), default=0))
    write = terms.signed if any(number < 0 for number in present) else terms.number
    if unit == "bn":
        return ["n/a" if pd.isna(value) else terms.usd(value * 1e9) for value in values]
    return ["n/a" if pd.isna(value) else write(value, decimals) for value in values]


def exact_words(values: Sequence[float], unit: str) -> list[str]:
    """Each number with two digits of its own and its unit: what marks say when pointed at."""
    if unit == "bn":
        return printed(values, unit)
    write = terms.signed if any(number < 0 for number in numbers(values)) else terms.number
    written = ["n/a" if pd.isna(value) else write(value, terms.decimals_of(value)) for value in values]
    return [number if number == "n/a" or not unit else in_form(number, unit) for number in written]


def in_form(number: str, unit: str) -> str:
    """A number with its unit, or in a form that holds it: ``{} kt``, ``${}``."""
    return unit.format(number).replace(" ", terms.NBSP) if "{}" in unit else terms.quantity(number, unit)


def ink(colour: str, palette: Palette) -> str:
    """The colour of words about a mark: China's own where the mark has it, else ink."""
    return palette.china_text if colour == palette.china else palette.ink
