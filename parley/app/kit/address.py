"""The address says what is drawn: a choice is read from it where a page is opened, and written by what draws it.

A page that is drawn whole tells the browser at its end the parameters of all choices, a part of it (``part``) that is
drawn again by itself those of its own, in the same run that draws them; ``address.js`` alone writes them. Nothing is
bound to the address, so Streamlit writes none of it, and a message that comes late cannot bring back an older one.
Where Back led to an older address of a part whose choices are steps, the browser says so, and they are opened anew from
it (``reopen``).
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from parley.app.kit import scripts, session

T = TypeVar("T")
Part = tuple[str, ...]
Values = tuple[str, ...]
LEAD_ON = """export default ({ data }) => {
    const to = new URL(location);
    to.pathname = to.pathname.replace(/[^/]+[/]?$/, data.page);
    for (const [name, value] of Object.entries(data.choices))
        value ? to.searchParams.set(name, value) : to.searchParams.delete(name);
    location.replace(to);
};"""
KEY = "address_held"  # in the session; no component may have the same key
_PART: ContextVar[Part] = ContextVar("part", default=())
_IS_WHOLE: ContextVar[bool] = ContextVar("page is drawn whole", default=False)


@dataclass(frozen=True)
class Then:
    """What a part waits for: the ``word`` the browser says back once the part is painted and ``pause_ms`` have passed
    without a press; ``painted`` is called then, before the part is drawn again.
    """

    word: str
    pause_ms: int
    painted: Callable[[], None]


NOTHING = Then("", 0, lambda: None)


@dataclass
class Address:
    """The address of a session's page.

    ``asked``: the parameters the page was opened with; ``taken``: the names of those a choice has taken up;
    ``refused``: the values of those that no choice has;
    ``is_first``: whether the session began with this page; ``is_left``: whether a link was followed, even to the same
    page. ``first``: the first values of choices that differ from their defaults. ``shown``: by the part that draws
    them, the parameters of the choices drawn, empty where a choice has its default; ``known``: by part, all names it
    has ever drawn on this page. ``back``: number of the last step back or forward heard of; ``entry``: the choice of
    the whole page each change of which is an entry of the browser's history; ``steps``: the parts whose choices are
    such entries once they have settled; ``said``: by part, what is said to readers of the screen once it has settled;
    ``then``: by part, what it waits for, of those that are drawn again by themselves. ``session``: a word of its own;
    ``messages``: the numbers of what it tells the browser.
    """

    page: str | None = None
    is_first: bool = True
    is_left: bool = False
    asked: dict[str, Values] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    shown: dict[Part, dict[str, Values]] = field(default_factory=dict)
    known: dict[Part, set[str]] = field(default_factory=dict)
    back: int = 0
    entry: str = ""
    steps: set[Part] = field(default_factory=set)
    said: dict[Part, str] = field(default_factory=dict)
    then: dict[Part, Then] = field(default_factory=dict)
    session: str = field(default_factory=lambda: secrets.token_hex(4))
    messages: Iterator[int] = field(default_factory=lambda: count(1))


def _address() -> Address:
    """The session's address."""
    return session.of_key(Address, KEY)


def next_mark() -> str:
    """A word that no other run has, in this session or another, here or on another server."""
    now = _address()
    return f"{now.session}-{next(now.messages)}"


def open_page(page: str) -> None:
    """Call where a page is drawn whole: another page than before is opened with the parameters of the request."""
    now = _address()
    now.shown.clear()
    now.entry = ""
    now.steps.clear()
    now.said.clear()
    now.then.clear()
    if page != now.page or now.is_left:
        if page != now.page:  # of the same page, what was drawn and is asked for no more is taken out of the address
            now.known.clear()
        now.is_first, now.page, now.is_left = now.page is None, page, False
        now.asked = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
        now.taken.clear()
        now.refused.clear()


def leave() -> None:
    """Call where a link is followed: what it asks for is read even where it leads to the page that is drawn."""
    _address().is_left = True


def page() -> str:
    """The path of the page that is drawn; empty for the first."""
    return _address().page or ""


def beside(path: str) -> str:
    """The whole address of a path beside the page that is drawn; empty where no browser asks."""
    whole = st.context.url
    return f"{whole.removesuffix(page()).rstrip('/')}{path}" if whole else ""


def opened_with(name: str) -> Values:
    """What the page was opened with for this name; empty where its address does not name it."""
    return _address().asked.get(name, ())


def is_first() -> bool:
    """Whether the session began with this page."""
    return _address().is_first


