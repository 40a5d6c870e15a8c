"""A slider for a duty with the rate in force marked on it, and what keeps sliders at rest where the start moves."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from parley.app.kit import address, controls, session
from parley.charts.document import Scale
from parley.models.policy_parts import TariffChange

MOST = 200
LEAST_POINTS, MOST_POINTS = -20, 100
SHOWN = 0.05  # half of what a mark shows: a mean so little below a whole percent reaches it
Tried = Mapping[str, int]  # positions of sliders, by key, in the place of those they have
NOTHING: Tried = {}


@dataclass
class Slider:
    """A slider on the page: its ends, the rate at rest, and the changes of tariffs it makes where it stands elsewhere.

    The rates of ``changes`` are those of the ``position``, where it stands once it is drawn. A rest beyond the ends is
    out of reach: the slider then stands at its end, and that is a change.
    """

    key: str
    rest: int
    changes: tuple[TariffChange, ...]
    least: int = 0
    most: int = MOST
    position: int = field(init=False)

    @property
    def first(self) -> int:
        """Where it stands before anybody moved it."""
        return min(max(self.rest, self.least), self.most)


def moved(sliders: Sequence[Slider], tried: Tried = NOTHING) -> list[TariffChange]:
    """The changes of the sliders that left their rest, in the order of the page; ``tried`` ones as tried."""
    stand = [(tried.get(s.key, s.position), s) for s in sliders]
    left = [(position, slider) for position, slider in stand if position != slider.rest]
    return [replace(change, rate_pct=position) for position, slider in left for change in slider.changes]


def written(sliders: Sequence[Slider]) -> dict[str, str]:
    return {slider.key: str(slider.position) for slider in sliders}


def duty_slider(label: str, slider: Slider, in_force: float, beside: str, help: str | None = None) -> None:
    """A duty in whole percent; a mark stands at the rate ``in_force``, with ``beside`` under it."""
    mark = round(min(max(in_force, slider.least), slider.most), 1)
    scale = Scale(slider.least, slider.most, 1, "%", mark, beside, slider.first)
    slider.position = int(controls.slider(label, scale, slider.first, slider.key, help))


def points_slider(label: str, slider: Slider, help: str | None = None) -> None:
    scale = Scale(slider.least, slider.most, 1, "pp", 0, rest=0)
    slider.position = int(controls.slider(label, scale, slider.first, slider.key, help))


def floor(least_pct: float, rest: int) -> int:
    """The lowest position a duty can be moved to where its lines stop at ``least_pct``, and never above its rest."""
    return min(max(math.ceil(least_pct - SHOWN), 0), rest)


def at_rest(rate_pct: float) -> int:
    """The position that means exactly this rate: the nearest whole percent a slider has."""
    return min(round(rate_pct), MOST)


def follow(page: str, start: str, rest: Mapping[str, int]) -> None:
    """Call before the sliders are drawn: moves them where what they start from has moved.

    ``rest``: position at rest of every slider by key. When ``start`` (the regime chosen) is another than before, all
    sliders go to rest; when only the rates moved (as-of date, laws, a total), those that stood at the old rest follow.
    """
    key = f"{page}_rest"
    shown: tuple[str, Mapping[str, int]] | None = session.state().get(key)
    if shown == (start, rest):
        return  # nearly every press: the session is asked for none of some sixty positions
    if shown is not None:
        before, positions = shown
        for slider, position in rest.items():
            at = session.state().get(slider)
            if at is not None and (before != start or at == positions.get(slider)):
                session.state()[slider] = position
    session.state()[key] = (start, dict(rest))


def put(positions: Mapping[str, object]) -> None:
    for key, value in positions.items():
        session.state()[key] = value


def any_moved(keys: Sequence[str], rest: Mapping[str, object]) -> bool:
    """Whether one of these sliders stands off its rest, by a control or by the address."""
    return any(session.state().get(k, rest[k]) != rest[k] or address.is_waiting(k) for k in keys)
