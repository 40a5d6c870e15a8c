"""Charts as they are sent: Plotly's script laid out for the browser, the figure with its words as one message."""

import json
from pathlib import Path

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit import chart_view
from tests.apps import charts


def test_the_script_of_the_installed_plotly_is_laid_out_once(tmp_path: Path) -> None:
    file = chart_view.publish(tmp_path / "static")
    assert file.read_bytes() == chart_view.SCRIPT.read_bytes()
    assert file.stat().st_mode & 0o444 == 0o444  # the server may run as somebody else
    assert [f.name for f in file.parent.iterdir()] == [chart_view.SCRIPT_NAME]  # nothing half-written is left
    file.write_text("as it was")
    assert chart_view.publish(tmp_path / "static").read_text() == "as it was"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        chart_view.publish(tmp_path / "file")


def test_the_browser_may_keep_the_script(tmp_path: Path) -> None:
    """Without a rule of the server browsers keep a file for a tenth of its age: here more than two years."""
    age = 1_800_000_000 - chart_view.publish(tmp_path).stat().st_mtime
    assert age / 10 > 2 * 365 * 86_400


def test_a_chart_is_sent_as_plotly_json_with_its_words() -> None:
    def page() -> None:
        import plotly.graph_objects as go

        from parley.app.kit import chart_view

        figure = go.Figure(go.Bar(x=["a", "\u00e9"], y=[1.0, float("nan")]))
        chart_view.draw(figure.to_json(), 'Bars: "a" and \u00e9', "bars", {"displaylogo": False})

    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    (chart,) = charts(app)
    assert chart.alt == 'Bars: "a" and \u00e9'
    assert chart.figure.data[0].x == ("a", "\u00e9")
    (sent,) = (json.loads(element.proto.bytes) for element in app.get("bidi_component"))
    assert sent["config"] == {"displaylogo": False}
    assert isinstance(chart.figure, go.Figure)
