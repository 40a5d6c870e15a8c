"""Skill of the product model on the goods of 2025 by section: dots with intervals beside a line at no skill."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.dumbbells import joined, zero_marks
from parley.charts.labels import above_rows, value_axis, with_figures
from parley.charts.ranked_bars import short
from parley.charts.theme import Palette, draft, y_axis

ROW_PX, AT, LETTERS = 40, 0.12, 46
LEAST, MOST = -4.0, 1.0  # of the axis: what is worse is cut, its figure stands beside it


def skill_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a section: its name above it with skill and interval; zero is the average change.

    ``rows``: name, skill, low, high.
    """
    count = len(rows)
    figure = draft(palette, height=ROW_PX * count + 44, margin=(8, 14, 8, 26))
    at = [place + AT for place in range(count)]
    low, high = rows["low"].clip(lower=LEAST), rows["high"].clip(lower=LEAST, upper=MOST)
    joined(figure, low, high, at, palette.ink, width=1.5)
    seen = rows["skill"] >= LEAST
    is_open = (rows["low"] < 0) & (rows["high"] > 0)
    told = [words_of(row) for row in rows.to_dict("records")]
    figure.add_scatter(
        x=rows["skill"].clip(lower=LEAST),
        y=at,
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker={
            "symbol": ["circle" if inside else "triangle-left" for inside in seen],
            "size": 10,
            "color": [palette.background if o else palette.china for o in is_open],
            "line": {"width": 1.5, "color": palette.china},
        },
        customdata=list(zip(rows["name"], told, strict=True)),
        hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[0]}<extra></extra>",
    )
    left, right = LEAST - 0.15, MOST + 0.15
    names = [short(name, LETTERS) for name in rows["name"]]
    above_rows(figure, with_figures(names, told), left, palette, rise=0.26)
    zero_marks(figure, at, palette)
    figure.update_layout(
        xaxis=value_axis((left, right), (LEAST, MOST), "", palette),
        yaxis=y_axis(palette, range=[count - 0.5, -0.6], showgrid=False, showticklabels=False),
    )
    return figure.done()


def words_of(row: Mapping[Any, Any]) -> str:
    """``−0.38 (−0.64 to −0.13)``."""
    return f"{terms.number(row['skill'], 2)} ({terms.span(row['low'], row['high'], 2)})"
