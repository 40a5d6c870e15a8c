"""The terms of art on a page: at its first use each is a button that explains it, by pointer, touch and keyboard."""

import functools
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape, unescape
from typing import NamedTuple
from zlib import crc32

from parley.tables import glossary
from parley.tables.glossary import GlossaryError, Term

LOG = logging.getLogger("parley")
# The terms this page, or the part of it that is drawn anew, has explained; None outside of one.
_EXPLAINED: ContextVar[set[str] | None] = ContextVar("explained", default=None)
TAG = re.compile(r"(<[^>]*>)")
LEFT_ALONE = re.compile(r"</?(a|button|code|summary)\b")  # what is pressed already, and names in code
# Signs that may touch a term: a line would be broken between them, as a button is no word. ``card.js`` does the same.
OPENING, CLOSING = "([“‘", ")]”’.,:;!?"


class _Piece(NamedTuple):
    """A part of an HTML: a term with the signs that touch it, or words and tags without one."""

    words: str
    term: Term | None = None
    opening: str = ""
    closing: str = ""


@contextmanager
def page() -> Iterator[None]:
    """Explain each term once inside; in a page that does so already, nothing changes."""
    if _EXPLAINED.get() is not None:
        yield
        return
    token = _EXPLAINED.set(set())
    try:
        yield
    finally:
        _EXPLAINED.reset(token)


def explained(html: str) -> str:
    """HTML in which the terms not yet explained on the page are; outside of a page as it is."""
    met_before = _EXPLAINED.get()
    if met_before is None:
        return html
    parts = []
    for piece in _pieces(html):
        if piece.term is not None and _is_first(piece.term, met_before):
            parts.append(_button(piece, piece.term, html))
        else:
            parts.append(f"{piece.opening}{piece.words}{piece.closing}")
    return "".join(parts)


def first_met(*texts: str) -> list[tuple[str, str]]:
    """The terms these plain texts are the first on the page to use, as they stand there, each with what it means."""
    met_before = _EXPLAINED.get()
    if met_before is None:
        return []
    met = []
    for piece in (piece for text in texts for piece in _pieces(escape(text))):
        if piece.term is not None and _is_first(piece.term, met_before):
            met.append((unescape(piece.words), _meaning(piece.term)))
    return met


def _is_first(term: Term, met_before: set[str]) -> bool:
    """Whether the page has not explained the term; from now on it has."""
    is_first = term.term not in met_before
    met_before.add(term.term)
    return is_first


def _meaning(term: Term) -> str:
    return f"{term.sentence} Source: {term.source}."


@functools.lru_cache(maxsize=2048)
def _pieces(html: str) -> tuple[_Piece, ...]:
    """The HTML in pieces: terms, and whole what stands between them."""
    try:
        pattern, terms = glossary.pattern(), glossary.by_form()
    except GlossaryError as fault:
        LOG.error("glossary: %s", fault)
        return (_Piece(html),)
    pieces: list[_Piece] = []
    between, depth = "", 0
    for part in TAG.split(html):
        if part.startswith("<"):
            depth += (-1 if part.startswith("</") else 1) if LEFT_ALONE.match(part) else 0
            between += part
            continue
        end = 0
        for match in pattern.finditer(part) if not depth else ():
            before, after = part[end : match.start()], part[match.end() :]
            opening = before[len(before.rstrip(OPENING)) :]
            closing = after[: len(after) - len(after.lstrip(CLOSING))]
            term = terms[re.sub(r"\s", " ", match[0])]
            pieces += [_Piece(between + before.rstrip(OPENING)), _Piece(match[0], term, opening, closing)]
            between, end = "", match.end() + len(closing)
        between += part[end:]
    return (*pieces, _Piece(between))


def _button(piece: _Piece, term: Term, html: str) -> str:
    """The term as a button, in one line with the signs that touch it, and what it means; ``html`` tells apart the boxes
    of one page.
    """
    identity = f"term-{crc32(f'{term.term} {html}'.encode()):x}"
    box = f'<span popover="auto" class="parley-tip" id="{identity}">{escape(_meaning(term))}</span>'
    named = f'class="parley-term" popovertarget="{identity}" title="{escape(term.sentence)}"'
    button = f'<button type="button" {named}>{piece.words}</button>{box}'
    return f'<span class="parley-range">{piece.opening}{button}{piece.closing}</span>'
