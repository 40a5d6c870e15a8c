"""Documents that are alike, as the first of them whole and, of each, what it has otherwise."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

Place = tuple[str | int, ...]  # names and numbers that lead into a document
Leaves = list[tuple[int, Any]]


class PathTable:
    """What the documents along a slider have in common, and where they differ; the documents themselves are not held.

    ``sign``: what it was made for; ``made``: its own name among all. ``template``: the first document, of dicts, lists
    and values as JSON has them. ``places``: where any document has differed from it.
    """

    def __init__(self, sign: str):
        self.sign = sign
        self.made = uuid4().hex
        self.template: Any = None
        self.places: list[Place] = []
        self._numbers: dict[Place, int] = {}

    def leaves(self, document: Any) -> Leaves:
        """Where a document differs from the template, which the first one becomes: the number of each place and what
        stands there. A list of another length or a dict of other names differs as a whole.
        """
        if self.template is None:
            self.template = document
        return [(self._number(place), value) for place, value in _differing(self.template, document, ())]

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
