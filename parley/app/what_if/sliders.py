"""A slider for a duty that prints the rate in force beside it, and what keeps sliders at rest where the start moves.

A move of a slider draws the page's answer again, not the controls: see ``redraw``.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from parley import terms
from parley.app.kit import address, controls
from parley.app.what_if import share
from parley.models.policy_parts import TariffChange

MOST = 200
WIDTH = 264
TRACK_INSET = 6
# Width of the mark's sign, and of a caption's em, in pixels.
MARK, CAPTION_EM = 10, 14
# Seconds within which a browser has heard where sliders were put.
UNHEARD_S = 2.0


@dataclass(frozen=True)
class Slider:
    """A slider on the page: its ends, the rate at rest, and the changes of tariffs it makes where it stands elsewhere.

    The rates of ``changes`` are those of the position. A rest beyond the ends is out of reach: the slider then stands
    at its end, and that is a change.
    """

    key: str
    rest: int
    changes: tuple[TariffChange, ...]
    least: int = 0
    most: int = MOST

    @property
    def position(self) -> int:
        """Where it stands, inside its ends whatever the address says."""
        return min(max(int(st.session_state.get(self.key, self.rest)), self.least), self.most)

    @property
    def first(self) -> int:
        """Where it stands before anybody moved it."""
        return min(max(self.rest, self.least), self.most)


def moved(sliders: Sequence[Slider]) -> list[TariffChange]:
    """The changes of the sliders that left their rest, in the order of the page."""
    left = [(slider.position, slider) for slider in sliders if slider.position != slider.rest]
    return [replace(change, rate_pct=position) for position, slider in left for change in slider.changes]


def written(sliders: Sequence[Slider]) -> dict[str, str]:
    """Every slider's address parameter and value."""
    return {slider.key: str(slider.position) for slider in sliders}


def note(sliders: Sequence[Slider]) -> None:
    """Call where the answer is drawn: where the sliders stand is written into the address with it."""
    for slider in sliders:
        address.show(slider.key, *(() if slider.position == slider.first else (str(slider.position),)))


def answer_key(page: str) -> str:
    """The key of the part of a what-if page that holds its answer."""
    return f"{page}_answer"


def share_key(page: str) -> str:
    """The key of the part of a what-if page that holds its link and its scenario."""
    return f"{page}_share"


@dataclass(frozen=True)
class Follower:
    """A part of the page whose sliders follow another slider: the key of the part, and what puts them where they go."""

    key: str
    follow: Callable[[], object]


def redraw(page: str, follower: Follower | None = None) -> Callable[[], None]:
    """Callback of a slider of this page: draws the answer again, and the link and the scenario where one is open.

    The other controls are not drawn: some thirty elements less at every move. The sliders that follow stand where they
    go before the answer is worked out, and are drawn after it.
    """

    def callback() -> None:
        if follower is not None:
            follower.follow()
        shared = [share_key(page)] if share.is_open(page) else []
        st.rerun([*shared, answer_key(page), *([follower.key] if follower else [])])

    return callback


def duty_slider(
    label: str,
    slider: Slider,
    in_force: float,
    page: str,
    tick: str = "",
    help: str | None = None,
    follower: Follower | None = None,
) -> None:
    """A duty in whole percent on a what-if page; ``in_force`` stands beside it.

    With ``tick`` (words such as "in force") a mark stands under the slider at the rate in force, else the label names
    the rate. A move draws no other control again but those of the ``follower``.
    """
    most = slider.most
    hold(slider.key, slider.least, most, label)
    controls.slider(
        label if tick else f"{label} :gray[({terms.number(in_force, 1)} in force)]",
        slider.least,
        most,
        slider.first,
        1,
        slider.key,
        WIDTH,
        "%d %%",
        is_noted=False,
        help=help,
        on_change=redraw(page, follower),
    )
    if tick:
        _mark(TRACK_INSET + (WIDTH - 2 * TRACK_INSET) * min(in_force, most) / most, terms.number(in_force, 1), tick)


