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


def central_marks(
    figure: Draft, central: float, at: Sequence[float], spread: tuple[float, float], line: dict[str, Any]
) -> None:
    """The central answer as a line beside the marks of each row, from ``spread`` above to below, clear of its name."""
    for y in at:
        ends = {"y0": y - spread[0], "y1": y + spread[1]}
        figure.add_shape(type="line", layer="below", x0=central, x1=central, **ends, line=line)


def end_marks(
    figure: Draft,
    answers: pd.Series,
    others: pd.Series,
    settings: pd.Series,
    at: Sequence[float],
    colour: str,
    palette: Palette,
    *,
    hollow: bool,
    **more: Any,
) -> None:
    """A mark a row at the answer, the setting of the assumption that gives it on its outer side.

    ``others``: the answers at the other end; where both are one, what is hollow has its setting on the left. ``more``:
    name and hover.
    """
    is_left = [a < b or (a == b and hollow) for a, b in zip(answers, others, strict=True)]
    figure.add_scatter(
        x=answers,
        y=at,
        mode="markers+text",
        text=[f"{value:g}" for value in settings],
        textposition=["middle left" if left else "middle right" for left in is_left],
        textfont={"size": 11, "color": palette.muted},
        cliponaxis=False,
        marker={
            "size": 10,
            "color": palette.background if hollow else colour,
            "line": {"width": 1.5, "color": colour},
        },
        **more,
    )
