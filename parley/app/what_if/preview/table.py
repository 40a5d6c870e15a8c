"""Documents that are alike, as the first of them whole and, of each, what it has otherwise."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

Place = tuple[str | int, ...]  # names and numbers that lead into a document


class PathTable:
    """What a page says along a slider, by position; None where there is no answer.

    ``sign``: what it was made for; ``made``: its own name among all. ``template``: the first document, of dicts, lists
    and values as JSON has them. ``places``: where any document has differed from it; ``leaves``: by position, pairs of
    the number of a place and what stands there. A list of another length or a dict of other names differs as a whole.
    """

    def __init__(self, sign: str):
        self.sign = sign
        self.made = uuid4().hex
        self.template: Any = None
        self.places: list[Place] = []
        self.leaves: dict[int, list[tuple[int, Any]] | None] = {}
        self._numbers: dict[Place, int] = {}

    def put(self, position: int, document: Any) -> None:
        """Add the document of a position, None where there is no answer."""
        if document is None:
            self.leaves[position] = None
            return
        if self.template is None:
            self.template = document
        differing = _differing(self.template, document, ())
        self.leaves[position] = [(self._number(place), value) for place, value in differing]

    def _number(self, place: Place) -> int:
        if place not in self._numbers:
            self._numbers[place] = len(self.places)
            self.places.append(place)
        return self._numbers[place]


def _differing(one: Any, other: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Where ``other`` differs from ``one``, and what it has there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _differing(one[name], other[name], (*place, name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (before, after) in enumerate(zip(one, other, strict=True)):
            yield from _differing(before, after, (*place, number))
    elif type(one) is not type(other) or one != other:
        yield place, other
