"""What a page writes as HTML: each piece an element, or several in one, which costs the browser less."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

_PIECES: ContextVar[list[str] | None] = ContextVar("pieces", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is written inside goes to the page at the end, as one element; what is written together inside, with it."""
    if _PIECES.get() is not None:
        yield
        return
    token = _PIECES.set([])
    try:
        yield
    finally:
        flush()
        _PIECES.reset(token)


def write(html: str) -> None:
    """Write a piece of HTML, at once or with what is written together."""
    pieces = _PIECES.get()
    if pieces is None:
        st.html(html)
    else:
        pieces.append(html)


def flush() -> None:
    """Call before another element is drawn among what is written together, so that it stands below."""
    pieces = _PIECES.get()
    if pieces:
        st.html("".join(pieces))
        pieces.clear()
