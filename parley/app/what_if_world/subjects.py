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


def head(drawn: Shown, name: str, is_opening: bool) -> str:
    """The answer in a sentence and its four facts, with the reason where it is not that of the choice; the sentence.

    ``name``: of the scenario; ``is_opening``: nothing is moved yet, and the answer is that of the duties in force.
    """
    title = words.title(drawn)
    mark = ("", "") if drawn.reason else examples.mark(name, is_opening)
    blocks.answer_head(title, mark, drawn.reason, words.facts(drawn))
    return title


def draw(drawn: Shown, at_rest: Scenario | None) -> None:
    """Everything under the facts, grey where the answer is another choice's.

    ``at_rest``: the scenario in which nothing is moved yet, where the answer is that of the duties in force.
    """
    with blocks.greyed(bool(drawn.reason)):
        _subjects(drawn, drawn.chosen.scenario if at_rest is None else at_rest)
        told = words.covers(drawn), words.modelled(drawn), words.limited(drawn), words.turning(drawn)
        blocks.note(" ".join(filter(None, told)), "function")


def _subjects(drawn: Shown, own: Scenario) -> None:
    """The choice of a subject and the subject chosen; ``own``: what those of AT_REST are told of."""

    def of_scenario(name: str, subject: Callable[[Scenario], None]) -> Callable[[], None]:
        return lambda: subject(own if name in AT_REST else drawn.chosen.scenario)

    draws = {
        "Who gains and loses": lambda: gains.draw(drawn),
        "All models": lambda: all_models.draw(drawn.asked, all_models.INCOME),
        "Trade": lambda: trade.draw(drawn),
        "Industries": lambda: industries.draw(drawn),
        **{name: of_scenario(name, subject) for name, subject in BESIDE.items()},
    }
    blocks.sections("world_section", draws if drawn.is_moved else examples.at_rest(draws, AT_REST), as_list=True)
