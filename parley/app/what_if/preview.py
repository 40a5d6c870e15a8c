"""The part of a what-if page that answers while a slider is moved: nothing is drawn by it, and it runs by itself.

``static/preview.js`` asks for a slider's table when it is touched, a piece at a time so that others are not kept
waiting, and shows what it says while the thumb moves. It holds no formula and no number format: every document is made
here, by the words and charts of the page.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import sleep, thread_time
from typing import Any, TypeVar
from uuid import uuid4

import streamlit as st

from parley.app.kit import address, blocks, controls, figures, renewal, scripts, session, settings, sheet
from parley.app.kit.html_text import Metric
from parley.app.what_if import later
from parley.app.what_if.sliders import Slider, Tried
from parley.calibration.product import CalibrationError
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError

# Of the processor's time: what is worked out in one go, the pause in which others get through, all of the first run of
# a table, for which a visitor waits, and all of the later ones, which keep a press of the same visitor waiting.
PIECE_S, PAUSE_S, FIRST_S, RUN_S = 0.02, 0.002, 0.5, 0.08
FRESH, TURN, ASKED, HEARD, LAST, TABLE, PRESSED = (
    f"preview_{name}" for name in ("fresh", "turn", "asked", "heard", "last", "table", "pressed")
)
T = TypeVar("T")
LOG = logging.getLogger("parley")
Place = tuple[str | int, ...]  # names and numbers that lead into a document
Leaves = list[tuple[int, Any]]


@dataclass(frozen=True)
class Moving:
    """A figure while a slider is moved: its finding, and by name what makes a chart of it."""

    finding: str
    views: Mapping[str, figures.View]


@dataclass(frozen=True)
class Preview:
    """What a page says for one position: its title, its facts, whose ranges are left out, and figures by their name,
    None where one has nothing to show.
    """

    title: str
    facts: Collection[Metric]
    figures: Mapping[str, Callable[[], Moving | None]]

    def document(self, names: Collection[str]) -> dict[str, Any]:
        """As the browser reads it, with the figures of these names."""
        moving = {name: make() for name, make in self.figures.items() if name in names}
        charts = {name: figures.in_motion(name, of.finding, of.views) for name, of in moving.items() if of is not None}
        return {
            "title": self.title,
            "facts": [[fact.label, fact.value] for fact in self.facts],
            "figures": {name: chart for name, chart in charts.items() if chart is not None},
        }


def _nothing(_: str) -> Hashable:
    return None


@dataclass(frozen=True)
class Path:
    """What a page gives for its previews.

    ``at``: where each slider stands that may be previewed; ``ends``: its least and most. ``make``: the page at a
    position of one of them, all else held; what it raises of the models means no answer. ``rest``: all that depends on
    but that slider. ``figures``: the names of those it may hold; ``standing``: by the name of one, what of it stands as
    it is drawn while a slider moves.
    """

    at: Mapping[str, int]
    ends: Mapping[str, tuple[int, int]]
    make: Callable[[str, int], Preview]
    rest: Callable[[str], Hashable]
    figures: Collection[str]
    standing: Callable[[str], Hashable] = _nothing


def along(
    sliders: Sequence[Slider],
    scenario: Callable[[Tried], Scenario],
    make: Callable[[Scenario], Preview],
    figures: Collection[str],
    standing: Callable[[str], Hashable] = _nothing,
) -> Path:
    """The previews of these sliders from where they stand now, all that a table holds and is signed by.

    ``scenario``: that of the page with sliders elsewhere; ``make``: the page at the scenario it answers; ``standing``:
    see ``Path``.
    """
    at = {slider.key: slider.position for slider in sliders}
    rests = {slider.key: slider.rest for slider in sliders}
    return Path(
        at=at,
        ends={slider.key: (slider.least, slider.most) for slider in sliders},
        make=lambda key, position: make(scenario({**at, key: position})),
        rest=lambda key: scenario({**at, key: rests[key]}),
        figures=figures,
        standing=standing,
    )


def draw(path: Path) -> None:
    """Draw the part at the end of a page's own; nothing where the server was started without ``preview``."""
    if settings.is_left_out("preview") or session.aside() is not None:
        return
    session.state()[FRESH] = True
    page = address.page()

    @renewal.of_one_catalogue()
    def part() -> None:
        is_fresh = bool(session.state().pop(FRESH, False))
        wish: dict[str, Any] | None = session.state().pop(ASKED, None)
        if wish is not None:  # the browser asks again for what it does not get here
            session.state()[HEARD] = wish["number"]
        # all of it each time: of two messages in a row the browser may see the last alone
        message: dict[str, Any] = {
            "page": page,
            "piece": None,
            "at": dict(path.at),
            "figures": list(path.figures),
        }
        if is_fresh:  # what was asked for beside a press would keep its answer waiting
            session.state()[TURN] = session.state().get(TURN, 0) + 1
            session.state()[PRESSED] = _pressed()
        elif session.state().get(PRESSED) != _pressed():
            st.rerun()  # the browser told of a press with what is asked for here, and Streamlit ran this part alone
        elif wish is not None and wish["key"] in path.at:
            session.state()[LAST] = wish["key"], tuple(wish["figures"])
            try:
                message["piece"] = _piece(path, wish)
            except Exception:  # the page does without; the fault is logged whole
                LOG.exception("The preview of %s failed", wish["key"])
                message["isOff"] = True
        message |= {"turn": session.state().get(TURN, 0), "heard": session.state().get(HEARD, 0), **_good(path)}
        key = f"preview-{page}"  # a wish may come with a press that leaves the page: only this one has it
        _component()(data=json.dumps(message, ensure_ascii=False).encode(), key=key, on_ask_change=partial(_note, key))

    st.fragment(part)()


