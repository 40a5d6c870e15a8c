"""Pairs of marks: A and B told apart by form, ranges where there are any, words beside every row."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.compare.charts import pairs as charts
from parley.charts.theme import DARK, LIGHT, Palette

LONG = "A name that is far too long to stand beside a figure on a phone of 350 pixels"
ROWS = pd.DataFrame(
    {
        "name": ["Machinery", LONG],
        "words": ["+29 bn", "−2 bn"],
        "a": [0.0, 1.0],
        "b": [29.0, -1.0],
        "a_low": [0.0, 0.5],
        "a_high": [0.0, 1.5],
        "b_low": [27.0, -3.0],
        "b_high": [52.0, 2.0],
    }
)


def drawn(rows: pd.DataFrame = ROWS, palette: Palette = LIGHT) -> go.Figure:
    """The figure, put through Plotly's own checks, which the app leaves out."""
    figure = charts.pair_bars(rows, "bn", palette)
    go.Figure(figure.to_dict())
    return figure


def marks(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data if trace.mode == "markers"}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_and_b_differ_in_form_and_in_filling(palette: Palette) -> None:
    a, b = (marks(drawn(palette=palette))[f"Scenario {side}"].marker for side in "AB")
    assert (a.symbol, b.symbol) == ("circle", "square")
    assert (a.color, b.color) == (palette.background, palette.muted)


def test_marks_and_ranges_stand_at_the_figures() -> None:
    figure = drawn()
    found = marks(figure)
    assert list(found["Scenario A"].x) == [0.0, 1.0]
    assert list(found["Scenario B"].x) == [29.0, -1.0]
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [list(line.x) for line in lines] == [[0, 0, None, 0.5, 1.5, None], [27, 52, None, -3, 2, None]]
    low, high = figure.layout.xaxis.range
    assert low < -3
    assert high > 52


def test_names_are_cut_for_a_phone_and_differences_stand_beside_them() -> None:
    ((first, second),) = (trace.text for trace in drawn().data if trace.mode == "text")
    assert first == f"Machinery{2 * terms.NBSP}<b>+29 bn</b>"
    name, gap = second.split(2 * terms.NBSP)
    assert name.endswith("…") and len(name) <= charts.NAME_LETTERS
    assert gap == "<b>−2 bn</b>"


def test_a_line_stands_at_zero_and_the_unit_on_the_last_tick() -> None:
    figure = drawn()
    assert {(shape.x0, shape.x1) for shape in figure.layout.shapes} == {(0, 0)}
    heads = [y for trace in figure.data if trace.mode == "text" for y in trace.y]
    assert not any(shape.y0 <= y <= shape.y1 for shape in figure.layout.shapes for y in heads)  # no name is crossed
    assert [text.endswith(f"{terms.NBSP}bn") for text in figure.layout.xaxis.ticktext][-1]


def test_scenarios_without_any_change_are_drawn() -> None:
    nothing = ROWS.assign(**dict.fromkeys(ROWS.columns[2:], 0.0))
    assert {side: list(trace.x) for side, trace in marks(drawn(nothing)).items()} == {
        "Scenario A": [0, 0],
        "Scenario B": [0, 0],
    }


def test_the_caption_tells_every_pair() -> None:
    caption = charts.caption(ROWS, "Machinery differs most", "Loss of US buyers, US$ bn", "bn")
    assert caption.finding == "Machinery differs most"
    assert f"Machinery: A 0, B +29; {LONG}: A +1, B −1" in caption.alt
