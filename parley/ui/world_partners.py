"""Single partners chosen one by one in the world what-if; the list stands in the address bar as codes."""

from collections.abc import Sequence

import streamlit as st

from parley.ui import cache

KEY = "world_partners"
ADD = "world_partner"
MOST = 6


def chosen(origins: Sequence[str]) -> list[str]:
    """The partners chosen, by a control or by the address; unknown codes and more than a few are left out."""
    if KEY not in st.session_state:
        st.session_state[KEY] = st.query_params.get(KEY, "").split(",")
    kept = [code for code in dict.fromkeys(st.session_state[KEY]) if code in origins][:MOST]
    st.session_state[KEY] = kept
    if st.query_params.get(KEY, "") != ",".join(kept):
        _write(kept)
    return kept


def draw_choice(origins: Sequence[str], kept: Sequence[str]) -> None:
    """The list to choose one more partner from, while there may be more."""
    names = cache.country_names()
    free = sorted((code for code in origins if code not in kept), key=names.__getitem__)
    st.selectbox(
        "Add a partner",
        free,
        index=None,
        format_func=names.__getitem__,
        key=ADD,
        on_change=_add,
        placeholder="Choose an economy",
        disabled=len(kept) >= MOST,
    )


def draw_removal(code: str) -> None:
    """The button that takes a partner off the list; its duty is then what it was."""
    st.button(
        f"Leave out {cache.country_names()[code]}",
        key=f"{KEY}_without_{code}",
        icon=":material/close:",
        type="tertiary",
        on_click=_remove,
        args=(code,),
    )


def _add() -> None:
    code = st.session_state.get(ADD)
    if code:
        st.session_state[KEY] = [*st.session_state.get(KEY, []), code]
    st.session_state[ADD] = None


def _remove(code: str) -> None:
    st.session_state[KEY] = [kept for kept in st.session_state[KEY] if kept != code]


def _write(kept: Sequence[str]) -> None:
    if kept:
        st.query_params[KEY] = ",".join(kept)
    else:
        del st.query_params[KEY]
