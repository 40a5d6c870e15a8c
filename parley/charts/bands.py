"""The pale band between the ends of a range, behind the line of its central figures."""

import pandas as pd

from parley.charts.colours import tint
from parley.charts.theme import Draft, Palette


def band(
    figure: Draft, x: pd.Series, low: pd.Series, high: pd.Series, palette: Palette, colour: str = "", **place: str
) -> None:
    """Fill what lies between ``low`` and ``high`` at each ``x``, in a paler ``colour`` where there are several bands;
    ``place``: the axes, where the figure has several.
    """
    for values, fill in ((high, None), (low, "tonexty")):
        figure.add_scatter(
            x=x,
            y=values,
            mode="lines",
            line={"width": 0, "color": palette.pale},
            fill=fill,
            fillcolor=tint(colour, 0.2) if colour else tint(palette.pale, 0.5),
            hoverinfo="skip",
            showlegend=False,
            **place,
        )
