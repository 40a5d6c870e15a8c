"""Rows of two marks with a line between them: what an answer is at either end of an assumption, a range, two years."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parley.charts.theme import Draft, Palette

SWING_PX = 7


def joined(
    figure: Draft, one: pd.Series, other: pd.Series, at: Sequence[float], colour: str, width: float = SWING_PX
) -> None:
    """A line in every row from ``one`` to ``other``, at the heights ``at``."""
    figure.add_scatter(
        x=[v for a, b in zip(one, other, strict=True) for v in (a, b, None)],
        y=[v for y in at for v in (y, y, None)],
        mode="lines",
        line={"width": width, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )


def zero_marks(figure: Draft, at: Sequence[float], palette: Palette, half: float = 0.2) -> None:
    """The zero line beside the marks at the heights ``at``, clear of the words between them."""
    line = {"width": 1, "color": palette.ink}
    for y in at:
        figure.add_shape(type="line", layer="below", x0=0, x1=0, y0=y - half, y1=y + half, line=line)


def end_marks(
    figure: Draft,
    answers: pd.Series,
    settings: pd.Series,
    at: Sequence[float],
    colour: str,
    palette: Palette,
    *,
    hollow: bool,
    **more: Any,
) -> None:
    """A mark a row at the answer, the setting of the assumption that gives it below; ``more``: name and hover."""
    figure.add_scatter(
        x=answers,
        y=at,
        mode="markers+text",
        text=[f"{value:g}" for value in settings],
        textposition="bottom center",
        textfont={"size": 11, "color": palette.muted},
        cliponaxis=False,
        marker={
            "size": 10,
            "color": palette.background if hollow else colour,
            "line": {"width": 1.5, "color": colour},
        },
        **more,
    )
