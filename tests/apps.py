"""The app through Streamlit's test runner, for the page tests of every layer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from parley.ui.shell import ROOT


def at_address(page: str, query: Mapping[str, Any], state: Mapping[str, Any] | None = None) -> AppTest:
    """The page (its file's name without suffix) after its first run from an address; ``state`` is of the session."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    for name, value in (state or {}).items():
        app.session_state[name] = value
    app.switch_page(f"pages/{page}.py")
    return app.run()


@dataclass(frozen=True)
class Chart:
    """A chart as it was sent to the browser: Plotly's figure in plain form, and its alternative text."""

    plain: dict[str, Any]
    alt: str

    @property
    def spec(self) -> str:
        """The figure as text."""
        return json.dumps(self.plain, ensure_ascii=False)

    @property
    def figure(self) -> go.Figure:
        """The figure, read strictly: an unknown name or a wrong value raises ValueError."""
        return go.Figure(self.plain)


def charts(app: AppTest) -> list[Chart]:
    """The charts on the page, from top to bottom."""
    sent = [json.loads(chart.proto.bytes) for chart in app.get("bidi_component")]
    return [Chart(told["figure"], told["alt"]) for told in sent]
