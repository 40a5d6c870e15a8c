"""All models on one question: dots at the central answers, lines from end to end, hollow where the range holds zero."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.what_if import all_models
from parley.charts.theme import DARK, LIGHT, Palette

ROWS = pd.DataFrame(
    {
        "name": ["Product model", "By industry"],
        "low": [-24.0, 1.0],
        "central": [4.0, 2.0],
        "high": [49.0, 3.0],
        "words": ["+$4bn (−24 to 49)", "+$2bn (1–3)"],
    }
)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_dots_and_lines_stand_at_the_figures(palette: Palette) -> None:
    figure = all_models.answer_dots(ROWS, "bn", palette)
    go.Figure(figure.to_dict())
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]
    (lines,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert list(dots.x) == [4.0, 2.0]
    assert list(lines.x) == [-24, 49, None, 1, 3, None]
    assert list(dots.marker.color) == [palette.background, palette.us]
    low, high = figure.layout.xaxis.range
    assert low < -24 and high > 49
