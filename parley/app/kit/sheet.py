"""A sheet: cards and words that go to the browser as one element, from top to bottom; a card by itself is one of one.

What an element and a part cost Streamlit at every run is most of what a page of many cards costs, so such a page opens
a sheet and is drawn whole at each press. ``static/card.js`` draws it; of cards the browser says it shows, it is told no
more than their mark.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from parley.app.kit import address, scripts

NAME = "parley_card"
SCRIPTS = ("card.js", "choices.js", "picture.js", "picture_table.js")
# Draws every chart but flow diagrams; npm's plotly.js-cartesian-dist-min, its licence beside it.
CARTESIAN = "plotly-cartesian-4.1.1.min.js"
# In the session: by card, the number of the last press heard of; the file asked for; the choices the browser keeps; by
# sheet, the marks of the cards it shows, until the sheet is drawn; whether a card came in the colours of another theme.
# The page, and by card of it what reads its choices.
HEARD, ASKED, KEPT, SHOWN, THEME = "cards_heard", "cards_asked", "cards_kept", "cards_shown", "cards_theme"
READERS = "cards_readers"
Reader = Callable[[Sequence[str]], Any]
Readers = Mapping[str, Reader]


@dataclass(frozen=True)
class Html:
    """HTML as ``st.html`` takes it at once; of a text it first asks the system whether it is the name of a file."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


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
    if sheet is None:
        st.html(Html(html))
    else:
        sheet.lines.append(("", json.dumps(html, ensure_ascii=False)))


def put_card(key: str, told: str, readers: Readers) -> None:
    """A card as ``static/card.js`` reads it, in the sheet or as an element. ``key`` is its own in the whole app."""
    _readers()[key] = readers
    sheet = _OPEN.get()
    if sheet is None:
        _draw(key, [(key, told)])
    else:
        sheet.lines.append((key, told))


def _draw(key: str, lines: Sequence[tuple[str, str]], follows: bool = False, goes_on: bool = False) -> None:
    told = _bytes(lines, st.session_state.get(SHOWN, {}).pop(key, ()))
    result = _component()(
        data=b"\n" * follows + told + b"\n" * goes_on,
        key=key,
        on_choice_change=lambda: _hear(key, st.session_state[key].get("choice")),
        on_ask_change=lambda: _note_asked(key),
        on_theme_change=_note_theme,
        on_missing_change=lambda: st.session_state.pop(KEPT, None),
    )
    knows_more = _take(result.get("choice"))  # the browser does: this session is new to it
    if st.session_state.pop(THEME, False) or knows_more:
        st.rerun()


def _bytes(lines: Sequence[tuple[str, str]], shown: Sequence[str]) -> bytes:
    """A line each: the key of the card, the mark of what it says and, unless the browser shows that, the card."""
    marked = [(key, _mark(told) if key else "", told) for key, told in lines]
    return "\n".join("\t".join((key, mark, "" if mark in shown else told)) for key, mark, told in marked).encode()


def _mark(told: str) -> str:
    """A mark of this process: to another's, all cards are told once."""
    return f"{hash(told):x}"


def presses_heard() -> tuple[tuple[str, int], ...]:
    """By card of this session, the number of the last press heard of: another at every press."""
    return tuple(st.session_state.get(HEARD, {}).items())


def heard(key: str) -> int:
    """The number of the last press in a card that was heard of."""
    numbers: dict[str, int] = st.session_state.setdefault(HEARD, {})
    return numbers.get(key, 0)


def _readers() -> dict[str, Readers]:
    """By card of the page, what reads its choices: a press may be told by a sheet that the card has moved from."""
    page, readers = st.session_state.get(READERS, (None, {}))
    if page != address.page():
        st.session_state[READERS] = address.page(), (readers := {})
    held: dict[str, Readers] = readers
    return held


def _hear(key: str, told: Mapping[str, Any] | None) -> None:
    """Callback of a press in a sheet: its choices, and the marks of the cards the browser shows."""
    if told and _take(told):
        st.session_state.setdefault(SHOWN, {})[key] = frozenset(told.get("shown", ()))


def _take(told: Mapping[str, Any] | None) -> bool:
    """Take up the presses the browser tells of, by card; whether there was one not heard of yet."""
    presses = told["cards"] if told else {}
    news = [_take_card(key, presses[key], _readers().get(key, {})) for key in presses]
    return any(news)


def _take_card(key: str, told: Mapping[str, Any], readers: Readers) -> bool:
    if told["number"] <= heard(key):
        return False
    st.session_state[HEARD][key] = told["number"]
    st.session_state[KEPT] = frozenset(told.get("kept", ()))
    for name, values in told["values"].items():
        value = readers[name](values) if name in readers else None
        if value is not None:
            st.session_state[name] = value
    return True


def _note_theme() -> None:
    """Callback of a card that came in the colours of another theme: so did all others, and of cards that ask at once
    Streamlit draws the part of one alone.
    """
    st.session_state[THEME] = True


def _note_asked(key: str) -> None:
    st.session_state[ASKED] = dict(st.session_state[key]["ask"])


def asked(key: str) -> tuple[str, int] | None:
    """The form of the file a visitor asks this card for and the number of the press; given once."""
    wish = st.session_state.get(ASKED)
    if not wish or wish["card"] != key:
        return None
    del st.session_state[ASKED]
    return wish["form"], wish["number"]


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
