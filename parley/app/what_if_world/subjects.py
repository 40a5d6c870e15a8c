"""The subjects of the world what-if below its facts; one is drawn at a time."""

from collections.abc import Callable

from parley.app.kit import blocks
from parley.app.what_if import all_models, examples
from parley.app.what_if_world import (
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


def head(drawn: Shown, name: str) -> str:
    """The answer in a sentence and its four facts, with the reason where it is not that of the choice; the sentence.

    ``name``: of the scenario.
    """
    title = words.title(drawn)
    mark = ("", "") if drawn.reason else examples.mark(name, drawn.is_moved)
    blocks.answer_head(title, mark, drawn.reason, words.facts(drawn))
    return title


def draw(drawn: Shown) -> None:
    """Everything under the facts, grey where the answer is another choice's."""
    with blocks.greyed(bool(drawn.reason)):
        _subjects(drawn)
        told = words.covers(drawn), words.modelled(drawn), words.limited(drawn), words.turning(drawn)
        blocks.note(" ".join(filter(None, told)), "function")


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
    blocks.sections("world_section", draws if drawn.is_moved else examples.at_rest(draws, AT_REST), as_list=True)
