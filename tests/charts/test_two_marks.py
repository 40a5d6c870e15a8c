"""Two marks a row: filled and hollow at their figures, from zero; one mark where there is one estimate."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.charts.theme import DARK, LIGHT, Palette
from parley.charts.two_marks import two_marks
from parley.terms import NBSP

ROWS = pd.DataFrame({"name": ["Toys", "Tea"], "one": [5.0, -1.0], "other": [2.0, -3.0], "words": ["5 (2)", "−1 (−3)"]})


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_stand_at_the_figures_and_the_line_from_zero(palette: Palette) -> None:
    figure = two_marks(ROWS, ("Filled", "Hollow"), "US$", palette.us, palette)
    go.Figure(figure.to_dict())
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert list(marks["Filled"].x) == [5, -1]
    assert list(marks["Hollow"].x) == [2, -3]
    assert (marks["Filled"].marker.color, marks["Hollow"].marker.color) == (palette.us, palette.background)
    (lines,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert list(lines.x) == [0, 5, None, -3, 0, None]
    assert figure.layout.showlegend
    (heads,) = [trace.text for trace in figure.data if trace.mode == "text"]
    assert list(heads) == [f"Toys{2 * NBSP}<b>5 (2)</b>", f"Tea{2 * NBSP}<b>−1 (−3)</b>"]


def test_one_estimate_has_one_mark_and_no_legend() -> None:
    figure = two_marks(ROWS.drop(columns="other"), ("Filled",), "%", LIGHT.china, LIGHT)
    assert [trace.name for trace in figure.data if trace.mode == "markers"] == ["Filled"]
    assert not figure.layout.showlegend
