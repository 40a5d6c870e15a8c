"""Bars and pairs of marks with their names above them, so that long names fit a phone."""

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.dumbbells import joined
from parley.charts.labels import money_ticks, row_names, tick_words
from parley.charts.theme import Draft, Palette, draft, grid_axis, hatch, y_axis, zero_line

ROW_PX = 40
LETTER_PX = 7  # of the words at a bar's end
LINE_PX = 15  # what the second line of a name adds, and the third
MOST_LINES = 3
BAR_PX, NAME_PX = 17, 16  # a bar's width, and how far above its middle that of a name of one line stands
TOP_PX, BOTTOM_PX = 34, 16  # from the first bar's middle up, from the last one's down
NAME_CHARACTERS = 52  # what 350 pixels hold at 12 px
LOST = 12  # characters at most that two lines lose at their ends, where a word goes to the next
NAME_BESIDE_ZERO = 34  # the same where names begin at a zero line in the middle


def short(name: str, characters: int = NAME_CHARACTERS) -> str:
    """A name cut at a word's end where it is too long for a phone; the whole of it stands in the rows."""
    if len(name) <= characters:
        return name
    cut = name[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:(")
    return f"{cut}…"


def clauses(name: str, characters: int = 80) -> str:
    """The first clauses of a name that ``;`` parts, as many as fit: at least the first, none of them cut."""
    kept, *rest = name.split(";")
    for clause in rest:
        if len(kept) + len(clause) >= characters:
            break
        kept += f";{clause}"
    return kept


class Rows(NamedTuple):
    """Where rows with their names above them stand, in pixels from the top of the plot."""

    names: list[str]
    bars: list[float]
    heads: list[float]
    height: int


def stacked(names: Sequence[str], characters: int = NAME_CHARACTERS) -> Rows:
    """Rows one below the other, those higher whose name takes two or three lines.

    A longer name is told by its first clauses, an ellipsis stands where the first alone is too long.
    """
    wrapped = [textwrap.wrap(clauses(name, 2 * characters - LOST), characters) or [""] for name in names]
    extra = [LINE_PX * (min(len(lines), MOST_LINES) - 1) for lines in wrapped]
    bars = [TOP_PX + ROW_PX * i + sum(extra[: i + 1]) for i in range(len(names))]
    heads = [bar - NAME_PX - more / 2 for bar, more in zip(bars, extra, strict=True)]
    words = [_joined(lines, characters) for lines in wrapped]
    return Rows(words, [float(bar) for bar in bars], heads, bars[-1] + BOTTOM_PX)


def _joined(lines: Sequence[str], characters: int) -> str:
    kept, rest = lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])
    return "<br>".join(filter(None, [*kept, short(rest, characters)]))


def ranked_bars(rows: pd.DataFrame, palette: Palette, colour: str | Sequence[str]) -> go.Figure:
    """One bar a row in billion US dollars from zero, longest on top, its name above it and its figures at its end.

    ``rows``: name, value_usd, words (what stands at the end of the bar).
    """
    bars = rows.assign(value=rows["value_usd"] / 1e9, exact=rows["value_usd"].map(terms.usd))
    top = float(bars["value"].max())
    return value_bars(bars, {**money_ticks(top), "range": [0, top]}, palette, colour)


