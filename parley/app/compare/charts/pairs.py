"""Two scenarios on one axis: A as a hollow ring, B as a filled square, their ranges as thin lines, the gap in words."""

from math import isnan

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.dumbbells import joined, zero_marks
from parley.charts.figure import Caption
from parley.charts.labels import above_rows, value_axis, with_figures
from parley.charts.ranked_bars import short
from parley.charts.theme import Draft, Palette, draft, y_axis

NAME_LETTERS = 40  # beside the gap in words at 350 pixels
AT = {"a": -0.1, "b": 0.16}  # below the name of their row, clear of the next
ZERO_AT, ZERO_HALF = 0.03, 0.27  # the zero line, beside both marks and clear of the name
ROW_PX = 46


def pair_bars(rows: pd.DataFrame, unit: str, palette: Palette) -> go.Figure:
    """One row each: A and B with their ranges, the name above it with the difference.

    ``rows``: name, words (of the difference), a, a_low, a_high, b, b_low, b_high in ``unit`` of the axis (``bn``,
    ``%``); low and high may be missing.
    """
    count = len(rows)
    figure = draft(palette, height=ROW_PX * count + 66, margin=(8, 14, 34, 26))
    low, high = _ends(rows)
    wide = (high - low) or 1.0
    left, right = low - 0.03 * wide, high + 0.03 * wide
    for side, shift in AT.items():
        _range(figure, rows, side, shift, palette)
    for side, shift in AT.items():
        _marks(figure, rows, side, shift, unit, palette)
    names = [short(name, NAME_LETTERS) for name in rows["name"]]
    above_rows(figure, with_figures(names, rows["words"]), left, palette)
    zero_marks(figure, [i + ZERO_AT for i in range(count)], palette, ZERO_HALF)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=value_axis((left, right), (low, high), unit, palette),
        yaxis=y_axis(palette, range=[count - 0.6, -0.75], showgrid=False, showticklabels=False),
    )
    return figure.done()


def _ends(rows: pd.DataFrame) -> tuple[float, float]:
    values = rows[["a", "b", "a_low", "a_high", "b_low", "b_high"]].to_numpy(dtype=float)
    return min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))


def _range(figure: Draft, rows: pd.DataFrame, side: str, shift: float, palette: Palette) -> None:
    """The thin line from lowest to highest, once these are known."""
    if rows[f"{side}_low"].isna().all():
        return
    at = [i + shift for i in range(len(rows))]
    joined(figure, rows[f"{side}_low"], rows[f"{side}_high"], at, palette.ink, width=1.5)


def _marks(figure: Draft, rows: pd.DataFrame, side: str, shift: float, unit: str, palette: Palette) -> None:
    hollow = side == "a"
    mark = {
        "symbol": "circle" if hollow else "square",
        "size": 10 if hollow else 9,
        "color": palette.background if hollow else palette.muted,
        "line": {"width": 1.5, "color": palette.ink if hollow else palette.muted},
    }
    figure.add_scatter(
        x=rows[side],
        y=[i + shift for i in range(len(rows))],
        mode="markers",
        name=f"Scenario {side.upper()}",
        marker=mark,
        cliponaxis=False,
        customdata=list(zip(rows["name"], _told(rows, side), strict=True)),
        hovertemplate=f"<b>%{{customdata[1]}} {unit}</b> {side.upper()}<br>%{{customdata[0]}}<extra></extra>",
    )


def _told(rows: pd.DataFrame, side: str) -> list[str]:
    """The figure with its range, once that is known, as the hover says it."""
    decimals = decimals_of(rows)
    return [
        terms.signed(v, decimals) + ("" if isnan(low) else f" ({terms.span(low, high, decimals)})")
        for v, low, high in zip(rows[side], rows[f"{side}_low"], rows[f"{side}_high"], strict=True)
    ]


def decimals_of(rows: pd.DataFrame) -> int:
    """One decimal rule for a chart, from its largest figure."""
    low, high = _ends(rows)
    return terms.decimals_of(max(-low, high))


def caption(rows: pd.DataFrame, finding: str, measure: str, unit: str) -> Caption:
    """The words around the chart; ``rows`` as for ``pair_bars``, in the order drawn."""
    decimals = decimals_of(rows)
    told = "; ".join(
        f"{name}: A {terms.signed(a, decimals)}, B {terms.signed(b, decimals)}"
        for name, a, b in zip(rows["name"], rows["a"], rows["b"], strict=True)
    )
    return Caption(finding, measure, f"Pairs of marks, A a ring and B a square, {unit}: {told}")
