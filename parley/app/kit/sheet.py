"""A sheet: cards and words that go to the browser as one element, from top to bottom; a card by itself is one of one.

What an element and a part cost Streamlit at every run is most of what a page of many cards costs, so such a page opens
a sheet and is drawn whole at each press. ``static/card.js`` draws it; of cards the browser says it shows, it is told no
more than their mark.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from parley.app.kit import address, scripts, session

NAME = "parley_card"
SCRIPTS = ("card.js", "choices.js", "picture.js", "picture_table.js")
# Draws every chart (``static/card.js`` asks for it); npm's plotly.js-cartesian-dist-min, its licence beside it.
CARTESIAN = "plotly-cartesian-4.1.1.min.js"
KEY = "cards_held"  # in the session; no component may have the same key
Reader = Callable[[Sequence[str]], Any]
Readers = Mapping[str, Reader]


@dataclass
class Cards:
    """What a session knows of its cards.

    ``heard``: by card, the number of the last press heard of; ``file_wish``: the file asked for; ``kept``: the choices
    the browser keeps; ``shown``: by sheet, the marks of the cards it shows, until the sheet is drawn;
    ``is_other_theme``: whether a card came in the colours of another theme. ``readers``: by card of the ``page``, what
    reads its choices.
    """

    heard: dict[str, int] = field(default_factory=dict)
    file_wish: Mapping[str, Any] | None = None
    kept: Collection[str] = ()
    shown: dict[str, Collection[str]] = field(default_factory=dict)
    is_other_theme: bool = False
    page: str | None = None
    readers: dict[str, Readers] = field(default_factory=dict)


def _cards() -> Cards:
    return session.of_key(Cards, KEY)


@dataclass
class Sheet:
    """What is drawn as one element: its ``lines`` as ``static/card.js`` reads them.

    ``name``: its own on the page; ``count``: how many elements it has become, for others may stand among its lines.
    """

    name: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def draw(self, goes_on: bool = False) -> None:
        """Draw what has gathered, and begin anew; ``goes_on``: what is drawn next may follow in another element."""
        if self.lines:
            key = "-".join(["sheet", address.page(), self.name, f"{self.count}"])
            _draw(key, self.lines, follows=self.count > 0, goes_on=goes_on)
            self.lines, self.count = [], self.count + 1


_OPEN: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


@contextmanager
def opened(name: str) -> Iterator[None]:
    """Cards and words drawn inside are one element, drawn at the end. ``name`` is its own on the page."""
    sheet = Sheet(name)
    token = _OPEN.set(sheet)
    try:
        yield
    except Exception:
        sheet.draw()  # above the sentence that the fault becomes
        raise
    else:
        sheet.draw()
    finally:
        _OPEN.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """What is drawn inside are elements of their own, such as those of a place with borders of its own."""
    flush()
    token = _OPEN.set(None)
    try:
        yield
    finally:
        _OPEN.reset(token)


def is_open() -> bool:
    """Whether what is drawn goes to a sheet."""
    return _OPEN.get() is not None


def flush() -> None:
    """Call before another element is drawn among the lines of a sheet, so that it stands below."""
    sheet = _OPEN.get()
    if sheet:
        sheet.draw(goes_on=True)


def put_words(html: str) -> None:
    """Words written as HTML, in the sheet or as an element."""
    sheet = _OPEN.get()
    if session.aside() is not None:
        return
    if sheet is None:
        st.html(html)
    else:
        sheet.lines.append(("", json.dumps(html, ensure_ascii=False)))


def put_card(key: str, content: str, readers: Readers) -> None:
    """A card as ``static/card.js`` reads it, in the sheet or as an element. ``key`` is its own in the whole app."""
    _readers()[key] = readers
    sheet = _OPEN.get()
    if sheet is None:
        _draw(key, [(key, content)])
    else:
        sheet.lines.append((key, content))


def _draw(key: str, lines: Sequence[tuple[str, str]], follows: bool = False, goes_on: bool = False) -> None:
    if session.aside() is not None:
        return
    cards = _cards()
    content = _bytes(lines, cards.shown.pop(key, ()))
    result = _component()(
        data=b"\n" * follows + content + b"\n" * goes_on,
        key=key,
        on_choice_change=lambda: _hear(key, session.state()[key].get("choice")),
        on_ask_change=lambda: _note_wish(key),
        on_theme_change=_note_theme,
        on_missing_change=_keep_nothing,
    )
    knows_more = _take(result.get("choice"))  # the browser does: this session is new to it
    if cards.is_other_theme or knows_more:
        cards.is_other_theme = False
        st.rerun()


def _bytes(lines: Sequence[tuple[str, str]], shown: Collection[str]) -> bytes:
    """A line each: the key of the card, the mark of what it says and, unless the browser shows that, the card."""
    marked = [(key, _mark(content) if key else "", content) for key, content in lines]
    return "\n".join("\t".join((key, mark, "" if mark in shown else content)) for key, mark, content in marked).encode()


def _mark(content: str) -> str:
    """A mark of this process: to another's, all cards are told once."""
    return f"{hash(content):x}"


