"""A figure as it is drawn: plain dicts on the way out, Plotly's own objects for who reads them."""

import copy

import numpy as np
import plotly.graph_objects as go
import pytest

from parley.charts.figure import Drawn

TRACES = [{"type": "bar", "x": np.array([1.5, -2.0]), "y": ["a", "b"], "error_x": {"array": np.array([1, 2])}}]


def test_numbers_go_out_packed_and_the_rest_as_it_is() -> None:
    figure = Drawn(TRACES, {"height": 50})
    sent = figure.to_dict()
    assert sent["data"][0]["x"] == {"dtype": "f8", "bdata": "AAAAAAAA+D8AAAAAAAAAwA=="}  # IEEE 754, little-endian
    assert sent["data"][0]["y"] == ["a", "b"]
    assert "_data_objs" not in vars(figure)  # nothing has been put together
    assert isinstance(TRACES[0]["x"], np.ndarray)  # what was drawn is left as it was


def test_what_goes_out_is_what_plotly_reads() -> None:
    figure = Drawn(TRACES, {"height": 50})
    for read in (figure, go.Figure(figure.to_dict()), copy.deepcopy(figure)):
        assert read.layout.height == 50
        assert [trace.type for trace in read.data] == ["bar"]
    assert list(figure.data[0].x) == [1.5, -2.0]
    assert list(figure.data[0].error_x.array) == [1, 2]


def test_it_has_nothing_that_a_figure_has_not() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = Drawn(TRACES, {}).nothing
