"""Which page answers my question: a short list of questions, each with the link that opens the answer."""

from typing import Any

import streamlit as st

from parley.app import navigation
from parley.app.kit.blocks import part
from parley.search.pages import QUESTIONS, Question


def draw() -> None:
    """The questions behind one line that opens, so that a page which shows them stays light."""

    @part("Which page answers my question")
    def questions() -> None:
        guide = st.expander("Which page answers my question?", on_change="rerun", key="guide")
        if guide.open:
            with guide:
                grid = st.grid(3, min_column_width=290, gap="small")
                for entry in QUESTIONS:
                    _entry(grid, entry)


def _entry(grid: Any, entry: Question) -> None:
    with grid.container(gap=None):
        st.markdown(entry.question)
        navigation.link(entry.path, entry.link, entry.query)