def points_slider(label: str, slider: Slider, page: str) -> None:
    """Points on top of duties, in whole percentage points; narrower, for a place inside an expander."""
    hold(slider.key, slider.least, slider.most, f"{label}, points")
    controls.slider(
        label,
        slider.least,
        slider.most,
        slider.first,
        1,
        slider.key,
        WIDTH - 34,
        "%+d pp",
        is_noted=False,
        on_change=redraw(page),
    )


def _mark(place: float, rate: str, tick: str) -> None:
    """A mark under a slider, ``place`` pixels from its left end, with its words on the side where there is room.

    Set off with blanks: a row with a space and the words would be three elements instead of one, and the browser goes
    through every element at every move of a slider.
    """
    words, left = f"{rate} {tick}".replace(" ", terms.NBSP), place <= WIDTH / 2
    ems, rest = divmod(max((place if left else WIDTH - place) - MARK / 2, 0), CAPTION_EM)
    blanks = "\N{EM SPACE}" * int(ems) + "\N{SIX-PER-EM SPACE}" * round(rest / (CAPTION_EM / 6))
    # Streamlit strips blanks from the ends of a text, but not the one without width.
    if left:
        st.caption(f"\N{ZERO WIDTH SPACE}{blanks}▲{terms.NBSP}{words}", width=WIDTH)
    else:
        st.caption(f"{words}{terms.NBSP}▲{blanks}\N{ZERO WIDTH SPACE}", width=WIDTH, text_alignment="right")


def at_rest(rate_pct: float) -> int:
    """The position that means exactly this rate: the nearest whole percent a slider has."""
    return min(round(rate_pct), MOST)


def follow(page: str, start: str, rest: Mapping[str, int]) -> None:
    """Call before the sliders are drawn: moves them where what they start from has moved.

    ``rest``: position at rest of every slider by key. When ``start`` (the regime chosen) is another than before, all
    sliders go to rest; when only the rates moved (as-of date, laws, a total), those that stood at the old rest follow,
    and for a moment those at a rest before it.
    """
    key = f"{page}_rest"
    shown: _Rest | None = st.session_state.get(key)
    earlier: Mapping[str, tuple[int, ...]] = {}
    if shown is not None:
        is_recent = shown.start == start and time.monotonic() - shown.since < UNHEARD_S
        earlier = shown.earlier if is_recent else {}
        for slider, position in rest.items():
            at, old = st.session_state.get(slider), shown.positions.get(slider)
            if slider in st.session_state and (shown.start != start or at == old or at in earlier.get(slider, ())):
                st.session_state[slider] = position
            if shown.start == start and old is not None and old != position:
                earlier = {**earlier, slider: (*earlier.get(slider, ()), old)}
    is_same = shown is not None and shown.positions == rest
    since = shown.since if shown is not None and is_same else time.monotonic()
    st.session_state[key] = _Rest(start, dict(rest), earlier, since)


@dataclass(frozen=True)
class _Rest:
    """Where sliders rest, what they start from, and where they rested a moment ago: until the browser has heard of the
    new places it sends the old ones, with every key pressed meanwhile."""

    start: str
    positions: Mapping[str, int]
    earlier: Mapping[str, tuple[int, ...]]
    since: float


def put(positions: Mapping[str, object]) -> None:
    """Callback of buttons: puts sliders and choices to these positions."""
    for key, value in positions.items():
        st.session_state[key] = value


def any_moved(keys: Sequence[str], rest: Mapping[str, object]) -> bool:
    """Whether one of these sliders stands off its rest, by a control or by the address."""
    return any(st.session_state.get(k, rest[k]) != rest[k] or address.is_waiting(k) for k in keys)


def hold(key: str, least: float, most: float, what: str) -> None:
    """Keep a slider's position inside its ends, where these have moved or the address asks for more, and say so."""
    at = st.session_state.get(key)
    if address.is_waiting(key):
        at = controls.number(address.asked(key)[-1])
    if not isinstance(at, int | float) or least <= at <= most:
        return
    held = min(max(at, least), most)
    st.session_state[key] = int(held) if isinstance(least, int) else float(held)
    st.caption(f":material/info: {what}: {at:,.10g} was asked for, the slider ends at {held:g}.")
