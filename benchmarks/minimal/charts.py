"""The two things a page of the minimal app holds: a slider and the charts it changes."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

LABEL = "Level"
LAYOUT = {
    "template": {},
    "height": 300,
    "margin": {"l": 44, "r": 16, "t": 24, "b": 38},
    "showlegend": False,
    "xaxis": {"showgrid": False, "fixedrange": True, "automargin": False},
    "yaxis": {"zeroline": False, "fixedrange": True, "automargin": False},
}
X = np.linspace(0, 1, 200)


def draw(page: str) -> None:
    """A slider and as many charts as the address asked for, all changed by every move."""
    if st.session_state["heading"]:
        st.title(LABEL)
    level = st.slider(LABEL, 0, 100, 50)
    for chart in range(st.session_state[page]):
        figure = go.Figure(go.Scatter(x=X, y=np.sin(X * (chart + 2) * 3) * level), LAYOUT)
        st.plotly_chart(figure, theme=None, key=f"{page}_{chart}", config={"displayModeBar": False})
