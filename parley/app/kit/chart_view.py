"""A chart on the page: Plotly's own script in a component of ours, so that a changed figure is changed in place.

Streamlit's chart element takes a chart down and builds it anew at every change; in place costs the browser a third
(``docs/speed.md``).
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

from parley.files import written_aside

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# Served by Streamlit as app/static/; the name carries the version, so a browser may keep the file.
STATIC = Path(__file__).resolve().parent.parent.parent.parent / "static"
SCRIPT_NAME = f"plotly-{plotly.__version__}.min.js"
NAME = "parley_chart"  # what messages to the browser call a chart
# Seconds since 1970. Streamlit gives no rule for how long the file may be kept; browsers then take a tenth of its age.
OLD = 1_000_000_000


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    """The component, its script inline, once per process."""
    publish()
    script = Path(__file__).with_name("chart.js").read_text(encoding="utf-8")
    return st.components.v2.component(
        NAME, js=script.replace("PLOTLY", f"app/static/{SCRIPT_NAME}"), isolate_styles=False
    )


def publish(folder: Path = STATIC) -> Path:
    """Lay the script of the installed Plotly where the browser can fetch it; the file. Raises OSError."""
    file = folder / SCRIPT_NAME
    if not file.exists():
        folder.mkdir(exist_ok=True)
        with written_aside(file) as aside:  # two servers may start at once
            shutil.copyfile(SCRIPT, aside)
            os.utime(aside, (OLD, OLD))
    return file


def draw(figure: str, alt: str, key: str, config: Mapping[str, Any]) -> None:
    """A figure (Plotly JSON) with alternative text. ``config``: Plotly's settings, such as its buttons."""
    around = f'{{"alt": {json.dumps(alt)}, "config": {json.dumps(config)}, "figure": {figure}}}'
    _component()(data=around.encode(), key=key)