def is_waiting(name: str) -> bool:
    """Whether the page was opened with a value for this name that no control has taken up yet."""
    now = _address()
    return name in now.asked and name not in now.taken


@dataclass(frozen=True)
class Place:
    """Where that stands today which an address calls by a former name: the choices that open it, and its page (the
    file's name) where it went to another.
    """

    choices: Mapping[str, str]
    page: str = ""


def rename(name: str, former: Mapping[str, str | Place]) -> None:
    """Read values of former names as those of today, so that saved links lead on; call before the choice is drawn.

    What became a choice of something else has a ``Place``; choices that the address names itself stay as they are.
    Where the place is on another page the browser goes there, and this page ends here.
    """
    now = _address()
    places = [former.get(value, value) for value in now.asked.get(name, ())]
    for place in places:
        if isinstance(place, Place):
            if place.page:
                lead_on(place.page, {name: "", **place.choices})
                st.stop()
            now.asked = {**{key: (value,) for key, value in place.choices.items()}, **now.asked}
    if places:
        now.asked[name] = tuple(place if isinstance(place, str) else place.choices[name] for place in places)


def imply(choices: Mapping[str, str]) -> None:
    """Read the page's address as if it named these choices too; those it names itself stay as they are."""
    now = _address()
    for name, value in choices.items():
        now.asked.setdefault(name, (value,))
    now.known.setdefault(_PART.get(), set()).update(choices)  # so that Back to an address without them forgets them


def strays() -> list[str]:
    """The choices drawn that have another value than their first, though the page was opened with none for them."""
    return [name for name in parameters() if name not in _address().asked]


class LedOnError(Exception):
    """What is asked for stands on another page, and no browser goes on to it; the message says where."""


def lead_on(page: str, choices: Mapping[str, str]) -> None:
    """The browser itself goes on to a page with the date and choices of the address, and these in place of its own.

    *Back* does not lead here again. An empty choice is taken out. Raises LedOnError where no browser asks.
    """
    if session.aside() is not None:
        raise LedOnError(f"{page}?{urlencode({name: value for name, value in choices.items() if value})}")
    st.components.v2.component("parley_lead_on", js=LEAD_ON)(data={"page": page, "choices": dict(choices)})


def take(name: str) -> Values:
    """What the page was opened with for this name, the first time it is asked for."""
    now = _address()
    if name in now.taken:
        return ()
    now.taken.add(name)
    return now.asked.get(name, ())


def named(options: Sequence[T], names: Callable[[T], str]) -> Callable[[Sequence[str]], T | None]:
    """What reads one of the options from its name in the address or in a press; None where there is none of it."""
    return lambda values: next((option for option in options if values and names(option) == values[-1]), None)


def begin(name: str, default: T, read: Callable[[Values], T | None], implied: Values = ()) -> T:
    """The first value of a control whose key is ``name``: its default, or what the session began with.

    What a page opened later asks for is put into the control itself; where a session begins the browser may hold a
    newer value (it has lost its server), which goes first. ``read``: the value of parameters, None where they name
    none; ``implied``: what the address asks for where it does not name the choice.
    """
    now = _address()
    is_new = name not in now.taken
    values = take(name) or (implied if is_new else ())
    value = read(values) if values else None
    if value is None and is_new and any(now.asked.get(name, ())):
        now.refused[name] = now.asked[name][-1]
    if value is not None:
        if now.is_first:
            now.first[name] = value
        else:
            session.state()[name] = value
    first: T = now.first.get(name, default)
    return first


def drop(names: Iterable[str]) -> None:
    """Take out of what the page was opened with what belongs to no choice of it any more."""
    now = _address()
    for name in names:
        now.asked.pop(name, None)


def refuse(name: str, value: str) -> None:
    """Note a value of the address that the choice of this name does not have."""
    _address().refused[name] = value


def refused() -> tuple[str, ...]:
    """What the page was opened with that none of its choices has."""
    return tuple(_address().refused.values())


def refused_by_name() -> dict[str, str]:
    """By parameter, what the page was opened with that its choice does not have."""
    return dict(_address().refused)


def left_over() -> tuple[str, ...]:
    """The parameters the page was opened with that belong to nothing it has drawn."""
    now = _address()
    names = now.taken.union(*now.known.values())
    return tuple(name for name in now.asked if name not in names)


def reopen(values: Mapping[str, Values], names: Iterable[str]) -> None:
    """Put the choices of these names where an address with these values opens them; call before they are drawn."""
    now = _address()
    for name in names:
        session.state().pop(name, None)
        now.first.pop(name, None)
        now.asked.pop(name, None)
        now.taken.discard(name)
        if name in values:
            now.asked[name] = tuple(values[name])


