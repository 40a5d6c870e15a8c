"""Which page answers my question: a short list of questions, each with the link that opens the answer."""

import streamlit as st

from parley.app import navigation
from parley.app.kit import html_text, written
from parley.app.kit.blocks import part
from parley.search.pages import QUESTIONS


def draw() -> None:
    """The questions behind one line that opens, so that a page which shows them stays light."""

    @part("Which page answers my question")
    def questions() -> None:
        guide = st.expander("Which page answers my question?", on_change="rerun", key="guide")
        if guide.open:
            with guide:
                links = (navigation.link(entry.path, entry.link, entry.query) for entry in QUESTIONS)
                lines = (html_text.paragraph(entry.question) for entry in QUESTIONS)
                written.write(html_text.columns([words + link for words, link in zip(lines, links, strict=True)]))
