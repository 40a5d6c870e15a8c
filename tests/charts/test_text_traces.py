"""Notes drawn as text marks: the same words at the same places, in one trace for each pair of axes."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.charts import text_traces
from parley.charts.theme import LIGHT, draft, event_lines


def figure_with(*notes: dict[str, object], x: list[object] | None = None, **layout: object) -> go.Figure:
    figure = draft(LIGHT, 300)
    figure.add_scatter(x=x or [1, 2, 3], y=[1.0, 2.0, 3.0])
    for note in notes:
        figure.add_annotation(**{"showarrow": False, "text": "words", "x": 1, "y": 2.0, **note})
    figure.update_layout(**layout)
    return figure.done()


def lettered(figure: go.Figure) -> go.Figure:
    """The lettered figure, put through Plotly's own checks."""
    return go.Figure(text_traces.lettered(figure, LIGHT))


def texts(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "markers+text"]


def test_a_plain_note_becomes_a_text_at_the_same_place_and_no_note_is_left() -> None:
    drawn = lettered(figure_with({"xanchor": "left", "xshift": 9, "font": {"size": 12, "color": "#123456"}}))
    (text,) = texts(drawn)
    assert not drawn.layout.annotations
    assert (list(text.x), list(text.y), list(text.text)) == ([1], [2.0], ["words"])
    assert list(text.textposition) == ["middle right"]
    assert list(text.textfont.color) == ["#123456"]
    assert list(text.textfont.size) == [12]
    # Plotly puts a text its mark's radius over 0.8, and 1, away from the point: half of 12.8 over 0.8 and 1 make 9.
    assert list(text.marker.size) == [pytest.approx(12.8)]
    assert text.marker.opacity == 0


@pytest.mark.parametrize(
    "note",
    [
        {"showarrow": True},
        {"textangle": 90},
        {"bordercolor": "#000000"},
        {"xanchor": "left", "xshift": -40},
        {"yanchor": "middle", "yshift": 5},
        {"xref": "x domain"},
    ],
)
def test_a_note_that_a_text_cannot_stand_in_for_stays_a_note(note: dict[str, object]) -> None:
    drawn = lettered(figure_with(note))
    assert len(drawn.layout.annotations) == 1
    assert not texts(drawn)


def test_a_number_on_an_axis_of_names_stays_a_note_and_a_name_does_not() -> None:
    drawn = lettered(figure_with({"x": 1}, {"x": "beta"}, x=["alpha", "beta", "gamma"]))
    assert [note.x for note in drawn.layout.annotations] == [1]
    assert [list(text.x) for text in texts(drawn)] == [["beta"]]


def test_an_array_of_numbers_is_not_an_axis_of_names() -> None:
    sketch = draft(LIGHT, 300)
    sketch.add_scatter(x=pd.Series([1.0, 2.0]), y=pd.Series([3.0, 4.0]))
    sketch.add_annotation(x=1.0, y=3.0, text="words", showarrow=False)
    drawn = lettered(sketch.done())
    assert not drawn.layout.annotations
    assert [list(text.text) for text in texts(drawn)] == [["words"]]


def test_digits_above_the_plot_stand_on_a_hidden_axis_over_the_panel() -> None:
    figure = draft(LIGHT, 300)
    figure.add_scatter(x=["2025-01-01", "2025-06-01"], y=[1.0, 2.0])
    event_lines(figure, ["2025-02-04", "2025-05-14"], LIGHT)
    drawn = lettered(figure.done())
    (text,) = texts(drawn)
    assert (text.xaxis, text.yaxis) == ("x", "y9")
    assert list(text.y) == [1.0, 1.0]
    assert list(text.text) == ["<b>1</b>", "<b>2</b>"]
    assert list(text.textposition) == ["top center", "top center"]
    assert drawn.layout.yaxis9.overlaying == "y"
    assert list(drawn.layout.yaxis9.range) == [0, 1]
    assert drawn.layout.yaxis9.visible is False


