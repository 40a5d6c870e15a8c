"""The chart of an answer: bars, pairs, marks in a row or lines, whichever its rows and columns make."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from parley.app.explore.names import Unit
from parley.charts.bars import bars, bold
from parley.charts.dots import Mark, dots
from parley.charts.labels import short
from parley.charts.lines import lines
from parley.charts.theme import Palette

Form = Literal["bars", "pairs", "marks", "lines", ""]
MOST_BARS, MOST_COLUMNS, MOST_PERIODS = 51, 5, 6  # fifty rows and the one of all others
MOST_YEARS = 8  # of a line that shows each by a dot
END_CHARACTERS = 18  # of a name at the end of a line or over a column of figures


def form_of(rows: pd.DataFrame, is_time: bool) -> Form:
    """What an answer is drawn as; empty where it has too many rows for a chart or holds no figure.

    ``rows``: name, column (empty where the answer has none), value. ``is_time``: whether rows are years or months.
    """
    figures = rows.dropna(subset="value")
    if figures.empty or not float(figures["value"].max()) > 0:
        return ""
    names, columns = figures["name"].nunique(), figures["column"].nunique()
    if is_time and names > 1 and (columns > 1 or names > MOST_PERIODS):
        return "lines"
    if names > MOST_BARS:
        return ""
    if not figures["column"].any():
        return "bars"
    return "pairs" if columns == 2 else "marks"


def with_room(rows: pd.DataFrame, is_newest: bool) -> pd.DataFrame:
    """The rows of the columns a chart has room for: the first ones, or the last where they are periods."""
    columns = list(dict.fromkeys(rows["column"]))
    return rows[rows["column"].isin(columns[-MOST_COLUMNS:] if is_newest else columns[:MOST_COLUMNS])]


def chart(form: Form, rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    """The chart of an answer in its ``form``.

    ``rows``: name, column, value, and at (the day a row of time begins); in the order to draw, as many columns as there
    is room for. ``colours``: by name of a row or column, the code of the country it is, which gives it its colour.
    Raises ValueError for no form.
    """
    if not form:
        raise ValueError("this answer has no chart")
    draw = {"bars": _bars, "pairs": _dots, "marks": _dots, "lines": _lines}[form]
    return draw(rows.dropna(subset="value"), unit, colours, palette)


def _bars(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    return bars(
        rows,
        palette,
        value=rows["value"] / unit.scale,
        unit=unit.mark,
        colour=[palette.country(colours.get(name, "")) for name in rows["name"]],
        text=bold([unit.say(value) for value in rows["value"]]),
    )


def _dots(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    names, columns = (list(dict.fromkeys(rows[column])) for column in ("name", "column"))
    wide = rows.pivot(index="name", columns="column", values="value").reindex(names)
    is_pair = len(columns) == 2
    of_pair = palette.muted if set(columns) & set(colours) else palette.us
    marks = [
        Mark(
            wide[column] / unit.scale,
            column,
            of_pair if is_pair else colour,
            hollow=is_pair and column == columns[0],
            hover=[f"<b>{_words(value, unit)}</b> {column}<br>{name}" for name, value in wide[column].items()],
        )
        for column, colour in zip(columns, _apart(columns, colours, palette), strict=True)
    ]
    text = {short(columns[-1], END_CHARACTERS): [_words(value, unit) for value in wide[columns[-1]]]}
    return dots({"name": names}, palette, marks=marks, unit=unit.mark, joined=is_pair, text=text)


def _words(value: float, unit: Unit) -> str:
    return "no figure" if pd.isna(value) else unit.say(value)


def _apart(columns: Sequence[str], colours: Mapping[str, str], palette: Palette) -> list[str]:
    """A colour a column: the two sides their own, other economies none of theirs, all else in a fixed order."""
    of_sides = {"USA": palette.us, "CHN": palette.china}
    free = iter([palette.s301, palette.grey, palette.fentanyl, palette.muted, palette.s122])
    shades = free if any(column in colours for column in columns) else chain([palette.us], free)
    return [of_sides.get(colours.get(column, "")) or next(shades) for column in columns]


def _lines(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    columns, days = list(dict.fromkeys(rows["column"])), rows["at"]
    are_years = bool((days.dt.month == 1).all())
    newest = rows.sort_values("at").groupby("column")["value"].last()
    ends = {column: f"<b>{short(column, END_CHARACTERS)}</b><br>{unit.say(newest[column])}" for column in columns}
    return lines(
        rows.assign(at=days.dt.year if are_years else days, value=rows["value"] / unit.scale),
        palette,
        x="at",
        y="value",
        series="column",
        fills=dict(zip(columns, _apart(columns, colours, palette), strict=True)),
        unit=unit.mark,
        exact=rows["value"].map(unit.say),
        ends=ends if any(columns) else None,
        dots=are_years and days.nunique() <= MOST_YEARS,
    )
