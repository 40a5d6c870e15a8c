"""The subjects of the world what-if below its facts; one is drawn at a time."""

from collections.abc import Callable

from parley.models.policy_scenario import Scenario
from parley.ui import (
    blocks,
    examples,
    world_controls,
    world_drivers,
    world_gains,
    world_growth,
    world_industries,
    world_retaliation,
    world_revenue,
    world_studies,
    world_trade,
    world_words,
)
from parley.ui.examples import Example, of_regime
from parley.ui.world import Shown

BESIDE: dict[str, Callable[[Scenario], None]] = {
    "Retaliation": world_retaliation.draw,
    "Revenue curve": world_revenue.draw,
    "What drives it": world_drivers.draw,
    "Published studies": world_studies.draw,
    "Growth path": world_growth.draw,
}
AT_REST = ("Retaliation", "Revenue curve", "Growth path")  # what has something to show where nothing is moved
EXAMPLES = (
    Example("US on China 60 %, China on the US 40 %", {world_controls.US_KEY: 60, world_controls.CHINA_KEY: 40}),
    of_regime("april_2025_announced", world_controls.REGIME),
    of_regime("april_2025_peak", world_controls.REGIME),
)
METHOD = "".join(
    part.METHOD for part in (world_words, world_retaliation, world_revenue, world_drivers, world_studies, world_growth)
)


def head(drawn: Shown) -> None:
    """The answer in a sentence and its four facts, with the reason where it is not that of the choice."""
    blocks.answer_head(world_words.title(drawn), world_words.covers(drawn), drawn.reason, world_words.facts(drawn))
    examples.draw(world_controls.PAGE, EXAMPLES, drawn.chosen.scenario.as_of, drawn.is_moved)


def draw(drawn: Shown) -> None:
    """Everything under the facts, grey where the answer is another choice's."""
    with blocks.greyed(bool(drawn.reason)):
        blocks.note(world_words.modelled(drawn), "function")
        _subjects(drawn)


def _subjects(drawn: Shown) -> None:
    """The choice of a subject and the subject chosen."""

    def of_answer(subject: Callable[[Shown], None]) -> Callable[[], None]:
        def body() -> None:
            with blocks.greyed(bool(drawn.reason)):
                subject(drawn)

        return body

    def of_scenario(subject: Callable[[Scenario], None]) -> Callable[[], None]:
        return lambda: subject(drawn.chosen.scenario)

    draws = {
        "Who gains and loses": of_answer(world_gains.draw),
        "Trade": of_answer(world_trade.draw),
        "Industries": of_answer(world_industries.draw),
        **{name: of_scenario(subject) for name, subject in BESIDE.items()},
    }
    blocks.sections("world_section", draws if drawn.is_moved else examples.at_rest(draws, AT_REST))
