"""Which question of ``pages.QUESTIONS`` a sentence asks: by the words they share, of which rare ones weigh more."""

import functools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from parley.search.pages import QUESTIONS, Question
from parley.search.words import words


@functools.cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))


def word_list(name: str) -> frozenset[str]:
    """One of the lists of words that a question is made of, by its name in ``questions.toml``."""
    return frozenset(_read()["words"][name])


FILLERS, ANY_THING = word_list("fillers"), word_list("any_thing")


class LikeQuestion(NamedTuple):
    """A question and how far a sentence asks it: 1 where it says just this, 0 where they share nothing."""

    likeness: float
    question: Question


class _Phrasing(NamedTuple):
    question: Question
    weights: Mapping[str, float]
    length: float


def meanings(spoken: Sequence[str]) -> list[str]:
    """The words of a question that tell what it asks, each as the first of those that mean the same."""
    same, longest = _same()
    stems, meant, start = [_stem(word) for word in spoken], list[str](), 0
    while start < len(spoken):
        lengths = range(min(longest, len(spoken) - start), 0, -1)
        phrases = {length: " ".join(stems[start : start + length]) for length in lengths}
        length = next((length for length, phrase in phrases.items() if phrase in same), 0)
        if length:
            meant.append(same[phrases[length]])
        elif spoken[start] not in FILLERS:
            meant.append(stems[start])
        start += length or 1
    return meant


def nearest(spoken: Sequence[str], most: int) -> list[LikeQuestion]:
    """The questions a sentence is most like, by the cosine of the weights of what both say; none that shares nothing.

    A meaning weighs the logarithm of how rare it is among the phrasings (inverse document frequency: Spärck Jones
    1972); of several phrasings of a question the nearest counts.
    """
    phrasings, rarity = _phrasings()
    unknown = max(rarity.values())
    sought = {word: rarity.get(word, unknown) for word in meanings(spoken)}
    length = math.hypot(*sought.values())
    best: dict[str, LikeQuestion] = {}
    for phrasing in phrasings:
        shared = sum(weight * sought[word] for word, weight in phrasing.weights.items() if word in sought)
        if shared:
            candidate = LikeQuestion(shared / (length * phrasing.length), phrasing.question)
            link = phrasing.question.link
            best[link] = max(best.get(link, candidate), candidate, key=lambda one: one.likeness)
    return sorted(best.values(), key=lambda one: -one.likeness)[:most]


def is_of_any_thing(word: str) -> bool:
    """Whether a word is said of any thing one asks about, and tells none apart: *tariff*, *buys*, *highest*."""
    return word in FILLERS or _same()[0].get(_stem(word), word) in ANY_THING


@functools.cache
def _same() -> tuple[dict[str, str], int]:
    """The meaning of each word or phrase that has another's, and the most words of a phrase."""
    rows = _read()["same"]
    same = {
        " ".join(map(_stem, phrase.split())): meaning
        for meaning, phrases in rows.items()
        for phrase in (meaning, *phrases)
    }
    return same, max(len(phrase.split()) for phrase in same)


@functools.cache
def _phrasings() -> tuple[list[_Phrasing], dict[str, float]]:
    """Every way to ask every question, and how much each meaning weighs."""
    phrasings = _read()["asked"]
    said = [(q, meanings(words(text))) for q in QUESTIONS for text in _texts(q, phrasings.get(q.link, ()))]
    counts = Counter(word for _, meant in said for word in set(meant))
    rarity = {word: math.log(1 + len(said) / count) for word, count in counts.items()}
    weighed = [(question, {word: rarity[word] for word in meant}) for question, meant in said if meant]
    return [_Phrasing(q, weights, math.hypot(*weights.values())) for q, weights in weighed], rarity


def _texts(question: Question, others: Iterable[str]) -> Iterable[str]:
    return question.question, question.link, *others


def _stem(word: str) -> str:
    """A word without the ending of its plural, its past or its course."""
    return re.sub(r"(?<=...)(?:ing|ed|es|s|e)$", "", word)