def presses_heard() -> tuple[tuple[str, int], ...]:
    """By card of this session, the number of the last press heard of: another at every press."""
    return tuple(_cards().heard.items())


def heard(key: str) -> int:
    """The number of the last press in a card that was heard of."""
    return _cards().heard.get(key, 0)


def keeps(tag: str) -> bool:
    """Whether the browser keeps the choices of this tag."""
    return tag in _cards().kept


def _readers() -> dict[str, Readers]:
    """By card of the page, what reads its choices: a press may be told by a sheet that the card has moved from."""
    cards, page = _cards(), address.page()
    if cards.page != page:
        cards.page, cards.readers = page, {}
    return cards.readers


def _hear(key: str, message: Mapping[str, Any] | None) -> None:
    """Callback of a press in a sheet: its choices, and the marks of the cards the browser shows."""
    if message and _take(message):
        _cards().shown[key] = frozenset(message.get("shown", ()))


def _take(message: Mapping[str, Any] | None) -> bool:
    """Take up the presses the browser tells of, by card; whether there was one not heard of yet."""
    presses = message["cards"] if message else {}
    news = [_take_card(key, presses[key], _readers().get(key, {})) for key in presses]
    return any(news)


def _take_card(key: str, press: Mapping[str, Any], readers: Readers) -> bool:
    if press["number"] <= heard(key):
        return False
    cards = _cards()
    cards.heard[key] = press["number"]
    cards.kept = frozenset(press.get("kept", ()))
    for name, values in press["values"].items():
        value = readers[name](values) if name in readers else None
        if value is not None:
            session.state()[name] = value
    return True


def _note_theme() -> None:
    """Callback of a card that came in the colours of another theme: so did all others, and of cards that ask at once
    Streamlit draws the part of one alone.
    """
    _cards().is_other_theme = True


def _keep_nothing() -> None:
    """Callback of a card whose choices the browser does not keep after all."""
    _cards().kept = ()


def _note_wish(key: str) -> None:
    _cards().file_wish = dict(session.state()[key]["ask"])


def wish(key: str) -> tuple[str, int] | None:
    """The form of the file a visitor asks this card for and the number of the press; given once."""
    cards = _cards()
    file = cards.file_wish
    if not file or file["card"] != key:
        return None
    cards.file_wish = None
    return file["form"], file["number"]


def waits() -> Mapping[str, Any] | None:
    """The file asked for and not given yet."""
    return _cards().file_wish


# Fetches at once what the card would ask for one after the other: its two scripts, and that of the chart if it has one.
STUB = (
    scripts.AT
    + """
function fetched(name) {
  if (document.head.querySelector(`link[href="${at}${name}"]`)) return;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: at + name }));
}
fetched('choices.js?v=VERSION');
const card = import(`${at}card.js?v=VERSION`);
export default async (given) => {
  if (/}}}$/m.test(new TextDecoder().decode(given.data))) fetched('CARTESIAN');
  return (await card).default(given);
};
"""
)


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    """The component, once per process; the script is named by its content, so that a browser may keep it."""
    script = STUB.replace("VERSION", scripts.version(*SCRIPTS)).replace("CARTESIAN", CARTESIAN)
    return st.components.v2.component(NAME, js=script, isolate_styles=False)
