"""The duties a what-if starts from: those in force, those of a dated regime line by line, or an example of the page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st

from parley import words
from parley.app.kit import card_choices, controls, written
from parley.app.what_if import starting_duties
from parley.app.what_if.examples import Example
from parley.parameters import Preset, preset_faults

IN_FORCE = "Duties in force"
SAY = words.beside(__file__)


class Start(NamedTuple):
    """What the list says, the regime if it is one, and the controls that an example just chosen puts elsewhere."""

    said: str
    regime: Preset | None
    positions: Mapping[str, object]


def choose_start(as_of: date, key: str, examples: Sequence[Example]) -> Start:
    """One list of all there is to start from; regimes stand in the address, of an example what it puts."""
    dated = starting_duties.regimes(as_of)
    own = {example.words: example.positions for example in examples}
    wanted = own.get(str(st.session_state.get(key, "")), {})
    if wanted:
        st.session_state[key] = IN_FORCE
    chosen = controls.select("Start from", [IN_FORCE, *own, *dated], key, IN_FORCE, help=SAY("regime.help"))
    regime = dated.get(chosen)
    if regime:
        card_choices.note(SAY("regime.acts", acts=regime.legal_source), f"{key}_acts")
    tell_lost()
    return Start(chosen, regime, wanted)


def tell_lost() -> None:
    """Where regimes are chosen, a sentence for each whose file cannot be read."""
    for fault in preset_faults().values():
        written.flush()
        st.warning(fault, icon=":material/error:")
