"""What the app's sentences must keep to: length, plain words, and no figure typed where one is worked out."""

import re

import pytest

from parley import words
from tests.test_architecture import name_of

MOST_WORDS = 25  # of a sentence; titles are counted as they are filled (``tests/reader.py``)
SENTENCE = re.compile(r"(?<=[.;:?!])\s|\n|(?<=\))\. ")
# Turns that read as translated, and what to write instead.
REFUSED = {
    r"\bstands? behind\b": "set, explain",
    r"\bcomes? to the same\b": "give identical results",
    r"\bof its own\b": "separate, its own",
    r"\bin answer\b": "in return",
    r"\bby itself\b": "individually",
    r"\bas good as\b": "almost",
    r"\bhand(?:s|ed)? on\b": "shift",
    r"\bwhatever becomes of\b": "under every assumption about",
    r"\bcannot but\b": "must",
    r"\bin vain\b": "without result",
    r"\bis told\b": "is shown, says",
    r"\bstood at\b": "was",
    r"\bin order to\b": "to",
    r"\butili[sz]e": "use",
    r"\bplease\b": "",
}
FILES = sorted(words.APP.parent.rglob(words.FILE))
METHODS = sorted(words.APP.parent.rglob("*.md"))


def texts() -> list[tuple[str, str]]:
    """Place and text of every template and every longer text."""
    templates = [(f"{name_of(file)}: {place}", text) for file in FILES for place, text in words.Words(file).texts()]
    return templates + [(name_of(path), path.read_text(encoding="utf-8")) for path in METHODS]


def test_no_sentence_of_a_template_is_longer_than_twenty_five_words() -> None:
    long = [
        f"{place}: {sentence}"
        for place, text in texts()
        if ".md" not in place
        for sentence in SENTENCE.split(text)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert long == []


@pytest.mark.parametrize("turn", REFUSED)
def test_no_text_has_a_turn_that_reads_as_translated(turn: str) -> None:
    found = [place for place, text in texts() if re.search(turn, text, re.IGNORECASE)]
    assert found == [], f"write: {REFUSED[turn]}"


def test_a_template_has_no_percentage_typed_where_it_is_worked_out() -> None:
    """The news that the Briefing checks, and the rates that name a programme, are quoted."""
    quoted = re.compile(r"\.says$")
    typed = [
        f"{place}: {text}"
        for place, text in texts()
        if ".md" not in place and not quoted.search(place) and re.search(r"\d\s?%|\$\s?\d", text)
    ]
    assert typed == []


# What a method says of a rule and not of a result: a bound of a printed sign, a limit, the span of a slider.
RULES = (r"\(\*over 69%\* needs at least 69\)", r"\(\*>50%\*\)", r"by 1% or more", r"from 0 to 200%")


def test_a_method_has_no_percentage_and_no_sum_of_money_but_those_of_its_rules() -> None:
    found = {}
    for path in METHODS:
        text = re.sub("|".join(RULES), "", " ".join(path.read_text(encoding="utf-8").split()))
        if typed := re.findall(r"\d\s?%|\$\s?\d", text):
            found[name_of(path)] = typed
    assert found == {}
