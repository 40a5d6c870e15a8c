"""A comparison as a picture of its own (SVG): A a ring, B a square, ranges as lines; no script, no font, no request."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from parley import terms
from parley.results.report_html import Markup, tag

WIDTH, ROW, TOP, BOTTOM, LEFT, RIGHT = 680, 44, 30, 26, 8, 8
INK, GREY, PALE, PAPER = "#101418", "#5F6B7A", "#D3D1CA", "#FFFFFF"
MOST_STEPS = 5


def pair_chart(rows: pd.DataFrame, unit: str, name: str, what: str) -> Markup:
    """The rows of ``comparison.ranked`` as pairs of marks. ``name``: the picture's id; ``what``: its title."""
    if rows.empty:
        return Markup("")
    values = rows[["a_low", "a_high", "b_low", "b_high"]].to_numpy(dtype=float)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    wide = (high - low) or 1.0
    low, high = low - 0.03 * wide, high + 0.03 * wide
    height = TOP + ROW * len(rows) + BOTTOM

    def x(value: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low):.1f}"

    parts = [_axis(_ticks(low, high), unit, x, height), *_legend()]
    for place, row in enumerate(rows.to_dict("records")):
        top = TOP + ROW * place
        parts += [
            _text(LEFT, top + 12, str(row["name"])),
            _text(WIDTH - RIGHT, top + 12, str(row["words"]), anchor="end", weight="bold"),
        ]
        for side, y in (("a", top + 21), ("b", top + 32)):
            parts.append(_line(x(row[f"{side}_low"]), str(y), x(row[f"{side}_high"]), str(y), INK, 1.5))
            parts.append(_mark(side, float(x(row[side])), y))
    told = _told(rows, unit)
    return tag(
        "svg",
        tag("title", what, id=f"{name}_title"),
        tag("desc", told, id=f"{name}_desc"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby=f"{name}_title {name}_desc",
    )


def _told(rows: pd.DataFrame, unit: str) -> str:
    decimals = terms.decimals_of(float(np.abs(rows[["a", "b"]].to_numpy(dtype=float)).max()))
    return "; ".join(
        f"{row['name']}: A {terms.signed(row['a'], decimals)}, B {terms.signed(row['b'], decimals)} {unit}"
        for row in rows.to_dict("records")
    )


def _ticks(low: float, high: float) -> list[float]:
    """Round steps: 1, 2 or 5 times a power of ten."""
    least = (high - low) / MOST_STEPS
    power = 10.0 ** np.floor(np.log10(least))
    step = next(power * s for s in (1, 2, 5, 10) if power * s >= least)
    return [float(step * n) for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]


def _axis(ticks: Sequence[float], unit: str, x: Callable[[float], str], height: int) -> list[Markup]:
    decimals = max((len(f"{t:g}".partition(".")[2]) for t in ticks), default=0)
    parts = []
    for tick in ticks:
        parts.append(_line(x(tick), str(TOP), x(tick), str(height - BOTTOM), INK if tick == 0 else PALE, 1))
        words = terms.number(tick, decimals) + (f"{terms.NBSP}{unit}" if tick == ticks[-1] else "")
        parts.append(_text(float(x(tick)), height - 8, words, anchor="middle", fill=GREY))
    return parts


def _legend() -> list[Markup]:
    return [
        _mark("a", LEFT + 6, 12),
        _text(LEFT + 16, 16, "Scenario A"),
        _mark("b", LEFT + 106, 12),
        _text(LEFT + 116, 16, "Scenario B"),
        _text(WIDTH - RIGHT, 16, "B less A", anchor="end"),
    ]


def _mark(side: str, x: float, y: float) -> Markup:
    if side == "a":
        return tag("circle", cx=f"{x:.1f}", cy=y, r=4.5, fill=PAPER, stroke=INK, stroke_width=1.5)
    return tag("rect", x=f"{x - 4:.1f}", y=y - 4, width=8, height=8, fill=GREY)


def _line(x1: str, y1: str, x2: str, y2: str, colour: str, width: float) -> Markup:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal", fill: str = INK) -> Markup:
    """Words with a rim of paper, so that a line behind them does not cross them."""
    rim = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
    look = {"text_anchor": anchor, "font_weight": weight, "font_size": 12, "fill": fill}
    return tag("text", words, x=f"{x:.1f}", y=y, **look, **rim)
