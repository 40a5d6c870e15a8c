"""The card: the one component that draws a figure's document, with its choices and what a reader takes away.

``static/card.js`` draws it. Choices made inside ``collected`` are not elements of Streamlit: they belong to the card,
and their values lie in the session under the names they have in the address.
"""

import base64
import hashlib
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from parley.app.kit import address, session, sheet
from parley.app.kit.sheet import Reader, Readers
from parley.charts.document import Choice, FigureDocument

# From so many choices on the browser keeps what does not change in them.
MANY = 8


@dataclass
class Collected:
    """The choices of a card in their order, and by name what reads the value of one from the names chosen."""

    choices: list[Choice] = field(default_factory=list)
    readers: dict[str, Reader] = field(default_factory=dict)
    is_drawn: bool = False

    def add(self, others: "Collected") -> None:
        """Take in choices that were made apart, because what they say was needed before their place."""
        self.choices += others.choices
        self.readers |= others.readers


_COLLECTED: ContextVar[Collected | None] = ContextVar("collected", default=None)
_FOLD: ContextVar[tuple[tuple[str, bool], ...]] = ContextVar("fold", default=())


@contextmanager
def collected() -> Iterator[Collected]:
    """Choices made inside belong to the card that is being made."""
    gathered = Collected()
    token = _COLLECTED.set(gathered)
    try:
        yield gathered
    finally:
        _COLLECTED.reset(token)


def _being_made(what: str) -> Collected:
    card = _COLLECTED.get()
    if card is None:
        raise RuntimeError(f"{what} is made outside of a card")
    return card


def collect(choice: Choice, read: Reader) -> None:
    """Add a choice to the card that is being made; ``read`` gives its value from the names chosen, or None."""
    card = _being_made(f"the choice {choice.name}")
    folds = _FOLD.get()
    card.choices.append(replace(choice, fold=folds) if folds else choice)
    card.readers[choice.name] = read


def add(others: Collected) -> None:
    """Add choices that were made apart to the card that is being made."""
    _being_made("what was made apart").add(others)


@contextmanager
def fold(heading: str, is_open: bool = False) -> Iterator[None]:
    """Choices made inside lie under a heading that opens them, inside the one that is being made if any; ``is_open``:
    whether they are in sight at first.
    """
    token = _FOLD.set((*_FOLD.get(), (heading, is_open)))
    try:
        yield
    finally:
        _FOLD.reset(token)


@contextmanager
def panel(name: str) -> Iterator[None]:
    """Choices made inside are drawn together at its end. ``name`` is their own on the page."""
    with collected() as choices:
        yield
    draw_choices(name, choices)


@dataclass(frozen=True)
class Sent:
    """What goes to the browser beside the document.

    ``terms``: those to explain, as they stand in its words, with what they mean.
    ``part``: the whole card, or its head or foot where a table stands between them. ``theme``: the one its colours are
    of. ``body``: HTML of ours, a list in place of a chart or the words above it. ``stem``: of the names of files.
    ``panel``: what the open one holds (``takeaway.panel``). ``file``: what was asked for. ``level``: of the heading.
    ``other``: the view that a link in the last line leads to, if any.
    """

    document: FigureDocument
    part: Literal["whole", "head", "foot"] = "whole"
    theme: str = ""
    body: str = ""
    stem: str = "parley"
    panel: Mapping[str, Any] | None = None
    file: Mapping[str, Any] | None = None
    level: Literal[1, 2] = 2
    other: str = ""
    terms: Sequence[tuple[str, str]] = ()


def draw(key: str, sent: Sent, readers: Readers) -> None:
    """Draw a card, in the sheet that is open or by itself. ``key`` is its own in the whole app."""
    sheet.put_card(key, _told(sent, sheet.heard(key)), readers)


def file(name: str, kind: str, content: bytes, number: int) -> dict[str, Any]:
    """A file for the browser to save: its name, MIME type, content, and the number of the press that asked for it."""
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode(), "number": number}


def _told(sent: Sent, heard: int) -> str:
    document = sent.document
    tag = _tag(document.choices)
    around: dict[str, Any] = {
        "part": sent.part,
        "seen": heard,
        "theme": sent.theme,
        "body": sent.body,
        "stem": sent.stem,
        "file": sent.file,
        "panel": sent.panel,
        "level": sent.level,
        "other": sent.other,
        "terms": sent.terms,
        "tag": tag,
    }
    if tag and sheet.keeps(tag):
        around["chosen"] = [choice.chosen for choice in document.choices]
        around["open"] = sorted({path for choice in document.choices for path in _open_paths(choice)})
        around["hints"] = {choice.name: choice.hint for choice in document.choices if choice.hint}
        around["rests"] = {choice.name: choice.scale.rest for choice in document.choices if choice.scale}
        document = replace(document, choices=())
    return f'{json.dumps(around, ensure_ascii=False)[:-1]}, "document": {document.to_json()}}}'


def _open_paths(choice: Choice) -> Iterator[str]:
    """The folds around a choice that are open at first, each as its headings from the outermost on."""
    for place, (_, is_open) in enumerate(choice.fold):
        if is_open:
            yield "\n".join(heading for heading, _ in choice.fold[: place + 1])


def _tag(choices: Sequence[Choice]) -> str:
    """What the browser keeps many choices under, empty for a few: a name of all that stays where a visitor presses.

    What is chosen, which folds are open, what empty fields ask for and where sliders rest is told each time.
    """
    return _tag_of(tuple(map(_lasting, choices))) if len(choices) >= MANY else ""


def _lasting(choice: Choice) -> tuple[Hashable, ...]:
    at = choice.scale
    scale = at and (at.least, at.most, at.step, at.unit, at.mark, at.beside)
    fold = tuple(heading for heading, _ in choice.fold)
    return choice.name, choice.label, choice.kind, choice.options, choice.is_labelled, choice.help, fold, scale


@lru_cache(maxsize=64)
def _tag_of(lasting: tuple[tuple[Hashable, ...], ...]) -> str:
    return hashlib.sha256(repr(lasting).encode()).hexdigest()[:12]


def draw_choices(name: str, choices: Collected) -> None:
    """Draw choices alone, where there are any. ``name`` is their own on the page."""
    if (page := session.aside()) is not None:
        page.choices += choices.choices
    if choices.choices and not choices.is_drawn:
        choices.is_drawn = True
        draw(key_of(name), Sent(FigureDocument("", "", choices=tuple(choices.choices))), choices.readers)


def key_of(name: str, number: int = 0) -> str:
    """The key of a card: the page, the name of what it is drawn in, and its number there."""
    return "-".join(["card", address.page(), "".join(filter(str.isalnum, name)), f"{number}"])
