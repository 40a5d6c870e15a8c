"""Choices that belong to a card: each has its value in the session and its parameter in the address.

Called by ``controls`` where a card is being made.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

from parley.app.kit import address, card
from parley.charts.document import Choice

T = TypeVar("T")
Values = Sequence[str]


def _held(key: str, default: Any, read: Callable[[Values], Any], implied: Values = ()) -> Any:
    """The value of a choice: what the session holds, else what the page was opened with, else its default."""
    begun = address.begin(key, default, read, tuple(implied))
    return st.session_state.get(key, begun)


def of_options(
    kind: Literal["one", "list"],
    label: str,
    options: Sequence[T],
    key: str,
    names: Callable[[T], str],
    first: T,
    implied: Values = (),
    is_labelled: bool = True,
) -> T:
    """One of the options, ``first`` where none of them is chosen."""
    read = address.named(options, names)
    held = _held(key, first, read, implied)
    chosen: T = held if held in options else first
    told = tuple(map(names, options))
    card.collect(Choice(key, label, kind, told, (names(chosen),), is_labelled), read)
    address.show(key, *(() if chosen == first else (names(chosen),)))
    return chosen


def several(label: str, options: Sequence[T], key: str, names: Callable[[T], str], default: Sequence[T]) -> list[T]:
    """Any of the options, in their order."""

    def read(values: Values) -> list[T]:
        return [option for option in options if names(option) in values]

    held = _held(key, list(default), read)
    chosen = [option for option in options if option in held]
    card.collect(Choice(key, label, "several", tuple(map(names, options)), tuple(map(names, chosen))), read)
    address.show(key, *(() if set(chosen) == set(default) else map(names, chosen)))
    return chosen


def words(label: str, key: str, hint: str, most: int) -> str:
    """Words typed by the visitor, without blanks at the ends."""

    def read(values: Values) -> str:
        return values[-1][:most] if values else ""

    typed: str = _held(key, "", read).strip()
    card.collect(Choice(key, label, "words", (), (typed,), hint=hint), read)
    address.show(key, *((typed,) if typed else ()))
    return typed
