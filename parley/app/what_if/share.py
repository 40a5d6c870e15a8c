"""What a visitor takes from a what-if page: the full link, the scenario as a file or in Python, and as A or B."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from parley import words
from parley.app import navigation
from parley.app.kit import controls, session, written
from parley.app.kit.html_text import escape_markdown
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import Model
from parley.results.scenario import text as scenario_text
from parley.results.scenario.files import to_json
from parley.results.scenario.sentence import sentence
from parley.results.scenario.text import encode
from parley.tables.read import compiled_on

COMPARE = "pages/compare.py"
LETTERS = ("A", "B")
SHARE = "share"
SAY = words.beside(__file__)


def kept_key(side: str) -> str:
    """Where the session holds the scenario kept as a side, as text."""
    return f"compare_kept_{side}"


def side_key(side: str) -> str:
    """Where the session holds what Compare shows on a side, as text."""
    return f"compare_{side}"


def kept(side: str) -> str:
    """The scenario kept as a side, as text; empty where none was."""
    return str(session.state().get(kept_key(side), ""))


def stamped(scenario: Scenario) -> Scenario:
    """The scenario with the date of the data it was made with, which a later reader is told of."""
    return scenario if scenario.vintage else replace(scenario, vintage=compiled_on().isoformat())


def in_words(scenario: Scenario) -> str:
    """The scenario as a picture of its answer says it, with the day whose duties it starts from."""
    return SAY("share.scenario", scenario=sentence(scenario))


def link(values: Mapping[str, str | list[str]], scenario: Scenario) -> str:
    """The page's address with the date and every value written out: defaults move with the data, this does not."""
    written = urlencode({**values, controls.AS_OF: scenario.as_of.isoformat()}, doseq=True)
    return f"{st.context.url or ''}?{written}"


def draw(
    scenario: Scenario,
    values: Mapping[str, str | list[str]],
    name: str,
    model: Model = "product",
) -> None:
    """The menu under a what-if page's controls: copy the link, reproduce it, save it, keep it for a comparison.

    ``values``: every control's address parameter and value, defaults too. ``name`` of the page names file and keys,
    ``model`` what gives the page's numbers in Python. It is drawn when it is opened, so that a slider's move sends
    nothing of it.
    """
    menu = st.popover("Share", icon=":material/share:", key=f"{name}_{SHARE}", on_change="rerun")
    if menu.open:
        with menu:
            st.caption(SAY("share.link"))
            st.code(link(values, scenario), language=None, wrap_lines=True)
            _save(scenario, name)
            _keep(scenario, name)
            st.caption(" ".join([SAY("share.python"), *([SAY("share.revenue")] if model == "world" else [])]))
            st.code(scenario_text.python(scenario, model), language="python", wrap_lines=True)
            st.code(f"python -m parley solve {_file(name)} --model {model}", language="bash", wrap_lines=True)


def _file(name: str) -> str:
    return f"parley_{name}_scenario.json"


def _save(scenario: Scenario, name: str) -> None:
    st.download_button(
        "Save as a file",
        lambda: to_json(stamped(scenario)).encode("utf-8"),
        file_name=_file(name),
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key=f"{name}_scenario_json",
    )


def _keep(scenario: Scenario, name: str) -> None:
    try:
        text = encode(stamped(scenario))
    except ScenarioError as error:
        st.info(escape_markdown(str(error)), icon=":material/info:")
        return
    for side in LETTERS:
        st.button(
            f"Keep as {side}",
            icon=":material/check:" if kept(side) == text else ":material/bookmark_add:",
            key=f"{name}_keep_{side}",
            on_click=_keep_as,
            args=(side, text),
        )
    sides = {side.lower(): kept(side) for side in LETTERS if kept(side)}
    if sides:
        written.write(navigation.link(COMPARE, "Compare A and B", sides))


def _keep_as(side: str, text: str) -> None:
    """Callback: Compare holds it on this side, however it is opened, until another is chosen there."""
    session.state()[kept_key(side)] = session.state()[side_key(side)] = text
