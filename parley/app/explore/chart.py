"""The chart of an answer: bars, pairs, marks in a row or lines, whichever its rows and columns make."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.explore.names import Unit
from parley.charts.labels import apart, month_ticks
from parley.charts.ranked_bars import keyed, pairs, stacked, value_bars
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

Form = Literal["bars", "pairs", "marks", "lines", ""]
MOST_BARS, MOST_COLUMNS, MOST_PERIODS = 51, 5, 6  # fifty rows and the one of all others
MOST_TOLD = 60  # figures in the words for those who cannot see
LINE_HEIGHT, LINE_MARGIN, LABEL_PX = 380, (64, 132, 16, 38), 18
MOST_YEARS = 8  # named on an axis


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
    draw = {"bars": _bars, "pairs": _pairs, "marks": _marks, "lines": _lines}[form]
    return draw(rows.dropna(subset="value"), unit, colours, palette)


def _bars(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    words = [unit.say(value) for value in rows["value"]]
    top = float(rows["value"].max())
    bars = rows.assign(value=rows["value"] / unit.scale, words=words, exact=words)
    axis = {**unit.axis(top), "range": [0, top / unit.scale]}
    return value_bars(bars, axis, palette, [palette.country(colours.get(name, "")) for name in rows["name"]])


def _pairs(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    before, now = list(dict.fromkeys(rows["column"]))
    wide = rows.pivot(index="name", columns="column", values="value").reindex(list(dict.fromkeys(rows["name"])))
    marks = pd.DataFrame({"name": wide.index, "before": wide[before].array, "now": wide[now].array})
    for column in ("before", "now"):
        marks[f"{column}_words"] = [unit.say(v) if pd.notna(v) else "no figure" for v in marks[column]]
        marks[column] /= unit.scale
    token = "muted" if {before, now} & set(colours) else "us"
    return pairs(marks, before, now, unit.axis(float(rows["value"].max())), (token, token), palette)


def _marks(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    names, columns = (list(dict.fromkeys(rows[column])) for column in ("name", "column"))
    places = stacked(names)
    at = dict(zip(names, places.bars, strict=True))
    figure = draft(palette, height=places.height + 58, margin=(8, 16, 32, 26))
    for column, colour in zip(columns, _apart(columns, colours, palette), strict=True):
        of_column = rows[rows["column"] == column]
        figure.add_scatter(
            name=column,
            x=of_column["value"] / unit.scale,
            y=[at[name] for name in of_column["name"]],
            mode="markers",
            cliponaxis=False,
            marker={"size": 10, "color": colour, "line": {"width": 1, "color": palette.background}},
            customdata=list(zip(map(unit.say, of_column["value"]), of_column["name"], strict=True)),
            hovertemplate=f"<b>%{{customdata[0]}}</b> {column}<br>%{{customdata[1]}}<extra></extra>",
        )
    return keyed(figure, places, unit.axis(float(rows["value"].max())), palette)


def _apart(columns: Sequence[str], colours: Mapping[str, str], palette: Palette) -> list[str]:
    """A colour a column: the two sides their own, other economies none of theirs, all else in a fixed order."""
    of_sides = {"USA": palette.us, "CHN": palette.china}
    free = iter([palette.s301, palette.grey, palette.fentanyl, palette.muted, palette.s122])
    shades = free if any(column in colours for column in columns) else chain([palette.us], free)
    return [of_sides.get(colours.get(column, "")) or next(shades) for column in columns]


def _lines(rows: pd.DataFrame, unit: Unit, colours: Mapping[str, str], palette: Palette) -> go.Figure:
    figure = draft(palette, height=LINE_HEIGHT, margin=LINE_MARGIN)
    columns, top = list(dict.fromkeys(rows["column"])), float(rows["value"].max())
    axis = unit.axis(top)
    ends: dict[str, tuple[pd.Timestamp, float]] = {}
    for column, colour in zip(columns, _apart(columns, colours, palette), strict=True):
        of_column = rows[rows["column"] == column].sort_values("at")
        ends[column] = (of_column["at"].iloc[-1], float(of_column["value"].iloc[-1]) / unit.scale)
        figure.add_scatter(
            name=column or "all",
            x=of_column["at"],
            y=of_column["value"] / unit.scale,
            mode="lines+markers" if len(of_column) <= MOST_YEARS else "lines",
            line={"width": 2.5, "color": colour},
            marker={"size": 7, "color": colour},
            cliponaxis=False,
            customdata=list(zip(map(unit.say, of_column["value"]), of_column["name"], strict=True)),
            hovertemplate=f"<b>%{{customdata[0]}}</b> {column}<br>%{{customdata[1]}}<extra></extra>",
        )
    height = LINE_HEIGHT - LINE_MARGIN[2] - LINE_MARGIN[3]
    gap = LABEL_PX * (axis["range"][1] - axis["range"][0]) / height
    for column, place in zip(columns, apart([ends[c][1] for c in columns], gap), strict=True):
        _end(figure, rows["at"].max(), place, column or unit.say(ends[column][1] * unit.scale), palette)
    figure.update_layout(xaxis=x_axis(palette, **_times(rows)), yaxis=y_axis(palette, **axis))
    return figure.done()


def _end(figure: Draft, when: pd.Timestamp, place: float, words: str, palette: Palette) -> None:
    figure.add_annotation(
        x=when,
        y=place,
        xshift=8,
        xanchor="left",
        showarrow=False,
        align="left",
        text=words if len(words) <= 18 else f"{words[:17].rstrip()}…",
        font={"size": 12, "color": palette.ink},
    )


def _times(rows: pd.DataFrame) -> dict[str, object]:
    """The axis of time: years where rows are years, else months."""
    days = pd.DatetimeIndex(sorted(rows["at"].unique()))
    if (days.month == 1).all():
        step = -(-len(days) // MOST_YEARS)
        shown = days[::-1][::step][::-1]
        return {"range": [days[0], days[-1]], "tickvals": list(shown), "ticktext": [f"{day.year}" for day in shown]}
    return month_ticks(days[0], days[-1])


def described(rows: pd.DataFrame, unit: Unit, form: Form) -> str:
    """An answer in words, for those who cannot see its chart: of long lines both ends, of other rows the first."""
    kind = {"bars": "Bars", "pairs": "Dot chart", "marks": "Dot chart", "lines": "Line chart", "": "Table"}[form]
    rows_said = rows
    if form == "lines":
        lines = (rows[rows["column"] == column] for column in dict.fromkeys(rows["column"]))
        rows_said = pd.concat(line.iloc[[0, -1]] if len(line) > MOST_PERIODS else line for line in lines)
    cells = "; ".join(
        f"{', '.join(filter(None, (row['name'], row['column'])))} {_said(row['value'], unit)}"
        for row in rows_said.head(MOST_TOLD).to_dict("records")
    )
    return f"{kind}, {unit.words}. {cells}."


def _said(value: float, unit: Unit) -> str:
    return "no figure" if pd.isna(value) else unit.say(value).replace(terms.NBSP, " ")
