"""The largest figures of an answer as bars to either side of zero, each with its name, and its range where known."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.theme import Palette, draft, grid_axis

ROW_PX, HEAD_PX = 28, 70


def answer_bars(rows: pd.DataFrame, palette: Palette, title: str, unit: str) -> go.Figure:
    """One bar a row, the first on top.

    ``rows``: name and value, low and high where a range is known. ``title``: what is measured; ``unit`` is that of all.
    """
    names = rows["name"].tolist()
    figure = draft(palette, height=HEAD_PX + ROW_PX * max(len(rows), 1) + 30, margin=(190, 24, HEAD_PX, 30))
    decimals = terms.decimals_of(float(rows["value"].abs().max())) if len(rows) else 0
    bar = {
        "orientation": "h",
        "x": rows["value"],
        "y": names,
        "marker": {"color": palette.us, "line": {"width": 0}},
        "customdata": [terms.quantity(terms.signed(value, decimals + 1), unit) for value in rows["value"]],
        "hovertemplate": "<b>%{customdata}</b><br>%{y}<extra></extra>",
    }
    if "low" in rows:
        bar["error_x"] = {
            "type": "data",
            "array": (rows["high"] - rows["value"]).tolist(),
            "arrayminus": (rows["value"] - rows["low"]).tolist(),
            "color": palette.ink,
            "thickness": 1.5,
            "width": 0,
        }
    figure.add_bar(**bar)
    figure.update_layout(
        title={"text": title, "x": 0, "xref": "paper", "xanchor": "left", "font": {"size": 15}},
        xaxis=grid_axis(palette, ticksuffix=unit if unit == "%" else ""),
        yaxis={"autorange": "reversed", "automargin": True, "type": "category", "fixedrange": True},
    )
    return figure.done()
