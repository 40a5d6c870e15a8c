"""How many words stand around a chart: every card of every page and subject, on a day of the dispute and the latest."""

from collections.abc import Iterator
from statistics import median

import pytest

from parley.app.navigation import FILES
from tests import apps
from tests.reader import count

TITLE, MEASURE, NOTE, SOURCE = 14, 14, 20, 8  # words
CARD, HALF_OF_CARDS = 80, 50  # most of any card, and of the card in the middle
DAYS = ("2025-06-09", "")
PAGES = [file.removesuffix(".py").rpartition("/")[2] for file in FILES]


def states(page: str, day: str) -> Iterator[dict[str, str]]:
    """The page as it opens, with something moved where nothing is drawn before, and each of its further subjects."""
    first = {**apps.MOVED.get(page, {}), "as_of": day}
    yield first
    for key, choice in apps.choices(apps.at_address(page, first)).items():
        if key.endswith("_section"):
            yield from ({**first, key: subject} for subject in choice["options"] if subject not in choice["chosen"])


def over(page: str) -> dict[str, list[str]]:
    """Words over the budget by state: of a part of a card, of a card, of the page's card in the middle."""
    found: dict[str, list[str]] = {}
    every = []
    for state in (state for day in DAYS for state in states(page, day)):
        for card in apps.documents(apps.at_address(page, state), "whole"):
            parts = {
                "title": (card["finding"], TITLE),
                "measure": (card["measure"], MEASURE),
                "note": (card["remark"], NOTE),
                "source": ("".join(words for words, _ in card["brief"]), SOURCE),
            }
            words = {name: count(text) for name, (text, _) in parts.items()}
            every.append(sum(words.values()))
            too_many = [f"{n}, {words[n]}: {text}" for n, (text, most) in parts.items() if words[n] > most]
            if every[-1] > CARD:
                too_many.append(f"{card['name']} has {every[-1]} words")
            if too_many:
                found[str(state)] = [*found.get(str(state), []), *too_many]
    if every and median(every) > HALF_OF_CARDS:
        found["all"] = [f"the card in the middle has {median(every)} words"]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_words_around_a_chart_are_few(page: str) -> None:
    assert over(page) == {}
