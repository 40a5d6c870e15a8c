"""What the session holds, looked up once while a part of the page is drawn.

Streamlit takes a lock and looks for a newer run at each look at ``st.session_state``, some 8 microseconds; a press on
What if: products makes 190.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
_READ: ContextVar[dict[str, Any] | None] = ContextVar("read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """What is asked for inside by ``once`` is read the first time alone."""
    if _READ.get() is not None:
        yield
        return
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def once(name: str, read: Callable[[], T]) -> T:
    """What ``read`` gives, called the first time only inside ``read_once``: it stays the same while a part is drawn."""
    known = _READ.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    value: T = known[name]
    return value


def held(kind: Callable[[], T], key: str) -> T:
    """The one object that the session holds under a key, made where there is none. No component may have the key."""
    known = _READ.get()
    found: T | None = known.get(key) if known is not None else None
    return once(key, lambda: _of_session(kind, key)) if found is None else found


def _of_session(kind: Callable[[], T], key: str) -> T:
    kept: T | None = st.session_state.get(key)
    if kept is None:
        st.session_state[key] = kept = kind()
    return kept
