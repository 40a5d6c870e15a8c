"""What a page writes as HTML: each piece an element, or several in one, which costs the browser less."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from parley.app.kit import sheet

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
        _put()
        _PIECES.reset(token)


def write(html: str) -> None:
    """Write a piece of HTML, at once or with what is written together."""
    pieces = _PIECES.get()
    if pieces is None:
        sheet.put_words(html)
    else:
        pieces.append(html)


def _put() -> None:
    pieces = _PIECES.get()
    if pieces:
        sheet.put_words("".join(pieces))
        pieces.clear()


def flush() -> None:
    """Call before an element that is neither words nor a card is drawn, so that it stands below those before it."""
    _put()
    sheet.flush()
