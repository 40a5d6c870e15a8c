"""Controls that keep their value in the address bar, and the as-of date that sets every page."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

import streamlit as st

from parley.app.kit import address as page_address
from parley.app.kit import card_choices, session
from parley.charts.document import Scale
from parley.search.find import LONGEST
from parley.tables.read import FIRST_DAY, compiled_on, last_day

LONDON_TALKS = date(2025, 6, 9)
AS_OF = "as_of"
LONGEST_SEARCH = LONGEST + 1  # by the last it is known that there were more
# of the session: the day it began with, what the browser holds, the latest day its pages were drawn with, and the page
# that was opened with what is no day
BEGUN, CHOSEN, DRAWN, REFUSED = "as_of_begun", "as_of_chosen", "as_of_drawn", "as_of_refused"
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
T = TypeVar("T")


def draw_as_of(page: str) -> None:
    """The as-of date in the masthead, with one click to 9 June 2025 and one back to the latest.

    The browser's tab holds the date and every request carries it; ``as_of.js`` says how masthead, address and what is
    drawn are kept one. ``page``: the path of the page that is drawn. The address is read only where a session begins.
    Who shows the latest day goes on to that of new tables at the next run; a day that was chosen stays.
    """
    begun = session.state().setdefault(BEGUN, st.query_params.get(AS_OF, ""))
    chosen_before = session.state().get(CHOSEN, {}).get("choice") or {}
    shown = {
        "day": f"{_day_drawn(chosen_before, begun)}",
        "number": chosen_before.get("number", 0),
        "page": f"/{page}",
        "run": page_address.next_mark(),  # every run is told
        "first": f"{FIRST_DAY}",
        "latest": f"{compiled_on()}",
        "last": f"{last_day()}",
        "talks": f"{LONDON_TALKS}",
        "help": "Shows the whole app as of that day: the rates in force and what had been published by then.",
    }
    result = _date_field()(data=shown, key=CHOSEN, on_choice_change=lambda: None)
    session.state()[AS_OF] = _day_drawn(result.choice or {}, begun)
    if begun and day_of(begun) is None:
        session.state().setdefault(REFUSED, page)
    _note_latest(page)


def _day_drawn(choice: Mapping[str, Any], begun: str) -> date:
    """The day of a choice, else of the address a session began with; the latest where it is no day of the tables."""
    return day_of(choice.get("day", begun)) or compiled_on()


@dataclass(frozen=True)
class _Drawn:
    """The latest day a session was drawn with; the one before it, and the page that was drawn first with the new."""

    latest: date
    before: date | None = None
    page: str = ""


def _note_latest(page: str) -> None:
    now, page_drawn = compiled_on(), session.state().get(DRAWN)
    if page_drawn is None or page_drawn.page not in ("", page):
        session.state()[DRAWN] = page_drawn = _Drawn(now)
    if page_drawn.latest != now:
        session.state()[DRAWN] = _Drawn(now, page_drawn.latest, page)


def went_on_from() -> date | None:
    """The latest day before this one where new tables were put in place under this page or on the way to it."""
    page_drawn: _Drawn | None = session.state().get(DRAWN)
    return page_drawn.before if page_drawn is not None and is_latest() else None


def refused_day() -> str:
    """What the address asked for as its date on the page the session began with, where that is no day of the tables;
    empty once a day was chosen.
    """
    is_chosen = "day" in (session.state().get(CHOSEN, {}).get("choice") or {})
    is_here = session.state().get(REFUSED) == page_address.page()
    return str(session.state()[BEGUN]) if is_here and not is_chosen else ""


@st.cache_resource(show_spinner=False)
def _date_field() -> Callable[..., Any]:
    """The component of the as-of date, once per process."""
    script = Path(__file__).with_name("as_of.js").read_text(encoding="utf-8")
    return st.components.v2.component("parley_as_of", js=script, isolate_styles=False)


def day_of(text: object) -> date | None:
    """A day as the address writes it; None where the text is none, before the tables begin or after today."""
    if not isinstance(text, str) or not ISO_DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= last_day() else None


def as_of() -> date:
    """The as-of date of the session."""
    chosen: date = session.once(AS_OF, lambda: session.state().get(AS_OF, compiled_on()))
    return chosen


def address() -> str:
    """The address of the page as it is drawn, with every choice and the date, for a file or a citation: it shows the
    same when the tables have gone on. Empty where no browser asks.
    """
    page = st.context.url
    if not page:
        return ""
    return f"{page}?{urlencode({AS_OF: as_of().isoformat(), **page_address.parameters()}, doseq=True)}"


def is_latest() -> bool:
    """Whether the app shows the latest state rather than an earlier day."""
    return as_of() >= compiled_on()


def with_date(query: Mapping[str, T]) -> dict[str, T | str]:
    """The parameters of a link to another page, with the as-of date where it is not the latest."""
    kept = {} if is_latest() else {AS_OF: as_of().isoformat()}
    return {**kept, **query}


def choose(
    label: str,
    options: Sequence[T],
    key: str,
    names: Callable[[T], str] = str,
    default: T | None = None,
    help: str | None = None,
    label_visibility: Literal["visible", "collapsed"] = "visible",
    implied: T | None = None,
) -> T:
    """One of a few options side by side; the choice stands in the address bar, ``default`` (the first) does not.

    ``implied``: what a page opened by an address asks for that does not name the choice.
    """
    first = options[0] if default is None else default
    implied_names = () if implied is None else (names(implied),)
    is_labelled = label_visibility == "visible"
    return card_choices.of_options("one", label, options, key, names, first, implied_names, is_labelled, help)


def current(
    key: str,
    options: Sequence[T],
    default: T | None = None,
    names: Callable[[T], str] = str,
    implied: T | None = None,
) -> T:
    """What a choice stands at, without drawing it; ``default``: the first option; ``implied``: see ``choose``."""
    first: T = options[0] if default is None else default
    read = page_address.named(options, names)
    implied_names = () if implied is None else (names(implied),)
    value: T = session.state().get(key, page_address.begin(key, first, read, implied_names))
    return value if value in options else first


def subject(subjects: Sequence[str], key: str, above: tuple[str, ...] = (), implied: str | None = None) -> str:
    """One of the subjects of a page, the first by default: side by side, on a narrow screen in one list.

    ``above``: see ``Choice``; ``implied``: see ``choose``.
    """
    first, named = subjects[0], () if implied is None else (implied,)
    return card_choices.of_options("subjects", "Subject", subjects, key, str, first, named, False, above=above)


def view(views: Sequence[str], name: str) -> str:
    """Which view of a figure is shown, one of its charts or its table; the choice stands in the address bar."""
    return choose("View", views, f"{name}_view", label_visibility="collapsed")


def select(
    label: str,
    options: Sequence[T],
    key: str,
    default: T,
    names: Callable[[T], str] = str,
    help: str | None = None,
) -> T:
    """One of many options in a list; the choice stands in the address bar."""
    first = default if default in options else options[0]
    return card_choices.of_options("list", label, options, key, names, first, help=help)


def several(
    label: str, options: Sequence[T], key: str, names: Callable[[T], str], default: Sequence[T] = ()
) -> list[T]:
    """Any of a few options side by side, in their order; the choice stands in the address bar."""
    return card_choices.several(label, options, key, names, default)


def switch(label: str, key: str, default: bool) -> bool:
    """A switch; it stands in the address bar where it is not as at first."""
    return card_choices.switch(label, key, default)


def search(label: str, key: str, placeholder: str, most: int = LONGEST_SEARCH) -> str:
    """A code or words typed by the visitor, without blanks at the ends; they stand in the address bar.

    ``most``: how many signs are read.
    """
    return card_choices.words(label, key, placeholder, most)


def slider(label: str, scale: Scale, default: float, key: str, help: str | None = None) -> float:
    """A position on a scale, with a field for its number; it stands in the address bar where it is not as at first."""
    return card_choices.slider(label, scale, default, key, help)
