"""The duties a what-if starts from: those in force, or those of a dated regime line by line."""

from datetime import date

import streamlit as st

from parley.parameters import Preset
from parley.ui import product_start

IN_FORCE = "In force"
HELP = "The sliders go to the duties of that day, line by line, on all partners."


def choose_regime(as_of: date, key: str) -> tuple[str, Preset | None]:
    """Buttons side by side of which one is lit, kept in the address bar: what it says, and the regime if it is one."""
    dated = product_start.regimes(as_of)
    options = [IN_FORCE, *dated]
    chosen = st.pills(
        "Start from the duties",
        options,
        default=IN_FORCE,
        required=True,
        key=key,
        bind="query-params",
        wrap=True,
        help=HELP,
    )
    return (chosen, dated[chosen]) if chosen in dated else (IN_FORCE, None)
