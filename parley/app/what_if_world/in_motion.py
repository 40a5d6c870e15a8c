"""What the world what-if says while a slider of the one-sector model is moved: the page as it is before its range.

By industry a point takes longer than a path of them is worth: there the page answers when the slider is let go.
"""

from collections import deque
from collections.abc import Callable, Collection
from functools import cache, partial

from parley.app.kit import controls
from parley.app.what_if.preview import Moving, Path, Preview, along
from parley.app.what_if_world import gains, trade, words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import US, Chosen, Panel
from parley.models.policy_scenario import Scenario
from parley.results.answers import world
from parley.results.answers.world import WorldPoint

Standing = Callable[[str], Collection[str]]
OUTCOMES = {gains.figure_name(outcome): outcome for outcome in gains.OUTCOMES}


def path(panel: Panel, shown: Shown) -> Path:
    """The previews of every slider of the page, beside the answer that is ``shown``; of none by industry."""
    sliders = panel.sliders if panel.model == "world" else []
    sides: deque[WorldPoint] = deque(maxlen=2)  # positions come from both sides of the thumb in turn
    leaders = cache(partial(gains.leaders, shown))  # by outcome, worked out where a table is made

    def make(scenario: Scenario) -> Preview:
        sides.append(world.point(scenario, sides[0] if sides else None))
        return preview(Shown(Chosen(scenario, panel.model, {}), sides[-1], None), leaders)

    def standing(name: str) -> tuple[str, ...]:
        return tuple(sorted(leaders(OUTCOMES[name]))) if name in OUTCOMES else ()

    return along(sliders, panel.scenario, make, (*OUTCOMES, trade.NAME), standing)


def preview(shown: Shown, standing: Standing = lambda _: ()) -> Preview:
    """The page at an answer, without a range; ``standing``: see ``gains.moving``."""
    outcomes = {name: partial(_gains, shown, outcome, standing) for name, outcome in OUTCOMES.items()}
    return Preview(words.title(shown), words.facts(shown), {**outcomes, trade.NAME: partial(_sales, shown)})


def _gains(shown: Shown, outcome: str, standing: Standing) -> Moving:
    return Moving(*gains.moving(shown, outcome, standing(outcome)))


def _sales(shown: Shown) -> Moving:
    codes = list(shown.point.by_economy["economy"])
    figure = trade.of_market(shown, controls.current(trade.MARKET, codes, US, words.name))
    return Moving(figure.caption.finding, figure.views)
