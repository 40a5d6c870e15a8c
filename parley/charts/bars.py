"""Bars in named rows: one a row or one a series, and stacks of parts."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley.charts.colours import legible
from parley.charts.named_rows import (
    ROW_PX,
    Column,
    Rows,
    exact_words,
    framed,
    ink,
    placed,
    printed,
    same,
    value_axis,
    values_of,
)
from parley.charts.theme import Draft, Palette

BAR_PX, GROUPED_PX = 15, 17  # the width of a bar, and from one of a group to the next
BAND_PX = 9  # of a range behind marks
RANGE = "Range"  # the key of ranges, where they have no other
WORDS_ROW_PX, WORDS_BAR_PX = 36, 24  # of bars with words on their parts
NO_KEYS: Mapping[str, str] = MappingProxyType({})


def bars(
    rows: Rows,
    palette: Palette,
    *,
    value: Column,
    unit: str = "%",
    name: Column = "name",
    colour: str | Sequence[str] = "",
    series: Column | None = None,
    fills: Mapping[str, str] = NO_KEYS,
    text: Column | Mapping[str, Column] | None = None,
    hover: Column | None = None,
    low: Column | None = None,
    high: Column | None = None,
    mark: Column | None = None,
    mark_hover: Column | None = None,
    hollow: Column | None = None,
    hatched: Column | None = None,
    keys: Mapping[str, str] = NO_KEYS,
    group: Column | None = None,
    ends: tuple[float, float] | None = None,
) -> go.Figure:
    """One bar a row from zero, the first on top: name left, figures right, zero printed.

    A column is one of ``rows`` by name, or its values. ``unit`` stands on the last tick (``bn``: values in billions of
    US dollars). ``colour``: of all bars or of each. ``series`` with ``fills``, colours by its values, draws several
    bars under one name and names them in the legend. ``text``: the figures at the right, several columns by their
    heads; without it the values. ``hover``: what a bar says when pointed at. ``low`` and ``high`` draw a whisker,
    ``mark`` an upright tick, which says ``mark_hover``; ``hollow`` and ``hatched`` (true or false) change a bar's fill.
    ``keys``: words of the legend for ``bar``, ``hollow``, ``hatched``, ``range`` and ``mark``. ``group``: heads over
    rows. ``ends``: of the axis.

    bars(rows, palette, value="rate_pct", name="section", colour=palette.us, low="low_pct", high="high_pct",
         keys={"range": "Range over codes"})
    """
    names, values = [str(n) for n in values_of(rows, name)], values_of(rows, value)
    lows, highs, marks = (values_of(rows, column) for column in (low, high, mark))
    kinds = values_of(rows, series) or [""] * len(names)
    colours = [fills.get(kind) or one for kind, one in zip(kinds, _each(colour or palette.us, names), strict=True)]
    shown = list(dict.fromkeys(names)) if series is not None else names
    where = [shown.index(n) for n in names] if series is not None else range(len(names))
    present = [kind for kind in fills or {"": ""} if kind in kinds]
    columns = columns_of(rows, text) or {"": bold(printed(values, unit))}
    places = placed(shown, _heads(rows, group, where), max(ROW_PX, GROUPED_PX * len(present) + 9), columns)
    shift = {kind: (i - (len(present) - 1) / 2) * GROUPED_PX for i, kind in enumerate(present)}
    at = [places.at[row] + shift[kind] for row, kind in zip(where, kinds, strict=True)]
    axis = value_axis([*values, *lows, *highs, *marks], unit, palette, ends)
    hovers = values_of(rows, hover) or [
        f"{n}<br>{'  '.join(c)}" for n, *c in zip(names, *columns.values(), strict=True)
    ]
    is_keyed = len(present) > 1 or bool(keys) or bool(lows)
    inks = [ink(one, palette) for one in colours]
    figure = framed(places, palette, axis, columns, at, inks=inks, is_keyed=is_keyed)
    forms = forms_of(len(names), hollow=values_of(rows, hollow), hatched=values_of(rows, hatched))
    for kind in present:
        mine = [i for i, one in enumerate(kinds) if one == kind]
        key = kind or keys.get("bar", "")
        is_key = bool(key) and not forms[mine[0]]  # the key of a bar is solid
        if key and not is_key:
            figure.add_bar(x=[None], y=[None], name=key, marker=filled([colours[mine[0]]], [""], palette))
        figure.add_bar(
            orientation="h",
            x=[values[i] for i in mine],
            y=[at[i] for i in mine],
            width=BAR_PX,
            name=key,
            showlegend=is_key,
            marker=filled([colours[i] for i in mine], [forms[i] for i in mine], palette),
            customdata=[hovers[i] for i in mine],
            hovertemplate="%{customdata}<extra></extra>",
        )
    key_bars(figure, forms, colours, keys, palette)
    if lows:
        whiskers(figure, lows, highs, at, palette, keys.get("range", RANGE))
    if marks:
        key = keys.get("mark", "")
        of_marks = values_of(rows, mark_hover) or [
            f"<b>{word}</b> {key}<br>{n}" for word, n in zip(exact_words(marks, unit), names, strict=True)
        ]
        _ticks(figure, marks, at, of_marks, palette, key)
    return figure.done()


def stack(
    rows: Rows,
    palette: Palette,
    *,
    value: Column,
    part: Column,
    fills: Mapping[str, str],
    totals: Column | Mapping[str, Column],
    name: Column = "name",
    row: Column | None = None,
    hover: Column | None = None,
    hollow: Column | None = None,
    hatched: Column | None = None,
    inside: Column | None = None,
    keys: Mapping[str, str] = NO_KEYS,
    ends: tuple[float, float] | None = None,
) -> go.Figure:
    """One bar a name from its parts in percent, in the order of ``fills`` (colours by part, the words of the legend).

    ``rows``: one a name and part; parts below zero lie left of it. ``totals``: the figures at the right, by name in
    the order the names come. ``row``: what tells rows of one name apart. ``inside``: words on each part. The rest as
    for ``bars``. Raises ValueError for a part without a colour.

    stack(rows, palette, value="rate_pct", part="authority", name="partner", fills={"Section 301": palette.s301},
          totals=["25.0", "10.5"])
    """
    names, values, parts = [str(n) for n in values_of(rows, name)], values_of(rows, value), values_of(rows, part)
    check_parts(parts, values, fills)
    row_keys, shown = values_of(rows, row) or names, dict[Any, str]()
    for key, first in zip(row_keys, names, strict=True):
        shown.setdefault(key, first)
    order = list(shown)
    where = [order.index(key) for key in row_keys]
    above, below = [0.0] * len(shown), [0.0] * len(shown)
    for place, number in zip(where, values, strict=True):
        (above if number > 0 else below)[place] += 0.0 if pd.isna(number) else number
    columns = columns_of(rows, totals)
    row_px, bar_px = (ROW_PX, BAR_PX) if inside is None else (WORDS_ROW_PX, WORDS_BAR_PX)
    places = placed(list(shown.values()), row_px=row_px, text=columns)
    axis = value_axis([*above, *below], "%", palette, ends)
    figure = framed(places, palette, axis, columns, places.at, is_keyed=True)
    forms = forms_of(len(names), hollow=values_of(rows, hollow), hatched=values_of(rows, hatched))
    hovers = values_of(rows, hover) or [
        f"<b>{word}</b> {kind}<br>{n}" for word, kind, n in zip(exact_words(values, "%"), parts, names, strict=True)
    ]
    for kind, colour in fills.items():
        mine = [i for i, one in enumerate(parts) if one == kind]
        if mine:
            figure.add_bar(
                orientation="h",
                x=[values[i] for i in mine],
                y=[places.at[where[i]] for i in mine],
                width=bar_px,
                name=kind,
                marker=filled([colour] * len(mine), [forms[i] for i in mine], palette, is_parted=True),
                **words_inside(values_of(rows, inside), mine, colour, forms, palette),
                customdata=[hovers[i] for i in mine],
                hovertemplate="%{customdata}<extra></extra>",
            )
    key_bars(figure, forms, [palette.grey] * len(forms), keys, palette)
    figure.update_layout(barmode="relative")
    return figure.done()


def check_parts(parts: Sequence[str], values: Sequence[float], fills: Mapping[str, str]) -> None:
    """Raises ValueError where a part with a value has no colour: it would be in the sums and not be drawn."""
    unknown = {
        part for part, value in zip(parts, values, strict=True) if value and not pd.isna(value) and part not in fills
    }
    if unknown:
        raise ValueError(f"no colour for {sorted(map(str, unknown))}")


def words_inside(
    words: Sequence[str], mine: Sequence[int], colour: str, forms: Sequence[str], palette: Palette
) -> dict[str, Any]:
    """What writes words on the parts ``mine`` of one colour, if there are any."""
    if not words:
        return {}
    on_fill = legible(colour, palette)
    return {
        "text": [words[i] for i in mine],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 12, "color": same([palette.ink if forms[i] else on_fill for i in mine]), "shadow": "none"},
    }


def whiskers(
    figure: Draft,
    low: Sequence[float],
    high: Sequence[float],
    at: Sequence[float],
    palette: Palette,
    key: str = "",
    *,
    is_band: bool = False,
) -> None:
    """A line from low to high in each row, or a grey band: a range need not lie on both sides of its answer."""
    figure.add_scatter(
        mode="lines",
        x=[x for pair in zip(low, high, strict=True) for x in (*pair, None)],
        y=[y for height in at for y in (height, height, None)],
        line={"color": palette.pale, "width": BAND_PX} if is_band else {"color": palette.ink, "width": 1.5},
        name=key,
        showlegend=bool(key),
        hoverinfo="skip",
        cliponaxis=False,
    )


def filled(
    colours: Sequence[str], forms: Sequence[str], palette: Palette, *, is_parted: bool = False
) -> dict[str, Any]:
    """The marker of bars: full, ``hollow`` in an edge, or ``hatched``; pale ones have a grey edge, parts of a stack one
    of the page.
    """
    fills, widths, edges = [], [], []
    for colour, form in zip(colours, forms, strict=True):
        is_open, is_pale = form == "hollow", colour == palette.pale
        fills.append(palette.background if is_open else colour)
        widths.append(1.5 if is_open else int(is_parted or is_pale))
        edges.append(palette.grey if is_pale else colour if is_open else palette.background)
    marker: dict[str, Any] = {"color": same(fills), "line": {"width": same(widths), "color": same(edges)}}
    if "hatched" in forms:
        marker["pattern"] = {
            "shape": same(["/" if form == "hatched" else "" for form in forms]),
            "size": 5,
            "solidity": 0.4,
            "fillmode": "replace",
            "fgcolor": same(colours),
            "bgcolor": palette.background,
        }
    return marker


def key_bars(
    figure: Draft, forms: Sequence[str], colours: Sequence[str], keys: Mapping[str, str], palette: Palette, **place: str
) -> None:
    """The legend's marks of the forms that are drawn and named; ``place``: the orientation of the bars."""
    for form in ("hollow", "hatched"):
        if form in keys and form in forms:
            marker = filled([colours[list(forms).index(form)]], [form], palette)
            figure.add_bar(x=[None], y=[None], name=keys[form], marker=marker, hoverinfo="skip", **place)


