"""What a visitor takes from Compare or brings to it: the link to both scenarios, files, and the printable report."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from parley.app.compare import report, sides
from parley.app.kit import downloads
from parley.app.what_if.share import LETTERS
from parley.results import reproduce
from parley.results.scenario_files import to_json
from parley.results.solution import Model
from parley.words import beside

SAY = beside(__file__)


def draw(texts: Mapping[str, str], as_of: date) -> None:
    """The row under the two sides: copy the link, report, files."""
    with st.container(horizontal=True, gap="small"):
        copy = st.popover("Copy link", icon=":material/link:", key="compare_link", on_change="rerun")
        if copy.open:
            with copy:
                st.caption(SAY("share.link"))
                st.code(sides.link(texts, as_of), language=None, wrap_lines=True)
        address = sides.link(texts, as_of)
        st.download_button(
            "Printable report",
            lambda: report.document(texts, address),
            file_name=downloads.file_name("compare", as_of, "html"),
            mime="text/html",
            on_click="ignore",
            icon=":material/print:",
            key="compare_report",
        )
        files = st.popover("Save, load, Python", icon=":material/save:", key="compare_files", on_change="rerun")
        if files.open:
            with files:
                for side in LETTERS:
                    _save(side, texts[side])
                    scenario = sides.scenario_of(texts[side])
                    model: Model = "critical_input" if scenario.exports else "product"
                    st.code(reproduce.python(scenario, model), language="python", wrap_lines=True)
                    sides.load(side)


def _save(side: str, text: str) -> None:
    scenario = sides.scenario_of(text)
    st.download_button(
        f"Save {side} as a file",
        lambda: to_json(scenario).encode("utf-8"),
        file_name=f"parley_compare_{side}_scenario.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key=f"compare_{side}_json",
    )