def _pressed() -> Hashable:
    """What the browser has told of and the page is drawn by: presses, a file, date, steps back, theme, what follows."""
    date = session.state().get(controls.CHOSEN, {}).get("choice")
    waits = f"{sheet.waits()}", f"{session.state().get(later.ASKED)}"  # each gone once it is drawn
    return sheet.presses_heard(), f"{date}", address.steps_back(), blocks.palette().background, *waits


def _note(key: str) -> None:
    session.state()[ASKED] = (session.state().get(key) or {}).get("ask")  # none where its page has been left


def _good(path: Path) -> dict[str, str]:
    """The slider asked for last, and the sign of its table if that is to be good for what is drawn."""
    key, names = session.state().get(LAST, ("", ()))
    return {"key": key, "sign": _sign(path, key, names) if key in path.at else ""}


def _sign(path: Path, key: str, names: Collection[str]) -> str:
    chosen = sorted((name, *values) for name, values in address.parameters().items() if name != key)
    standing = [path.standing(name) for name in sorted(names)]
    signed = key, sorted(names), blocks.palette().background, chosen, path.rest(key), standing
    return hashlib.blake2s(repr(signed).encode(), digest_size=8).hexdigest()


def _piece(path: Path, wish: Mapping[str, Any]) -> dict[str, Any]:
    """The next positions of a table, those nearest to the thumb first: as many as one run works out."""
    key, names = str(wish["key"]), tuple(wish["figures"])
    sign = _sign(path, key, names)
    table: PathTable | None = session.state().get(TABLE)
    if table is None or table.sign != sign:
        session.state()[TABLE] = table = PathTable(sign)
    is_known = wish["made"] == table.identity
    had, places = (set(wish["had"]), int(wish["places"])) if is_known else (set(), 0)
    least, most = path.ends[key]
    missing = sorted(set(range(least, most + 1)) - had, key=lambda position: abs(position - int(wish["near"])))
    leaves: dict[int, Leaves | None] = {}
    for position in in_pieces(missing[: wish["most"]], RUN_S if is_known else FIRST_S):
        document = _document(partial(path.make, key, position), names)
        leaves[position] = None if document is None else table.leaves(document)
    return {
        "made": table.identity,
        "key": key,
        "sign": sign,
        "names": names,
        "begins": not is_known,
        "template": None if is_known and not wish["bare"] else table.template,
        "from": places,
        "places": table.places[places:],
        "leaves": leaves,
        "left": len(missing) - len(leaves),
    }


def in_pieces(items: Iterable[T], run_s: float, clock: Callable[[], float] = thread_time) -> Iterator[T]:
    """The items until ``run_s`` have gone by; others go first where another like the last would pass ``PIECE_S``."""
    began = piece = before = clock()
    for item in items:
        yield item
        now = clock()
        if now - began >= run_s:
            return
        if now - piece + now - before > PIECE_S:
            sleep(PAUSE_S)
            piece = now = clock()
        before = now


def _document(make: Callable[[], Preview], names: Collection[str]) -> dict[str, Any] | None:
    try:
        return make().document(names)
    except (CalibrationError, ModelInputError, NotConvergedError, ScenarioError):
        return None  # no answer there: the page says why when the slider is let go


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = scripts.stub("preview.js", "moving.js")
    return st.components.v2.component("parley_preview", js=script, isolate_styles=False)


class PathTable:
    """What the documents along a slider have in common, and where they differ; the documents themselves are not held.

    ``sign``: what it was made for; ``identity``: its name among all. ``template``: the first document, of dicts, lists
    and values as JSON has them. ``places``: where any document has differed from it.
    """

    def __init__(self, sign: str):
        self.sign = sign
        self.identity = uuid4().hex
        self.template: Any = None
        self.places: list[Place] = []
        self._numbers: dict[Place, int] = {}

    def leaves(self, document: Any) -> Leaves:
        """Where a document differs from the template, which the first one becomes: the number of each place and what
        stands there. A list of another length or a dict of other names differs as a whole.
        """
        if self.template is None:
            self.template = document
        return [(self._number(place), value) for place, value in _differing(self.template, document, ())]

    def _number(self, place: Place) -> int:
        if place not in self._numbers:
            self._numbers[place] = len(self.places)
            self.places.append(place)
        return self._numbers[place]


def _differing(one: Any, other: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Where ``other`` differs from ``one``, and what it has there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _differing(one[name], other[name], (*place, name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (before, after) in enumerate(zip(one, other, strict=True)):
            yield from _differing(before, after, (*place, number))
    elif type(one) is not type(other) or one != other:
        yield place, other
