"""The chart of two scenarios: B less A on its range, hollow where that holds zero, names left and figures right."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.compare import differences
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked, figures_right

LONG = "A name that is far too long to stand beside a figure on a phone of 350 pixels"
ROWS = pd.DataFrame(
    {
        "name": ["Machinery", LONG],
        "words": [f"+$29bn{terms.NBSP}(27–52)", f"−$2bn{terms.NBSP}(−5–1)"],
        "difference": [29.0, -2.0],
        "difference_low": [27.0, -5.0],
        "difference_high": [52.0, 1.0],
    }
)


def drawn(rows: pd.DataFrame = ROWS, palette: Palette = LIGHT) -> go.Figure:
    return checked(differences.difference_dots(rows, "bn", palette))


def marks(figure: go.Figure) -> dict[str, tuple[list[float], str]]:
    return {trace.name: (list(trace.x), trace.marker.color) for trace in figure.data if trace.mode == "markers"}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_dot_is_hollow_where_the_range_holds_zero(palette: Palette) -> None:
    assert marks(drawn(palette=palette)) == {
        differences.SAY("figure.dots", "sure"): ([29.0], palette.muted),
        differences.SAY("figure.dots", "open"): ([-2.0], palette.background),
    }


def test_ranges_are_lines_inside_the_axis() -> None:
    figure = drawn()
    (line,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert list(line.x) == [27, 52, None, -5, 1, None]
    low, high = figure.layout.xaxis.range
    assert low < -5
    assert high > 52
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(0, 0)]


def test_the_figures_stand_right_of_the_rows() -> None:
    assert figures_right(drawn()) == [["+$29bn", "−$2bn"]]


def test_without_ranges_no_direction_is_drawn_as_clear() -> None:
    pending = ROWS.assign(difference_low=float("nan"), difference_high=float("nan"))
    assert list(marks(drawn(pending))) == [differences.SAY("figure.dots", "pending")]
    assert [trace for trace in drawn(pending).data if trace.mode == "lines"] == []


def test_the_words_tell_every_row() -> None:
    assert differences.in_words(ROWS) == "B less A: {}".format(
        "; ".join(f"{name} {words}" for name, words in zip(["Machinery", LONG], ROWS["words"], strict=True))
    )
