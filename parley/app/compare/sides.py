"""The two sides of Compare: what each one holds, where it came from, and both whole in the address.

The address is the truth where the page is opened, the session after that. A side that stands on the
duties in force or on a dated regime follows the as-of date; a side from a link, a file or a what-if page keeps its own.
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from parley import terms
from parley.app.kit import address, card, card_choices, controls, html_text, session, written
from parley.app.kit.cache import kept
from parley.app.kit.html_text import escape_markdown
from parley.app.what_if import share, trade_base
from parley.app.what_if.share import LETTERS, stamped
from parley.app.what_if.starts import tell_lost
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.compared.comparison_words import IN_FORCE
from parley.results.scenario.files import from_bytes
from parley.results.scenario.sentence import sentence
from parley.results.scenario.text import decode, encode
from parley.tables.parameters import presets
from parley.tables.read import compiled_on
from parley.words import beside

SAY = beside(__file__)
FORCE, KEPT, OTHER = "in_force", "kept", "other"
TELLING = "april_2025_peak"  # what the suspension of June 2025 held off
MOST_MB = 1


def options(as_of: date, side: str) -> dict[str, str]:
    """What a side may hold, each as text: the duties in force, the regimes known by the date, what was kept."""
    regimes = _known(as_of)
    return {**regimes, KEPT: share.kept(side)} if share.kept(side) else dict(regimes)


@kept
def _known(as_of: date) -> dict[str, str]:
    """The duties in force and the regimes known by the date, as text."""
    base = trade_base.default(as_of)
    texts = {FORCE: encode(stamped(Scenario(as_of, title=IN_FORCE, **base)))}
    for regime in reversed(presets()):
        if regime.on <= as_of:
            texts[regime.name] = encode(stamped(Scenario(as_of, title=regime.title, regime=regime.name, **base)))
    return texts


def names() -> dict[str, str]:
    """The options in words."""
    dated = {regime.name: f"{regime.title} ({terms.day(regime.on)})" for regime in presets()}
    return {FORCE: IN_FORCE, **dated, KEPT: SAY("sides.kept"), OTHER: SAY("sides.other")}


@kept
def scenario_of(text: str) -> Scenario:
    """The scenario of a side's text, read once. Raises ScenarioError."""
    return decode(text)


def sides(as_of: date) -> dict[str, str]:
    """Both sides as text, written into the address; a side that cannot be read is said and takes its default."""
    texts = {}
    for side in LETTERS:
        text = _current(side, as_of)
        try:
            scenario_of(text)
        except ScenarioError as error:
            session.state()[f"compare_fault_{side}"] = str(error)
            text = _default(side, as_of)
        session.state()[share.side_key(side)] = texts[side] = text
        address.show(side.lower(), text)
    session.state()["compare_as_of"] = as_of
    return texts


def _current(side: str, as_of: date) -> str:
    if addressed := address.take(side.lower()):
        return addressed[-1]
    text = str(session.state().get(share.side_key(side), ""))
    if not text:
        return _default(side, as_of)
    before = session.state().get("compare_as_of", as_of)
    return _moved(side, text, before, as_of) if before != as_of else text


def _moved(side: str, text: str, before: date, now: date) -> str:
    """A side that stood on the duties in force or a regime goes to the same under the new date, where there is one."""
    stood = {text_before: name for name, text_before in options(before, side).items() if name != KEPT}
    return options(now, side).get(stood.get(text, ""), text)


def _default(side: str, as_of: date) -> str:
    choices = options(as_of, side)
    return choices[FORCE] if side == "A" else choices.get(TELLING, list(choices.values())[min(1, len(choices) - 1)])


def _set(side: str, text: str) -> None:
    """What a press puts in a side's place; what was wrong with the one before is said no more."""
    session.state()[share.side_key(side)] = text
    session.state().pop(f"compare_fault_{side}", None)


def forget_faults() -> None:
    """Call once all that follows an answer stands: what is wrong with a link or a file is said until then."""
    for side in LETTERS:
        session.state().pop(f"compare_fault_{side}", None)


@kept
def _sentence(text: str) -> str:
    return sentence(scenario_of(text))


def draw(texts: Mapping[str, str], as_of: date) -> None:
    """Where each side comes from, what swaps them, and what is wrong with a link or a file."""
    with card.collected() as choices:
        for side, text in texts.items():
            _choose(side, text, as_of)
        card_choices.button("Swap A and B", "compare_swap", lambda: _swap(texts))
    card.draw_choices("Scenarios", choices)
    tell_lost()
    for side in LETTERS:
        fault = session.state().get(f"compare_fault_{side}", "")
        if fault:
            written.flush()
            st.warning(escape_markdown(fault), icon=":material/error:")


def from_key(side: str) -> str:
    """The name of the choice where a side comes from."""
    return f"compare_{side}_from"


def _choose(side: str, text: str, as_of: date) -> None:
    choices = options(as_of, side)
    chosen = next((name for name, of_choice in choices.items() if of_choice == text), OTHER)
    listed = [*choices, *([OTHER] if chosen == OTHER else [])]

    def put(name: str) -> None:
        if name in choices:
            _set(side, choices[name])

    card_choices.acting(f"Scenario {side}", listed, chosen, from_key(side), names().__getitem__, put)


def tell(texts: Mapping[str, str]) -> None:
    """What the two sides say in plain words, side by side."""
    written.write(html_text.columns([html_text.marked(_told(side, text)) for side, text in texts.items()]))


def _told(side: str, text: str) -> str:
    scenario = scenario_of(text)
    title = f"**{side}: {escape_markdown(scenario.title)}.** " if scenario.title else f"**{side}.** "
    return title + escape_markdown(_sentence(text))


def load(side: str) -> None:
    """What puts a scenario from a file in a side's place.

    Each file is given to a field of its own: where one takes the place of another, Streamlit tells at times that the
    first is gone and never of the second.
    """
    key = f"compare_{side}_file_{session.state().get(_files(side), 0)}"
    st.file_uploader(
        f"A scenario saved as a file, for {side}",
        type=["json", "toml"],
        key=key,
        on_change=_load,
        args=(side, key),
        max_upload_size=MOST_MB,
    )


def _files(side: str) -> str:
    """Under which name the session counts the files given for a side."""
    return f"compare_{side}_files"


def _load(side: str, key: str) -> None:
    """Callback of the upload: the scenario of the file, or a sentence that says what is wrong with it."""
    upload = session.state().get(key)
    if upload is None:
        return
    session.state()[_files(side)] = session.state().get(_files(side), 0) + 1
    try:
        _set(side, encode(stamped(from_bytes(upload.getvalue(), upload.name))))
    except ScenarioError as error:
        session.state()[f"compare_fault_{side}"] = str(error)


def _swap(texts: Mapping[str, str]) -> None:
    _set("A", texts["B"])
    _set("B", texts["A"])


def link(texts: Mapping[str, str], as_of: date) -> str:
    """The address of the page with the date and both scenarios, whole: it shows the same numbers elsewhere."""
    written = {controls.AS_OF: as_of.isoformat(), **{side.lower(): text for side, text in texts.items()}}
    return f"{st.context.url or ''}?{urlencode(written)}"


def vintage() -> str:
    """The date of the data the app runs on, as scenarios carry it."""
    return compiled_on().isoformat()
