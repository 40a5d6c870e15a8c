"""The duties a what-if starts from: those in force, or those of a dated regime line by line."""

from datetime import date

import streamlit as st

from parley import words
from parley.app.kit import controls
from parley.app.what_if import starting_duties
from parley.parameters import Preset, preset_faults

IN_FORCE = "In force"
SAY = words.beside(__file__)


def choose_regime(as_of: date, key: str) -> tuple[str, Preset | None]:
    """Buttons side by side of which one is lit, kept in the address bar: what it says, and the regime if it is one."""
    dated = starting_duties.regimes(as_of)
    chosen = controls.select("Start from these duties", [IN_FORCE, *dated], key, IN_FORCE, help=SAY("regime.help"))
    tell_lost()
    return (chosen, dated.get(chosen))


def tell_lost() -> None:
    """Where regimes are chosen, a sentence for each whose file cannot be read."""
    for fault in preset_faults().values():
        st.warning(fault, icon=":material/error:")
