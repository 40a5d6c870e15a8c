"""What no text of a page says: what we lack, how sure we are, a label before a title, a second name for a thing."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from parley import words
from parley.tables import glossary

# What is said once, by the chip of the page or by the verb, and what to write instead.
REFUSED = {
    r"\bour (?:tables|sources)\b": "say what there is; what is known until when is the chip's",
    r"\b(?:not|last|un)[ -]?confirmed\b": "the chip of the page; the verb: appear still in force",
    r"\bknown to have ended\b": "appear still in force",
    r"\bsources? confirms?\b": "the chip of the page",
    r"\b(?:than )?a year before\b|\byear on year\b": "from a year earlier",
    r"\bafter \{(?:rate|before|share|value|size|peak)\w*\}": "up from, down from",
    r"\bon \{(?:year|base)\}": "from a year earlier",
    r"(?<=[\d}])[ \u00a0]%": "no space before %",
    r"\bUS\$": "$ before the figure; US dollars once, in the measure",
}
# A title has a subject and a verb: it does not open with a label, a day, or the rows it is of.
LABEL = re.compile(r"[^{}.:]{1,40}: |\{\w+\}: |(?:Of|On|As known|Before|Where|Last|Overstated)\b")
TITLE = re.compile(r"(?:^|\.)(?:title|finding)(?:\.|$)")


def folder_of(file: Path) -> str:
    """The page a text is of, or ``results``: its folder under ``parley/app`` or ``parley``."""
    base = words.APP if file.is_relative_to(words.APP) else words.APP.parent
    return file.relative_to(base).parts[0]


def texts() -> list[tuple[str, str, str]]:
    """Folder, place and text of every template and every longer text."""
    templates = sorted(words.APP.parent.rglob(words.FILE))
    read = [(folder_of(f), place, text) for f in templates for place, text in words.Words(f).texts()]
    return read + [(folder_of(f), f.name, f.read_text(encoding="utf-8")) for f in words.APP.rglob("*.md")]


def faults() -> dict[str, list[str]]:
    """By folder, what its texts must not say, each with what to write instead."""
    refused = REFUSED | {
        rf"(?<!advanced )(?<!emerging )(?<!united )\b{name}\b": each.name
        for each in glossary.names()
        for name in each.replaces
    }
    found = defaultdict(list)
    for folder, place, text in texts():
        spaced = " ".join(text.split())
        for pattern, instead in refused.items():
            if said := re.search(pattern, spaced, re.IGNORECASE):
                found[folder].append(f"{place}: “{said[0]}”, write: {instead}")
        if TITLE.search(place) and LABEL.match(text):
            found[folder].append(f"{place} opens with a label: {text}")
    return found


FAULTS = faults()


@pytest.mark.parametrize("folder", sorted({folder for folder, *_ in texts()}))
def test_a_page_says_nothing_the_house_does_not_say(folder: str) -> None:
    assert FAULTS.get(folder, []) == []


@pytest.mark.parametrize(
    "title",
    ["Overstated: buyers gain", "Of {count} exports, {best} rose", "On {day} the US charged {rate}", "{a}: {b}"],
)
def test_a_label_is_seen(title: str) -> None:
    assert LABEL.match(title)


@pytest.mark.parametrize("title", ["{leader} supplied {value}", "No month", "The US charged {rate} on {day}: {range}"])
def test_a_sentence_is_none(title: str) -> None:
    assert not LABEL.match(title)