def forms_of(count: int, *, hollow: Sequence[bool], hatched: Sequence[bool]) -> list[str]:
    """How each bar is filled: ``hollow``, ``hatched`` or, empty, full."""
    is_open, is_lined = hollow or [False] * count, hatched or [False] * count
    return ["hollow" if o else "hatched" if h else "" for o, h in zip(is_open, is_lined, strict=True)]


def bold(words: Iterable[str]) -> list[str]:
    """The words of a column in bold."""
    return [f"<b>{word}</b>" for word in words]


def _each(colour: str | Sequence[str], names: Sequence[str]) -> list[str]:
    return [colour] * len(names) if isinstance(colour, str) else list(colour)


def _heads(rows: Rows, group: Column | None, where: Sequence[int]) -> list[str]:
    """The head of each row drawn; ``where``: the row of each value."""
    heads = dict(zip(where, values_of(rows, group), strict=False))
    return [heads[row] for row in sorted(heads)]


def columns_of(rows: Rows, text: Column | Mapping[str, Column] | None) -> dict[str, list[str]]:
    """The figures right of the rows, by their heads."""
    if text is None:
        return {}
    named = text if isinstance(text, Mapping) else {"": text}
    return {head: [str(word) for word in values_of(rows, column)] for head, column in named.items()}


def _ticks(
    figure: Draft, marks: Sequence[float], at: Sequence[float], hovers: Sequence[str], palette: Palette, key: str
) -> None:
    """An upright tick in each row, such as the same figure a year before."""
    figure.add_scatter(
        mode="markers",
        x=list(marks),
        y=list(at),
        name=key,
        showlegend=bool(key),
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": BAR_PX + 3, "line": {"width": 2, "color": palette.ink}},
        customdata=list(hovers),
        hovertemplate="%{customdata}<extra></extra>",
    )
