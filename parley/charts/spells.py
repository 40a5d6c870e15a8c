"""Spells of time in named rows: what was announced, in force or suspended, from which day to which."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley.charts.named_rows import TICKS_PX, framed, placed
from parley.charts.theme import Palette, hatch, x_axis

MS_PER_DAY = 86_400_000
BAR_PX = 17
DAYS_OF_MONTHS, DAYS_OF_HALF_YEARS = 200, 1100  # up to which an axis names months, half years
MOST_NAMED = 12  # places of an axis that a phone has room to name
YEARS_PX = 14  # what the second line of a tick needs


class Form(NamedTuple):
    """How a state is drawn: its word in the legend, its colour, full, ``hollow``, ``hatched`` or a ``point`` at its
    first day.
    """

    key: str
    colour: str
    look: str = "full"


def spells(
    rows: pd.DataFrame,
    palette: Palette,
    *,
    state: str,
    forms: Mapping[str, Form],
    hover: str,
    name: str = "name",
    row: str = "",
    group: str = "",
) -> go.Figure:
    """A row a name in the order they come, a bar from the first day of each spell to the end of its last.

    ``rows``: one a spell, with its first day ``valid_from`` and its last ``valid_to``. ``state``: its state, drawn as
    ``forms`` says, in their order. ``hover``: what a spell says when pointed at. ``row``: what tells rows of one name
    apart. ``group``: heads over rows.

    spells(rows, palette, state="state", forms={"in force": Form("In force", palette.us),
           "announced": Form("Announced", palette.muted, "hollow")}, hover="words")
    """
    row = row or name
    first = rows.drop_duplicates(row)
    places = placed(list(first[name]), list(first[group]) if group else ())
    height = dict(zip(first[row], places.at, strict=True))
    begins, ends = rows["valid_from"].min().replace(day=1), rows["valid_to"].max() + pd.Timedelta(days=1)
    axis = x_axis(palette, **{**_ticks(begins, ends), "range": [begins, ends], "type": "date"})
    figure = framed(places, palette, axis, {}, (), is_keyed=True)
    named: set[str] = set()
    for one, form in forms.items():
        mine = rows[rows[state] == one]
        if mine.empty:
            continue
        words = {
            "name": form.key,
            "showlegend": form.key not in named,
            "y": [height[key] for key in mine[row]],
            "customdata": mine[hover],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        named.add(form.key)
        if form.look == "point":
            edge = {"width": 1, "color": palette.background}
            marker = {"symbol": "diamond", "size": 10, "color": form.colour, "line": edge}
            figure.add_scatter(mode="markers", x=mine["valid_from"], marker=marker, **words)
        else:
            days = (mine["valid_to"] - mine["valid_from"]).dt.days + 1
            figure.add_bar(
                orientation="h",
                base=mine["valid_from"],
                x=days * MS_PER_DAY,
                width=BAR_PX,
                marker=_marker(form, palette),
                **words,
            )
    figure.update_layout(height=round(places.height) + 30 + TICKS_PX + YEARS_PX, margin={"b": TICKS_PX + YEARS_PX})
    return figure.done()


def _ticks(begins: pd.Timestamp, ends: pd.Timestamp) -> dict[str, object]:
    """Months of a short axis, half years or years of a longer one, each with room for its name."""
    days = (ends - begins).days
    months = range(1, 13) if days < DAYS_OF_MONTHS else (1, 7) if days < DAYS_OF_HALF_YEARS else (1,)
    starts = [day for day in pd.date_range(begins, ends, freq="MS") if day.month in months]
    shown = [begins, *(day for day in starts if min((day - begins).days, (ends - day).days) > days / MOST_NAMED)]
    named = [f"{day:%b}<br>{day.year}" if day.month == 1 or day == begins else f"{day:%b}" for day in shown]
    return {"tickvals": shown, "ticktext": named}


def _marker(form: Form, palette: Palette) -> dict[str, object]:
    if form.look == "hatched":
        return hatch(form.colour, palette)
    edge = {"width": 1.5, "color": form.colour}
    if form.look == "hollow":
        return {"color": palette.background, "line": edge}
    is_pale = form.colour == palette.pale
    return {"color": form.colour, "line": {"width": int(is_pale), "color": palette.grey}}