def note_entry(name: str) -> None:
    """Make every change of a choice of the whole page an entry of the browser's history."""
    if not is_inside():
        _address().entry = name


def note_steps() -> None:
    """Make the choices of this part, once they have settled, an entry of the browser's history."""
    _address().steps.add(_PART.get())


def show(name: str, *values: str) -> None:
    """Note the parameter of a choice that is drawn; without values the choice has its default, which is not written."""
    now, where = _address(), _PART.get()
    now.shown.setdefault(where, {})[name] = values
    now.known.setdefault(where, set()).add(name)


def announce(words: str) -> None:
    """Say words, such as the answer to a choice, to readers of the screen once no other has followed."""
    _address().said[_PART.get()] = words


def when_painted(then: Then) -> None:
    """Draw this part again once the browser has painted it and the visitor has paused."""
    _address().then[_PART.get()] = then


def wait_for_nothing() -> None:
    """This part is drawn again for no more than a press."""
    _address().then[_PART.get()] = NOTHING


def parameters() -> dict[str, Sequence[str]]:
    """The parameters of all that is drawn."""
    return {name: values for part in _address().shown.values() for name, values in part.items() if values}


def inner(name: str) -> Part:
    """The part of this name inside the one being drawn."""
    return (*_PART.get(), name)


def is_inside() -> bool:
    """Whether a part of the page that is drawn again by itself is being drawn."""
    return bool(_PART.get())


def is_whole() -> bool:
    """Whether the page is being drawn whole, not a part of it by itself."""
    return _IS_WHOLE.get()


@contextmanager
def part(where: Part, steps: bool = False) -> Iterator[None]:
    """What is drawn inside is one part of the page, or the whole: its choices are written at its end.

    Where the page is drawn whole, those of its parts are written with the page's, but for a part that waits for
    something itself. A name that the part or one inside it has drawn before and draws no more is taken out of the
    address. ``steps``: see ``note_steps``.
    """
    now = _address()
    for inside in [shown_part for shown_part in now.shown if _is_within(shown_part, where)]:
        del now.shown[inside]
    token, whole = _PART.set(where), _IS_WHOLE.set(is_whole() or not where)
    if steps:
        note_steps()
    try:
        with session.read_once():
            yield
    finally:
        _PART.reset(token)
        _IS_WHOLE.reset(whole)
    if not is_whole() or where in now.then:
        _write(where)


def _is_within(inside: Part, where: Part) -> bool:
    return inside[: len(where)] == where


def _write(where: Part) -> None:
    now = _address()
    names_shown = {name for shown in now.shown.values() for name in shown}
    names_ever = {name for inside, names in now.known.items() if _is_within(inside, where) for name in names}
    shown = {name: values for part in now.shown if _is_within(part, where) for name, values in now.shown[part].items()}
    parameters = {**dict.fromkeys(names_ever - names_shown, ()), **shown}
    if session.aside() is None and (parameters or not where):
        key = "-".join(["address", *("".join(filter(str.isalnum, name)) for name in where)])
        data = {
            "page": f"/{now.page}",
            "session": now.session,
            "number": next(now.messages),
            "parameters": parameters,
            "entry": {now.entry: now.shown[()][now.entry]} if now.entry else {},  # told by whichever part is first
            "whole": not where,
            "steps": any(_is_within(part, where) for part in now.steps),
            "back": now.back,
            "said": " ".join(words for part, words in now.said.items() if _is_within(part, where)),
        }
        then = now.then.get(where, NOTHING)
        if where in now.then:
            data |= {"then": then.word, "pause": then.pause_ms}
        _writer()(data=data, key=key, on_back_change=lambda: _go_back(key), on_painted_change=then.painted)


def steps_back() -> int:
    """How many steps back or forward have been heard of on pages of this session."""
    return _address().back


def _go_back(key: str) -> None:
    """Take up where Back led: an address of this page. What is told of a page that is left is no longer held."""
    message, now = session.state().get(key), _address()
    step = message.get("back") if message else None
    if step and step["number"] > now.back:
        now.back = step["number"]
        names_ever = {name for names in now.known.values() for name in names}
        reopen(step["parameters"], names_ever)
        others = {name: tuple(message) for name, message in step["parameters"].items() if name not in names_ever}
        now.asked |= others  # of choices not drawn yet, or of none
        now.taken -= others.keys()


@st.cache_resource(show_spinner=False)
def _writer() -> Callable[..., Any]:
    """The component that writes the address, once per process."""
    return st.components.v2.component("parley_address", js=scripts.stub("address.js"), isolate_styles=False)
