"""All models on one question: each answer as a dot on its range, zero as a line. All values are modelled."""

import pandas as pd
import plotly.graph_objects as go

from parley.charts.dumbbells import joined, zero_marks
from parley.charts.labels import above_rows, value_axis, with_figures
from parley.charts.theme import Palette, draft, y_axis

ROW_PX = 44
AT = 0.12  # below the name of its row


def dots(rows: pd.DataFrame, mark: str, palette: Palette) -> go.Figure:
    """A row a model: its name above it with its figures, the dot hollow where the range holds zero.

    ``rows`` in the order to draw: name, low, central, high, words; ``mark``: the unit of all.
    """
    count = len(rows)
    figure = draft(palette, height=ROW_PX * count + 48, margin=(8, 14, 8, 26))
    low, high = min(0.0, float(rows["low"].min())), max(0.0, float(rows["high"].max()))
    wide = (high - low) or 1.0
    left, right = low - 0.03 * wide, high + 0.03 * wide
    at = [place + AT for place in range(count)]
    joined(figure, rows["low"], rows["high"], at, palette.ink, width=1.5)
    is_open = (rows["low"] < 0) & (rows["high"] > 0)
    figure.add_scatter(
        x=rows["central"],
        y=at,
        mode="markers",
        cliponaxis=False,
        showlegend=False,
        marker={
            "size": 10,
            "color": [palette.background if o else palette.us for o in is_open],
            "line": {"width": 1.5, "color": palette.us},
        },
        customdata=list(zip(rows["name"], rows["words"], strict=True)),
        hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[0]}<extra></extra>",
    )
    above_rows(figure, with_figures(rows["name"], rows["words"]), left, palette, rise=0.26)
    zero_marks(figure, at, palette)
    figure.update_layout(
        xaxis=value_axis((left, right), (low, high), mark, palette),
        yaxis=y_axis(palette, range=[count - 0.5, -0.6], showgrid=False, showticklabels=False),
    )
    return figure.done()
