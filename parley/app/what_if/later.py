"""What comes after an answer: worked out in a run of its own, which the browser asks for once it has painted.

``after_answer`` gives what is kept or asked for, else nothing; ``follow_up`` at the end of a part asks the browser to
ask. A visitor who moves on within ``PAUSE_MS`` is not kept waiting for what belongs to where a slider has been.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from parley.app.kit import cache, card
from parley.app.kit.cache import Key
from parley.charts.document import FigureDocument

T = TypeVar("T")
MISSING, WAITED, ASKED, TURN = "later_missing", "later_waited", "later_asked", "later_turn"
PAUSE_MS = 700


def after_answer(name: str, state: Key, make: Callable[[], T]) -> T | None:
    """What ``make`` returns, kept for this name and state as ``cache.derived`` does; None until the browser has painted
    the answer it stands beside.
    """
    key = (name, *state)
    if cache.is_kept(name, state) or st.session_state.get(ASKED) == key:
        return cache.derived(name, state, make)
    st.session_state[MISSING] = key
    return None


def follow_up() -> None:
    """Call at the end of a part: where something is missing, the part is drawn again with it."""
    missing = st.session_state.pop(MISSING, None)
    st.session_state.pop(ASKED, None)
    st.session_state.pop(WAITED, None)
    if missing is None:
        return
    st.session_state[WAITED] = missing
    st.session_state[TURN] = turn = st.session_state.get(TURN, 0) + 1

    def painted() -> None:
        st.session_state[ASKED] = missing

    sent = card.Sent(FigureDocument("", ""), then=f"{turn}", pause_ms=PAUSE_MS)
    card.draw(card.key_of("later"), sent, {}, painted)
