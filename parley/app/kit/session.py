"""What the session holds, looked up once while a part of the page is drawn.

Streamlit takes a lock and looks for a newer run at each look at ``st.session_state``, some 8 microseconds; a press on
What if: products makes 190. A page that is drawn for no browser (``parley.app.figures``) has a dictionary in its place.
"""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
_READ: ContextVar[dict[str, Any] | None] = ContextVar("read", default=None)


@dataclass
class Aside:
    """A page drawn for no browser: what it holds in place of a session, the figures it draws (``figures.Drawn``), its
    choices that belong to no figure, and why parts of it show nothing.
    """

    state: dict[str, Any] = field(default_factory=dict)
    figures: list[Any] = field(default_factory=list)
    choices: list[Any] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


_ASIDE: ContextVar[Aside | None] = ContextVar("aside", default=None)


@contextmanager
def drawn_aside(page: Aside) -> Iterator[None]:
    """What is drawn inside goes to no browser but into ``page``."""
    token, read = _ASIDE.set(page), _READ.set(None)
    try:
        yield
    finally:
        _ASIDE.reset(token)
        _READ.reset(read)


def aside() -> Aside | None:
    """The page that is drawn for no browser; None where one asks."""
    return _ASIDE.get()


def state() -> MutableMapping[Any, Any]:
    """What the session holds by key."""
    page = _ASIDE.get()
    return st.session_state if page is None else page.state


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
    read_so_far = _READ.get()
    if read_so_far is None:
        return read()
    if name not in read_so_far:
        read_so_far[name] = read()
    value: T = read_so_far[name]
    return value


def of_key(kind: Callable[[], T], key: str) -> T:
    """The one object that the session holds under a key, made where there is none. No component may have the key."""
    read_so_far = _READ.get()
    value: T | None = read_so_far.get(key) if read_so_far is not None else None
    return once(key, lambda: _of_session(kind, key)) if value is None else value


def _of_session(kind: Callable[[], T], key: str) -> T:
    kept: T | None = state().get(key)
    if kept is None:
        state()[key] = kept = kind()
    return kept
