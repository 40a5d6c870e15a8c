"""The terms of art on a page: at its first use each is a button that explains it, by pointer, touch and keyboard."""

import functools
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape, unescape
from zlib import crc32

from parley import glossary
from parley.glossary import GlossaryError, Term

LOG = logging.getLogger("parley")
# The terms this page, or the part of it that is drawn anew, has explained; None outside of one.
_EXPLAINED: ContextVar[set[str] | None] = ContextVar("explained", default=None)
TAG = re.compile(r"(<[^>]*>)")
LEFT_ALONE = re.compile(r"</?(a|button|code|summary)\b")  # what is pressed already, and names in code


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
    known = _EXPLAINED.get()
    if known is None:
        return html
    parts = []
    for words, term in _pieces(html):
        parts.append(_button(words, term, html) if term is not None and _is_first(term, known) else words)
    return "".join(parts)


def first_met(*texts: str) -> list[tuple[str, str]]:
    """The terms these plain texts are the first on the page to use, as they stand there, each with what it means."""
    known = _EXPLAINED.get()
    if known is None:
        return []
    met = []
    for words, term in (piece for text in texts for piece in _pieces(escape(text))):
        if term is not None and _is_first(term, known):
            met.append((unescape(words), _meaning(term)))
    return met


def _is_first(term: Term, known: set[str]) -> bool:
    """Whether the page has not explained the term; from now on it has."""
    is_first = term.term not in known
    known.add(term.term)
    return is_first


def _meaning(term: Term) -> str:
    return f"{term.sentence} Source: {term.source}."


@functools.lru_cache(maxsize=2048)
def _pieces(html: str) -> tuple[tuple[str, Term | None], ...]:
    """The HTML in pieces, each with the term it is, if it is one."""
    try:
        found, terms = glossary.pattern(), glossary.by_form()
    except GlossaryError as fault:
        LOG.error("glossary: %s", fault)
        return ((html, None),)
    pieces: list[tuple[str, Term | None]] = []
    depth = 0
    for part in TAG.split(html):
        if part.startswith("<"):
            depth += (-1 if part.startswith("</") else 1) if LEFT_ALONE.match(part) else 0
            pieces.append((part, None))
            continue
        end = 0
        for match in found.finditer(part) if not depth else ():
            pieces += [(part[end : match.start()], None), (match[0], terms[re.sub(r"\s", " ", match[0])])]
            end = match.end()
        pieces.append((part[end:], None))
    return tuple(pieces)


def _button(words: str, term: Term, html: str) -> str:
    """The word as a button and, closed beside it, what it means; ``html`` tells apart the boxes of one page."""
    identity = f"term-{crc32(f'{term.term} {html}'.encode()):x}"
    box = f'<span popover="auto" class="parley-tip" id="{identity}">{escape(_meaning(term))}</span>'
    named = f'class="parley-term" popovertarget="{identity}" title="{escape(term.sentence)}"'
    return f'<button type="button" {named}>{words}</button>{box}'
