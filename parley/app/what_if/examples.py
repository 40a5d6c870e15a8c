"""Ways into a what-if page on which nothing has been moved: buttons that put its controls where an example has them.

Links to the page itself would not do: of a page that is open the browser sends where the sliders stand, and that goes
before the address.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from parley.app.kit import card, card_choices
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if import starting_duties
from parley.app.what_if.sliders import put
from parley.parameters import presets
from parley.words import beside

SAY = beside(__file__)
Subject = Callable[[], None]


@dataclass(frozen=True)
class Example:
    """A scenario in words and the positions of its controls by key; ``regime``: the dated regime it needs, if any.

    The controls are those in sight at once: the address does not take up what is set of one that is not drawn yet.
    """

    words: str
    positions: Mapping[str, int | str]
    regime: str = ""


def of_regimes(names: Collection[str], choice: str) -> list[Example]:
    """The examples of dated regimes by their names, those left out whose file cannot be read.

    ``choice``: key of the page's choice of a regime.
    """
    titles = [preset.title for preset in presets() if preset.name in names]
    return [Example(title, {choice: title}, title) for title in titles]


def at_rest(subjects: Mapping[str, Subject], kept: Collection[str]) -> dict[str, Subject]:
    """The subjects of a page where nothing is moved: those ``kept``, and a sentence in the place of the others."""
    return {name: subject if name in kept else _nothing for name, subject in subjects.items()}


def _nothing() -> None:
    raise NothingToShowError(SAY("examples.nothing"))


def draw(page: str, examples: Sequence[Example], as_of: date, is_moved: bool) -> None:
    """Where nothing has been moved, a sentence that says so and a row of the page's examples known on the day."""
    if is_moved:
        return
    known = starting_duties.regimes(as_of)
    with card.panel("examples"):
        card_choices.note(SAY("examples.unmoved"), f"{page}_unmoved")
        for number, example in enumerate(examples):
            if not example.regime or example.regime in known:
                card_choices.button(example.words, f"{page}_example_{number}", partial(put, example.positions))
