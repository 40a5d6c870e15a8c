"""Single partners chosen one by one for a slider of their own; the list stands in the address bar as codes.

Not a list of tags: their contrast is too weak in the dark theme. ``key`` is the list's address parameter.
"""

from collections.abc import Sequence

import streamlit as st

from parley.app.kit import address, cache

MOST = 6


def chosen(key: str, origins: Sequence[str]) -> list[str]:
    """The partners chosen, by a control or by the address; unknown codes and more than a few are left out."""
    if key not in st.session_state:
        st.session_state[key] = []
    if asked := address.take(key):
        st.session_state[key] = asked[-1].split(",")
    kept = [code for code in dict.fromkeys(st.session_state[key]) if code in origins][:MOST]
    st.session_state[key] = kept
    address.show(key, *((",".join(kept),) if kept else ()))
    return kept


def draw_choice(key: str, origins: Sequence[str], kept: Sequence[str]) -> None:
    """The list to choose one more partner from, while there may be more."""
    names = cache.country_names()
    free = sorted((code for code in origins if code not in kept), key=names.__getitem__)
    st.selectbox(
        "Add a partner",
        free,
        index=None,
        format_func=names.__getitem__,
        key=_adding(key),
        on_change=_add,
        args=(key,),
        placeholder="Choose an economy",
        disabled=len(kept) >= MOST,
    )


def draw_removal(key: str, code: str) -> None:
    """The button that takes a partner off the list; its duty is then what it was."""
    st.button(
        f"Leave out {cache.country_names()[code]}",
        key=f"{key}_without_{code}",
        icon=":material/close:",
        type="tertiary",
        on_click=_remove,
        args=(key, code),
    )


def _adding(key: str) -> str:
    return f"{key}_add"


def _add(key: str) -> None:
    code = st.session_state.get(_adding(key))
    if code:
        st.session_state[key] = [*st.session_state.get(key, []), code]
    st.session_state[_adding(key)] = None


def _remove(key: str, code: str) -> None:
    st.session_state[key] = [kept for kept in st.session_state[key] if kept != code]
