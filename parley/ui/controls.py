"""Controls that keep their value in the address bar, and the as-of date that sets every page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar
from urllib.parse import urlencode

import streamlit as st

from parley.tables import catalogue_fault, compiled_on

LONDON_TALKS = date(2025, 6, 9)
FIRST_DATE = date(2017, 1, 1)
AS_OF = "as_of"
T = TypeVar("T")


def draw_as_of() -> None:
    """The as-of date in the sidebar, with one click to 9 June 2025 and one back to the latest."""
    with st.sidebar:
        st.date_input(
            "As of",
            value=compiled_on(),
            min_value=FIRST_DATE,
            max_value=compiled_on(),
            key=AS_OF,
            format="YYYY-MM-DD",
            bind="query-params",
            help="Sets the whole app back to what was in force and what had been published on that day.",
        )
        st.button(
            "9 June 2025, London talks",
            icon=":material/history:",
            type="tertiary",
            on_click=_set_as_of,
            args=(LONDON_TALKS,),
        )
        fault = catalogue_fault()
        if fault:
            words = f"{fault} Until then the latest day is the last on which a source was read."
            st.warning(words, icon=":material/error:")
        if as_of() != compiled_on():
            st.button("Latest", icon=":material/update:", type="tertiary", on_click=_set_as_of, args=(compiled_on(),))


def _set_as_of(day: date) -> None:
    st.session_state[AS_OF] = day


def as_of() -> date:
    """The as-of date chosen, clamped to the range the tables cover."""
    chosen = st.session_state.get(AS_OF)
    if not isinstance(chosen, date):
        return compiled_on()
    return min(max(chosen, FIRST_DATE), compiled_on())


def address() -> str:
    """The address of the page as the visitor sees it, with every choice; empty where no browser asks."""
    page, choices = st.context.url, urlencode(st.query_params.to_dict())
    if not page:
        return ""
    return f"{page}?{choices}" if choices else page


def is_latest() -> bool:
    """Whether the app shows the latest state rather than an earlier day."""
    return as_of() >= compiled_on()


def with_date(query: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a link to another page, with the as-of date where it is not the latest."""
    kept = {} if is_latest() else {AS_OF: as_of().isoformat()}
    return {**kept, **query}


def choose(
    label: str,
    options: Sequence[T],
    key: str,
    names: Callable[[T], str] = str,
    default: T | None = None,
    help: str | None = None,
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> T:
    """One of a few options side by side; the choice stands in the address bar, ``default`` (the first) does not."""
    first = options[0] if default is None else default
    chosen = st.segmented_control(
        label,
        options,
        default=first,
        required=True,
        format_func=names,
        key=key,
        bind="query-params",
        help=help,
        label_visibility=label_visibility,
    )
    return first if chosen is None else chosen


def view(views: Sequence[str], name: str) -> str:
    """Which view of a block is shown, its chart or its table; the choice stands in the address bar.

    Buttons side by side: tabs cost the browser 20 ms more at every change of a page with two blocks.
    """
    return choose("View", views, f"{name}_view", label_visibility="collapsed")


def select(label: str, options: Sequence[T], key: str, default: T, names: Callable[[T], str] = str) -> T:
    """One of many options in a list with search; the choice stands in the address bar."""
    index = options.index(default) if default in options else 0
    chosen = st.selectbox(label, options, index=index, format_func=names, key=key, bind="query-params")
    return options[index] if chosen not in options else chosen


def search(label: str, key: str, placeholder: str) -> str:
    """A code or words typed by the visitor, without blanks at the ends; they stand in the address bar."""
    typed = st.text_input(
        label, key=key, placeholder=placeholder, max_chars=60, icon=":material/search:", bind="query-params"
    )
    return (typed or "").strip()
