"""Answers short enough for an agent: lists are cut, what was cut is counted, and an address has the rest."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from parley import words
from parley.app.api.rows import as_json

SAY = words.beside(__file__)
# Some models split numbers into digits and take a token for 2.56 other bytes and more.
MOST_TOKENS, BYTES_A_TOKEN, FIGURES = 6_000, 2.5, b"0123456789"
STEP = 20  # a cut takes so small a part of a list at once
DIGITS = 10  # more are the noise of adding
WHOLE = {"not_known", "not_counted", "notes", "remarks"}  # what limits an answer
OF_SOURCE = ("source_id", "title", "address", "licence")
Document = dict[str, Any]


class Part(NamedTuple):
    """A list inside an answer: its place, and what holds it under which key."""

    place: str
    holder: Document
    key: str

    @property
    def items(self) -> list[Any]:
        """What the list has now."""
        items: list[Any] = self.holder[self.key]
        return items


def bounded(answer: Document, address: str) -> Document:
    """The answer in at most 6,000 tokens with its address; ``cut`` says of each cut list how many items are left.

    The list that takes most room loses rows at its end until all fits; sources are last, and what is not known stays
    whole. Raises ValueError where nothing is left to cut.
    """
    whole: Document = {
        **_rounded(answer),
        "sources": [{field: source[field] for field in OF_SOURCE} for source in answer["sources"]],
        "address": address,
    }
    whole.setdefault("no_ruling", SAY("no_ruling"))
    cut: dict[str, dict[str, int]] = {}
    while tokens(whole) > MOST_TOKENS:
        parts = [part for part in _lists(whole, "") if part.items]
        part = max(parts, key=lambda each: (each.place != "sources", tokens(each.items)), default=None)
        if part is None:
            raise ValueError(f"an answer of some {tokens(whole):,.0f} tokens has no list to cut")
        count = cut.get(part.place, {}).get("of", len(part.items))
        part.holder[part.key] = part.items[: len(part.items) - max(1, len(part.items) // STEP)]
        cut[part.place] = {"shown": len(part.items), "of": count}
        whole["cut"] = {"why": SAY("rest"), "lists": cut}
    if "next_offset" in whole and "answer" in cut:
        whole["next_offset"] = whole["offset"] + len(whole["answer"])
    return whole


def size(answer: object) -> int:
    """Bytes of an answer as it is sent."""
    return len(as_json(answer))


def tokens(answer: object) -> float:
    """The most tokens an answer takes as it is sent: one for each digit, one for 2.5 other bytes."""
    text = as_json(answer)
    digits = sum(text.count(digit) for digit in FIGURES)
    return digits + (len(text) - digits) / BYTES_A_TOKEN


def _lists(within: Document, place: str) -> Iterator[Part]:
    """Every list that no other list holds."""
    for key, value in within.items():
        here = f"{place}.{key}" if place else key
        if isinstance(value, list) and key not in WHOLE:
            yield Part(here, within, key)
        elif isinstance(value, dict) and key != "cut":
            yield from _lists(value, here)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value
