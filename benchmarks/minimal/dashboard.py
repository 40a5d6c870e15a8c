"""Entry point of the minimal app. ``?first=2&second=3`` says how many charts its two pages draw, ``heading=1`` that
they have a heading.
"""

import streamlit as st

for name in ("first", "second"):
    st.session_state.setdefault(name, int(st.query_params.get(name, 1)))
st.session_state.setdefault("heading", "heading" in st.query_params)
st.set_page_config(layout="wide")
st.navigation(
    [
        st.Page("pages/first.py", title="First", default=True),
        st.Page("pages/second.py", title="Second"),
    ]
).run()
