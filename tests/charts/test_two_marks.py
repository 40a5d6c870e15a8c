"""Two marks a row: filled and hollow at their figures, joined; one mark where there is one estimate."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.charts.theme import DARK, LIGHT, Palette
from parley.charts.two_marks import two_marks
from tests.sent_charts import figures_right

ROWS = pd.DataFrame({"name": ["Toys", "Tea"], "one": [5.0, -1.0], "other": [2.0, -3.0], "words": ["5 (2)", "−1 (−3)"]})


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_stand_at_the_figures_and_the_line_between_them(palette: Palette) -> None:
    figure = two_marks(ROWS, ("Filled", "Hollow"), "$", palette.us, palette)
    go.Figure(figure.to_dict())
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert list(marks["Filled"].x) == [5, -1]
    assert list(marks["Hollow"].x) == [2, -3]
    assert (marks["Filled"].marker.color, marks["Hollow"].marker.color) == (palette.us, palette.background)
    (lines,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert list(lines.x) == [2, 5, None, -3, -1, None]
    assert figure.layout.showlegend
    assert figures_right(figure) == [["5 (2)", "−1 (−3)"]]


def test_one_estimate_has_one_mark_and_no_legend() -> None:
    figure = two_marks(ROWS.drop(columns="other"), ("Filled",), "%", LIGHT.china, LIGHT)
    assert [trace.name for trace in figure.data if trace.mode == "markers"] == [""]
    assert not figure.layout.showlegend
