"""Entry point for a server: ``streamlit run serve.py``, the app with what a public server needs around it.

``PARLEY_ORIGINS`` lists further addresses the app is reached by, ``PARLEY_METRICS=open`` opens Streamlit's counters,
``PARLEY_COUNTERS`` says where the app's own are told, ``PARLEY_AGENTS=open`` opens ``/mcp``, and ``PARLEY_LOGS=json``
writes the log as one JSON object a line; ``docs/deploy.md`` says more.
"""

import os
from pathlib import Path

import streamlit as st

from parley.app.serving import start

app = st.App(
    Path(__file__).with_name("dashboard.py"),
    routes=start.routes(os.environ),
    middleware=start.middleware(os.environ),
    lifespan=start.lifespan(os.environ),
    on_script_error=start.on_fault,
)
