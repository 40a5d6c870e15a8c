"""Rows of two marks from zero, filled and hollow: two estimates, or a part and the whole."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from parley.charts.dumbbells import joined, zero_marks
from parley.charts.labels import row_names, two_lines, value_axis, with_figures
from parley.charts.theme import Palette, draft, y_axis

ROW_PX, AT, LETTERS = 42, 0.12, 40
RISE, RISE_OF_TWO = 0.26, 0.36  # of a row's words, and of a name on two lines


def two_marks(rows: pd.DataFrame, names: Sequence[str], mark: str, colour: str, palette: Palette) -> go.Figure:
    """A row each: its name above it with its figures in words, marks at ``one`` and ``other``.

    ``rows`` in the order to draw: name, one, words and, for a second mark, other; ``names``: of the marks, in that
    order; ``mark``: the unit of the axis.
    """
    count, columns = len(rows), ["one", "other"][: len(names)]
    figure = draft(palette, height=ROW_PX * count + 66, margin=(8, 14, 34, 26))
    values = rows[columns].to_numpy(dtype=float)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    wide = (high - low) or 1.0
    left, right = low - 0.03 * wide, high + 0.03 * wide
    at = [place + AT for place in range(count)]
    joined(
        figure, rows[columns].min(axis=1).clip(upper=0), rows[columns].max(axis=1).clip(lower=0), at, palette.pale, 3
    )
    for column, name in zip(columns, names, strict=True):
        hollow = column == "other"
        figure.add_scatter(
            name=name,
            x=rows[column],
            y=at,
            mode="markers",
            cliponaxis=False,
            marker={
                "size": 10,
                "color": palette.background if hollow else colour,
                "line": {"width": 1.5, "color": colour},
            },
            customdata=list(zip(rows["name"], rows["words"], strict=True)),
            hovertemplate=f"<b>%{{customdata[1]}}</b><br>%{{customdata[0]}}<extra>{name}</extra>",
        )
    heads = [two_lines(name, LETTERS) for name in rows["name"]]
    heights = [place - (RISE_OF_TWO if "<br>" in head else RISE) for place, head in enumerate(heads)]
    row_names(figure, with_figures(heads, rows["words"]), left, heights, palette)
    zero_marks(figure, at, palette)
    figure.update_layout(
        showlegend=len(columns) > 1,
        legend={"y": 1.0},
        xaxis=value_axis((left, right), (low, high), mark, palette),
        yaxis=y_axis(palette, range=[count - 0.5, -0.7], showgrid=False, showticklabels=False),
    )
    return figure.done()
