"""Undo, redo and the last scenarios of a what-if page, each with the headline it had.

A step is what the address of the page holds. Those that follow each other within ``PAUSE_S`` are one: a thumb
still moves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Literal

from parley.app.kit import address, card_choices, session
from parley.app.what_if.sliders import put
from parley.words import beside

MOST, PAUSE_S = 20, 1.5
SAY = beside(__file__)
Values = Mapping[str, tuple[str, ...]]


@dataclass
class Step:
    """The parameters of a scenario that are not at their default, and its answer in a sentence."""

    values: Values
    headline: str


@dataclass
class Steps:
    """The steps of a page from the oldest to the newest, which of them is shown, and when the last one was made.

    ``names``: every parameter the page has had. ``end``: which of its ends a press would have gone beyond, until a step
    is made.
    """

    done: list[Step] = field(default_factory=list)
    at: int = 0
    made_at: float = float("-inf")
    names: set[str] = field(default_factory=set)
    end: Literal["first", "last", ""] = ""


def steps(page: str) -> Steps:
    kept: Steps = session.state().setdefault(f"{page}_steps", Steps())
    return kept


def record(page: str, names: Collection[str], headline: str) -> None:
    """Call when the answer is known: what is drawn becomes a step, unless it is the one shown already.

    ``names``: the parameters of the page's scenario.
    """
    now = steps(page)
    now.names |= set(names)
    values = {name: tuple(values) for name, values in address.parameters().items() if name in now.names}
    for near in (now.at, now.at - 1, now.at + 1):  # also where Back and Forward of the browser led
        if 0 <= near < len(now.done) and now.done[near].values == values:
            now.done[near].headline, now.at = headline, near
            return
    is_on_its_way = monotonic() - now.made_at < PAUSE_S
    del now.done[now.at + (0 if is_on_its_way else 1) :]
    now.done = [*now.done, Step(values, headline)][-MOST:]
    if len(now.done) > 1:  # what a page opens with is a step whatever follows
        now.made_at = monotonic()
    now.at, now.end = len(now.done) - 1, ""


def go(page: str, to: int) -> None:
    now = steps(page)
    if 0 <= to < len(now.done):
        now.at, now.made_at, now.end = to, float("-inf"), ""
        address.reopen(now.done[to].values, now.names)
    else:
        now.end = "first" if to < 0 else "last"


def buttons(page: str) -> None:
    """Undo and redo, among the choices of the page's panel."""
    now = steps(page)
    card_choices.button(SAY("history.undo"), f"{page}_undo", lambda: go(page, steps(page).at - 1))
    card_choices.button(SAY("history.redo"), f"{page}_redo", lambda: go(page, steps(page).at + 1))
    if now.end:
        card_choices.note(SAY("history.end", now.end), f"{page}_history_end")


def listing(page: str) -> None:
    """The list of steps where it is asked for, among the choices of the page's panel."""
    now = steps(page)
    shown = f"{page}_history_shown"
    is_shown = bool(session.state().get(shown))
    label = SAY("history.button", "hide" if is_shown else "show")
    card_choices.button(label, f"{page}_history_button", partial(put, {shown: not is_shown}))
    if not is_shown:  # what a visit has done is in no address
        return
    numbers = [number for number in reversed(range(len(now.done))) if number != now.at]
    card_choices.pick(
        SAY("history.label"),
        SAY("history.hint") if numbers else SAY("history.none"),
        numbers,
        f"{page}_history",
        lambda number: f"{number + 1}. {now.done[number].headline}",
        partial(go, page),
    )