def value_bars(rows: pd.DataFrame, axis: dict[str, Any], palette: Palette, colour: str | Sequence[str]) -> go.Figure:
    """One bar a row from zero in any unit, its name above it and its figures at its end.

    ``rows``: name, value (on the axis), words (what stands at the end of the bar), exact (the figure when pointed at);
    ``axis``: range, tickvals, ticktext.
    """
    places = stacked(list(rows["name"]))
    room = LETTER_PX * (max(map(len, rows["words"])) + 1)
    figure = draft(palette, height=places.height + 32, margin=(8, room, 6, 26))
    figure.add_bar(
        orientation="h",
        x=rows["value"],
        y=places.bars,
        width=BAR_PX,
        marker={"color": colour if isinstance(colour, str) else list(colour), "line": {"width": 0}},
        text=[f" {words}" for words in rows["words"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        customdata=list(zip(rows["exact"], rows["name"], rows["words"], strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    row_names(figure, places.names, 0, places.heads, palette)
    figure.update_layout(xaxis=grid_axis(palette, **axis), yaxis=rows_axis(places, palette))
    return figure.done()


def pairs(
    rows: pd.DataFrame,
    before: int | str,
    now: int | str,
    axis: dict[str, Any],
    words: tuple[str, str],
    palette: Palette,
) -> go.Figure:
    """Two marks a row, joined: ``before`` hollow, ``now`` filled; a pale line leads from the row's name to them.

    ``rows``: name, before, now (on the axis), before_words, now_words; ``axis``: range, tickvals, ticktext; ``words``:
    colour tokens of the marks (fill and edge).
    """
    places = stacked(list(rows["name"]))
    figure = draft(palette, height=places.height + 58, margin=(8, 16, 32, 26))
    fill, edge = (str(getattr(palette, token)) for token in words)
    first = rows[["before", "now"]].min(axis=1)
    joined(figure, first.where(first.isna(), axis["range"][0]), first, places.bars, palette.pale, width=1)
    joined(figure, rows["before"], rows["now"], places.bars, palette.grey, width=2)
    for column, when, colour in (("before", before, palette.background), ("now", now, fill)):
        figure.add_scatter(
            x=rows[column],
            y=places.bars,
            mode="markers",
            name=str(when),
            cliponaxis=False,
            marker={"size": 10, "color": colour, "line": {"width": 1.5, "color": edge}},
            customdata=list(zip(rows[f"{column}_words"], rows["name"], strict=True)),
            hovertemplate=f"<b>%{{customdata[0]}}</b> {when}<br>%{{customdata[1]}}<extra></extra>",
        )
    return keyed(figure, places, axis, palette)


def keyed(figure: Draft, places: Rows, axis: dict[str, Any], palette: Palette) -> go.Figure:
    """The finished figure of marks in named rows: names above the rows, the key of the marks on top."""
    row_names(figure, places.names, axis["range"][0], places.heads, palette)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=grid_axis(palette, **axis),
        yaxis=rows_axis(places, palette),
    )
    return figure.done()


def change_bars(rows: pd.DataFrame, palette: Palette, colour: str, is_hatched: bool = False) -> go.Figure:
    """One bar a row to either side of zero, in percent, its name above it and its figures beside it.

    ``rows``: name, change_pct, words. Hatched: figures that are not confirmed.
    """
    places = stacked(list(rows["name"]), NAME_BESIDE_ZERO)
    figure = draft(palette, height=places.height + 32, margin=(8, 8, 6, 26))
    low, high = min(0.0, float(rows["change_pct"].min())), max(0.0, float(rows["change_pct"].max()))
    span = (high - low) or 1.0
    figure.add_bar(
        orientation="h",
        x=rows["change_pct"],
        y=places.bars,
        width=BAR_PX,
        marker=hatch(colour, palette) if is_hatched else {"color": colour, "line": {"width": 0}},
        text=[f" {words} " for words in rows["words"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        customdata=list(zip(rows["change_pct"].map(terms.change_pct), rows["name"], strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    left = low - span * (0.5 if low < 0 else 0.0)
    row_names(figure, places.names, 0, places.heads, palette)
    step = 10 if span <= 50 else 20
    ticks = [v for v in range(-100, 401, step) if low - 1 <= v <= high + 1]
    marks = tick_words(ticks, "%", terms.signed)
    figure.update_layout(
        xaxis=grid_axis(palette, range=[left, high + span * 0.5], tickvals=ticks, ticktext=marks),
        yaxis=rows_axis(places, palette),
    )
    zero_line(figure, palette)
    return figure.done()


def rows_axis(places: Rows, palette: Palette) -> dict[str, Any]:
    """The vertical axis of ``places``, in pixels from the top."""
    return y_axis(palette, range=[places.height, 0], showgrid=False, showticklabels=False)
