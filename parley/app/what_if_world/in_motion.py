"""What the world what-if says while a slider of the one-sector model is moved: the page as it is before its range.

By industry a point takes longer than a path of them is worth: there the page answers when the slider is let go.
"""

from collections import deque
from collections.abc import Hashable
from functools import partial

from parley.app.kit import controls
from parley.app.kit.figures import Figure
from parley.app.what_if import starting_duties
from parley.app.what_if.preview.preview import Moving, Path, Preview
from parley.app.what_if.sliders import Tried
from parley.app.what_if_world import gains, trade, words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import US, Chosen, Panel
from parley.results import world
from parley.results.world import WorldPoint

OUTCOMES = {gains.figure_name(outcome): outcome for outcome in gains.OUTCOMES}


def path(panel: Panel) -> Path:
    """The previews of every slider of the page; of none by industry."""
    sliders = panel.sliders if panel.model == "world" else []
    at = {slider.key: slider.position for slider in sliders}  # looked up once, not at every position

    def rest(key: str) -> Hashable:
        return panel.scenario({slider.key: slider.rest for slider in sliders if slider.key == key})

    sides: deque[WorldPoint] = deque(maxlen=2)  # positions come from both sides of the thumb in turn

    def make(key: str, position: int) -> Preview:
        chosen = _chosen(panel, {**at, key: position})
        sides.append(world.point(chosen.scenario, sides[0] if sides else None))
        return preview(Shown(chosen, sides[-1], None))

    return Path(
        at=at,
        ends={slider.key: (slider.least, slider.most) for slider in sliders},
        make=make,
        rest=rest,
        figures=(*OUTCOMES, trade.NAME),
    )


def _chosen(panel: Panel, positions: Tried) -> Chosen:
    return Chosen(starting_duties.answered(panel.scenario(positions)), panel.model, {})


def preview(shown: Shown) -> Preview:
    """The page at an answer, without a range."""
    outcomes = {name: partial(_gains, shown, outcome) for name, outcome in OUTCOMES.items()}
    return Preview(words.title(shown), words.facts(shown), {**outcomes, trade.NAME: partial(_sales, shown)})


def _gains(shown: Shown, outcome: str) -> Moving:
    return Moving(*gains.moving(shown, outcome))


def _sales(shown: Shown) -> Moving:
    codes = list(shown.point.by_economy["economy"])
    return _of(trade.of_market(shown, controls.held(trade.MARKET, codes, US, words.name)))


def _of(figure: Figure) -> Moving:
    return Moving(figure.caption.finding, figure.views)
