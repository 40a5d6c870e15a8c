"""World what-if answers as bars with whiskers: economies, trade of a market, industries. All values are modelled."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Drawn
from parley.charts.labels import signed_ticks, tick_words
from parley.charts.theme import Palette, grid_axis, house_layout, names_axis

ROW_PX = 26
MOST_DECIMALS = 4
Marks = pd.DataFrame | Mapping[str, Any]  # by name of a column its values: a frame, or what is lighter than one


def change_bars(rows: Marks, palette: Palette, unit: str) -> go.Figure:
    """One bar a row to either side of zero with its whisker, the name left of the plot, its figure at the end.

    ``rows`` in the order to draw: code (economy, for its colour), name, change and, where the range is known, low and
    high. ``unit`` is that of all three: ``%`` or ``bn``.
    """
    change = rows["change"].tolist()
    has_range = "low" in rows
    low, high = (rows[c].tolist() if has_range else change for c in ("low", "high"))
    digits = decimals_of(rows, unit)
    at, names = list(range(len(change))), rows["name"].tolist()
    ends = zip(change, low, high, digits, strict=True)
    said = [_words(c, v, h, unit, decimals, has_range) for c, v, h, decimals in ends]
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": change,
        "y": at,
        "marker": {"color": [palette.country(code) for code in rows["code"].tolist()]},
        "customdata": list(zip(said, names, strict=True)),
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    traces = [bars]
    if has_range:
        traces.append(_whiskers(low, high, palette))
    traces.append(_values(change, [max(c, h, 0.0) for c, h in zip(change, high, strict=True)], digits, palette))
    reach = (min(0.0, *low, *change), max(0.0, *high, *change)) if at else (0.0, 1.0)
    return Drawn(traces, _layout(names, reach, unit, palette))


def _words(change: float, low: float, high: float, unit: str, decimals: int, has_range: bool) -> str:
    value = f"<b>{terms.quantity(terms.signed(change, decimals), unit)}</b>"
    return f"{value}<br>range {terms.quantity(terms.span(low, high, decimals), unit)}" if has_range else value


def _whiskers(low: list[float], high: list[float], palette: Palette) -> dict[str, Any]:
    """A line from low to high through each bar: ends of a range need not lie on both sides of the answer."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for pair in zip(low, high, strict=True) for x in (*pair, None)],
        "y": [y for i in range(len(low)) for y in (i, i, None)],
        "line": {"color": palette.ink, "width": 1.5},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _values(change: list[float], at: list[float], digits: list[int], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": at,
        "y": list(range(len(at))),
        "text": [f"{terms.NBSP}<b>{terms.signed(c, decimals)}</b>" for c, decimals in zip(change, digits, strict=True)],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _layout(names: list[str], ends: tuple[float, float], unit: str, palette: Palette) -> dict[str, Any]:
    ends = ends if ends[1] > ends[0] else (0.0, 1.0)
    width = ends[1] - ends[0]
    ticks = signed_ticks(*ends, most=3)
    words = tick_words(ticks, unit, terms.signed, "0")
    zero = {"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(names) - 0.5}
    left = max(96, 14 + round(6.7 * max(map(len, names), default=0)))
    return house_layout(
        palette,
        ROW_PX * len(names) + 40,
        (left, 46, 4, 26),
        shapes=[{**zero, "line": {"width": 1, "color": palette.ink}}],
        xaxis=grid_axis(
            palette,
            tickvals=ticks,
            ticktext=words,
            range=[ends[0] - 0.03 * width, ends[1] + 0.06 * width],
        ),
        yaxis=names_axis(palette, names),
    )


def decimals_of(rows: Marks, unit: str) -> list[int]:
    """Decimals of each change and its range, as in titles and facts; at most one more than the largest needs for two
    figures, and so many where that needs more than two.
    """
    sizes = np.abs(np.asarray(rows["change"], float))
    largest = float(np.fmax.reduce(sizes, initial=0.0))
    most = min(max(1 - math.floor(math.log10(largest)), 0), MOST_DECIMALS) if largest > 0 else 0
    if most > 2:
        return [most] * len(sizes)
    scale, decimals = (1.0, terms.decimals_of) if unit == "%" else (1e9, terms.bn_decimals)
    return [min(decimals(scale * size), most + 1) for size in sizes.tolist()]


def certain(rows: Marks) -> npt.NDArray[np.bool_]:
    """Of which rows [row] the range lies on one side of zero, and all models agree on the direction where ``is_sure``
    says so; of none while there is no range.
    """
    if "low" not in rows:
        return np.zeros(len(rows["change"]), bool)
    one_sign = (np.asarray(rows["low"]) > 0) | (np.asarray(rows["high"]) < 0)
    return one_sign & np.asarray(rows["is_sure"], bool) if "is_sure" in rows else one_sign


def in_words(rows: Marks, unit: str, count: int = 12) -> str:
    """Names with their changes in words, for the alternative text."""
    marks = zip(rows["name"].tolist(), rows["change"].tolist(), decimals_of(rows, unit), strict=True)
    return ", ".join(f"{n} {terms.quantity(terms.signed(c, decimals), unit)}" for n, c, decimals in [*marks][:count])
