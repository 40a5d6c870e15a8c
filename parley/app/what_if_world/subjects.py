"""The subjects of the world what-if below its facts; one is drawn at a time."""

from collections.abc import Callable

from parley.app.kit import blocks
from parley.app.what_if import all_models, examples
from parley.app.what_if.examples import Example, of_regimes
from parley.app.what_if_world import (
    controls,
    drivers,
    gains,
    growth,
    industries,
    retaliation,
    revenue,
    studies,
    trade,
    words,
)
from parley.app.what_if_world.answer import Shown
from parley.models.policy_scenario import Scenario

BESIDE: dict[str, Callable[[Scenario], None]] = {
    "Retaliation": retaliation.draw,
    "Revenue curve": revenue.draw,
    "What drives it": drivers.draw,
    "Published studies": studies.draw,
    "Growth path": growth.draw,
}
AT_REST = ("Retaliation", "Revenue curve", "Growth path")  # what has something to show where nothing is moved
EXAMPLE = Example("US duty on China 60 %, China's duty 40 %", {controls.US_KEY: 60, controls.CHINA_KEY: 40})
REGIMES = ("april_2025_announced", "april_2025_peak")


def ways_in() -> list[Example]:
    """The examples of the page."""
    return [EXAMPLE, *of_regimes(REGIMES, controls.REGIME)]


def head(drawn: Shown) -> None:
    """The answer in a sentence and its four facts, with the reason where it is not that of the choice."""
    blocks.answer_head(words.title(drawn), words.covers(drawn), drawn.reason, words.facts(drawn))
    examples.draw(controls.PAGE, ways_in(), drawn.chosen.scenario.as_of, drawn.is_moved)


def draw(drawn: Shown) -> None:
    """Everything under the facts, grey where the answer is another choice's."""
    with blocks.greyed(bool(drawn.reason)):
        blocks.note(" ".join(filter(None, (words.modelled(drawn), words.turning(drawn)))), "function")
        _subjects(drawn)


def _subjects(drawn: Shown) -> None:
    """The choice of a subject and the subject chosen."""

    def of_scenario(subject: Callable[[Scenario], None]) -> Callable[[], None]:
        return lambda: subject(drawn.chosen.scenario)

    draws = {
        "Who gains and loses": lambda: gains.draw(drawn),
        "All models": lambda: all_models.draw(drawn.asked, all_models.INCOME),
        "Trade": lambda: trade.draw(drawn),
        "Industries": lambda: industries.draw(drawn),
        **{name: of_scenario(subject) for name, subject in BESIDE.items()},
    }
    blocks.sections("world_section", draws if drawn.is_moved else examples.at_rest(draws, AT_REST))
