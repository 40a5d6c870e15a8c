"""What a visitor takes from Compare or brings to it: the link to both scenarios, files, and the printable report."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from parley.app.compare import answer, sides
from parley.app.compare.differences import STAMPS
from parley.app.compare.printed import page
from parley.app.kit import citations, controls, downloads
from parley.app.what_if import all_models
from parley.app.what_if.share import LETTERS
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import Model
from parley.results.scenario import text as scenario_text
from parley.results.scenario.files import to_json
from parley.tables.place import VERSION
from parley.tables.read import made_on
from parley.words import beside

IN_REPORT: tuple[Model, ...] = ("product", "world", "sectors")
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
            lambda: report(texts, address),
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
                    st.code(scenario_text.python(scenario, model), language="python", wrap_lines=True)
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


def report(texts: Mapping[str, str], link: str) -> bytes:
    """The report as a file: both scenarios through every model that holds them."""
    pairs = {model: answer.possible(texts, model) for model in IN_REPORT}
    runs = {model: pair for model, (pair, _) in pairs.items() if pair is not None}
    refused = tuple(dict.fromkeys(f"{STAMPS[m]}: {why}" for m, (_, why) in pairs.items() if why))
    a, b = (sides.scenario_of(texts[side]) for side in LETTERS)
    about = page.About(link, datetime.now(UTC).date(), _citation(a, b, link), VERSION)
    answers = {f"Scenario {side}": all_models.of_scenario(sides.scenario_of(texts[side])).answer for side in LETTERS}
    by_side = {side: of_side for side, of_side in answers.items() if of_side is not None}
    models, _ = answer.every_answer(texts)
    return page.report(a, b, runs, refused, about, by_side, models).encode("utf-8")


def _citation(a: Scenario, b: Scenario, link: str) -> str:
    finding = f"comparison of {a.title or 'scenario A'} with {b.title or 'scenario B'}"
    shown = citations.Shown(finding, controls.as_of(), made_on(), link, is_modelled=True)
    return citations.apa(shown, []).strip()
