"""Rows of two marks, filled and hollow: two estimates, or a part and the whole."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from parley.charts.dots import Mark, dots
from parley.charts.named_rows import Column
from parley.charts.theme import Palette


def two_marks(
    rows: pd.DataFrame,
    names: Sequence[str],
    mark: str,
    colour: str,
    palette: Palette,
    text: Column | Mapping[str, Column] = "words",
) -> go.Figure:
    """A row each: marks at ``one`` and ``other``, joined, its figures at the right: in words, or ``text``.

    ``rows`` in the order to draw: name, one, words and, for a second mark, other; ``names``: of the marks, in that
    order; ``mark``: the unit of the axis.
    """
    hover = [f"<b>{words}</b><br>{name}" for words, name in zip(rows["words"], rows["name"], strict=True)]
    first, *second = names
    marks = [Mark("one", first if second else "", colour, hover=hover)]
    marks += [Mark("other", name, colour, hollow=True, hover=hover) for name in second]
    return dots(rows, palette, marks=marks, unit=mark, text=text)
