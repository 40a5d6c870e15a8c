"""The app through Streamlit's test runner, for the page tests of every layer."""

from collections.abc import Mapping
from typing import Any

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