def test_dotted_lines_across_the_plot_are_one_trace_and_others_stay_lines() -> None:
    figure = draft(LIGHT, 300)
    figure.add_scatter(x=["2025-01-01", "2025-06-01"], y=[1.0, 2.0])
    event_lines(figure, ["2025-02-04", "2025-05-14"], LIGHT)
    figure.add_shape(type="line", x0="2025-01-01", x1="2025-06-01", y0=1, y1=1, line={"width": 1, "dash": "dot"})
    unranged = figure.done()
    assert len(lettered(unranged).layout.shapes) == 3  # a mark could widen the axis
    plain = unranged.to_dict()
    plain["layout"]["xaxis"]["range"] = ["2025-01-01", "2025-06-01"]
    drawn = lettered(go.Figure(plain))
    (line,) = (trace for trace in drawn.data[1:] if trace.mode == "lines")
    assert [str(day)[:10] for day in line.x] == ["2025-02-04", "2025-02-04", "None", "2025-05-14", "2025-05-14", "None"]
    assert list(line.y) == [0, 1, None, 0, 1, None]
    assert (line.xaxis, line.yaxis, line.line.dash, line.hoverinfo) == ("x", "y9", "dot", "skip")
    (kept,) = drawn.layout.shapes
    assert (kept.y0, kept.yref) == (1, None)


def test_a_place_on_the_paper_is_told_in_shares_of_the_panel_under_it() -> None:
    top_of_paper = {"yref": "paper", "y": 1.0, "yanchor": "bottom"}
    drawn = lettered(figure_with(top_of_paper, yaxis={"domain": [0.5, 1.0]}))
    assert list(texts(drawn)[0].y) == [1.0]
    drawn = lettered(figure_with({**top_of_paper, "y": 0.75}, yaxis={"domain": [0.5, 1.0]}))
    assert list(texts(drawn)[0].y) == [0.5]


def test_what_lies_on_the_paper_outside_the_panel_stays_as_it_is() -> None:
    """Plotly hides a mark outside its axis: digits above two panels would be lost."""
    figure = draft(LIGHT, 300)
    figure.add_scatter(x=["2025-01-01", "2025-06-01"], y=[1.0, 2.0])
    event_lines(figure, ["2025-02-04"], LIGHT)
    plain = figure.done().to_dict()
    plain["layout"]["xaxis"]["range"] = ["2025-01-01", "2025-06-01"]
    plain["layout"]["yaxis"]["domain"] = [0.56, 0.96]
    drawn = lettered(go.Figure(plain))
    assert [note.text for note in drawn.layout.annotations] == ["<b>1</b>"]
    assert len(drawn.layout.shapes) == 1
    assert not texts(drawn)


def test_words_with_a_ground_get_a_halo_in_its_colour() -> None:
    drawn = lettered(figure_with({"bgcolor": LIGHT.background, "borderpad": 1}, {}))
    with_ground, without = texts(drawn)[0].textfont.shadow
    assert LIGHT.background in with_ground
    assert without == "none"


def test_a_figure_without_notes_stays_as_it_is() -> None:
    figure = figure_with()
    assert text_traces.lettered(figure, LIGHT) == figure.to_dict()


def test_words_of_a_trace_get_a_halo_so_that_no_line_runs_through_them_but_not_on_a_fill() -> None:
    figure = draft(LIGHT, 300)
    figure.add_scatter(x=[1], y=[1], mode="text", text=["name"], textfont={"size": 12})
    figure.add_bar(x=[1], y=[1], text=["1 bn"], textposition="outside")
    figure.add_bar(x=[1], y=[1], text=["1 bn"], textposition="inside")
    figure.add_scatter(x=[1], y=[1], mode="text", text=["on a tile"], textfont={"shadow": "none"})
    figure.add_scatter(x=[1], y=[1], mode="lines")
    shadows = [trace.textfont.shadow for trace in lettered(figure.done()).data]
    assert shadows == [LIGHT.halo, LIGHT.halo, None, "none", None]
    assert LIGHT.background in LIGHT.halo
