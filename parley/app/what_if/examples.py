"""Where the sliders of a what-if page may start: examples of its own among the dated regimes, in one list.

An example puts controls where it has them; it is no value of its own, so the address holds what was put.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from parley.app.kit.error_sentences import NothingToShowError
from parley.words import beside

SAY = beside(__file__)
Subject = Callable[[], None]


@dataclass(frozen=True)
class Example:
    """A scenario in words and the positions of its controls by key."""

    words: str
    positions: Mapping[str, object]


def at_rest(subjects: Mapping[str, Subject], kept: Collection[str]) -> dict[str, Subject]:
    """The subjects of a page where nothing is moved: those ``kept``, and a sentence in the place of the others."""
    return {name: subject if name in kept else _nothing for name, subject in subjects.items()}


def _nothing() -> None:
    raise NothingToShowError(SAY("examples.nothing"))


def mark(name: str, is_moved: bool) -> tuple[str, str]:
    """The name of the scenario answered and a symbol; where nothing has been moved, that something is to be."""
    if not is_moved:
        return SAY("examples.nothing"), "play_circle"
    return (SAY("name.shown", name=name), "label") if name else ("", "")
