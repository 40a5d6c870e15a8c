"""What a reader of the pages would not print is seen, and stands on no subject at the dates other suites leave out.

``tests/app/test_pages.py`` reads what it opens: every page at six dates, every subject at three, every choice at the
latest.
"""

from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parley.app.navigation import FILES
from tests import apps, reader

FURTHER = ("2018-10-01", "2025-04-15", "2025-11-15")
CHART = {"data": [{"x": [12.5, 164e9]}], "layout": {}}


def page(monkeypatch: pytest.MonkeyPatch, title: str, note: str = "", finding: str = "A finding") -> Any:
    """A page of one title, one note and one card."""
    card = {"name": "a", "figure": CHART, "alt": "Bars: 7", "measure": "percent", "finding": finding, "rows": 3}
    parts = {
        "title": title,
        "findings": [finding],
        "said": [("notes", note)],
        "metrics": [],
        "messages": [],
        "charts": [],
        "documents": [card],
    }
    for name, told in parts.items():
        monkeypatch.setattr(apps, name, lambda app, *_, told=told: told)
    return SimpleNamespace()


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        ("The duty was {rate}", "a field that is not filled"),
        ("It rose by nan %", "a field that is not filled"),
        ("1 orders stand behind it", "one of several"),
        ("Goods from CHN", "a code for a country"),
        ("It fell by by 3%", "a word twice"),
        ("Others replace 879% of it", "a share above 100%"),
        ("They buy 120% less", "a share above 100%"),
        ("Imports were 5 bn, the highest since 2013", "the highest since a time that was not higher"),
        ("The price fell by 101%", "a share above 100%"),
        ("It raised growth in 2", "a small count in digits"),
        ("Growth fell in 9 of ten areas", "a small count in digits"),
        ("8 new, two ended", "a small count in digits"),
        ("China and the 7 partners shown", "a small count in digits"),
    ],
)
def test_a_fault_is_seen(monkeypatch: pytest.MonkeyPatch, note: str, fault: str) -> None:
    assert reader.faults(page(monkeypatch, "A title", note)) == [f"{fault}: {note}"]


@pytest.mark.parametrize(
    "note",
    [
        "Lists 1 to 3, List 1 goods, Phase 1 was agreed",
        "The average fell from 117–124% to 42%",
        "On 1 Jan 2025 the US duty was 145%",
        "None of the 64 events mentions it",
        "OECD, USTR and USA",
        "100% of it",
        "Codes of 2 digits, 5 years, 10.5 of them, Lists 1 to 3 goods",
    ],
)
def test_what_is_no_fault_stays(monkeypatch: pytest.MonkeyPatch, note: str) -> None:
    assert reader.faults(page(monkeypatch, "A title", note)) == []


def test_what_is_said_in_place_of_two_blocks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = page(monkeypatch, "A title")
    monkeypatch.setattr(apps, "messages", lambda app: ["No rows", "No duty", "No rows"])
    assert reader.faults(seen) == ["said 2 times: No rows"]


def test_a_title_has_at_most_twenty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    long = " ".join(["word", *(f"word{letter}" for letter in "abcdefghijklmnopqrst")])
    assert reader.faults(page(monkeypatch, long)) == [f"over 20 words: {long}"]
    assert reader.faults(page(monkeypatch, long.removeprefix("word "))) == []


def test_a_figure_and_its_unit_are_one_word_and_a_sign_is_none() -> None:
    assert reader.count("$87.3bn is 92% of it \u2013 in all") == 7


@pytest.mark.parametrize(
    ("finding", "missing"),
    [
        ("The US charges 12.5% on 9 Jun 2025", []),
        ("The deficit is $164bn, after 3 and 7 points", []),
        ("Section 301 and HS 8507.60, Lists 1 to 3, EO117", []),
        ("The US charges 12.6%", ["12.6"]),
        ("The US charges 13%", ["13"]),
    ],
)
def test_a_figure_of_a_title_is_on_the_card(monkeypatch: pytest.MonkeyPatch, finding: str, missing: list[str]) -> None:
    found = reader.faults(page(monkeypatch, "A title", finding=finding))
    assert found == [f"a: {figure} is not shown: {finding}" for figure in missing]


def test_every_subject_can_be_printed_at_one_of_the_further_dates() -> None:
    dates, found = cycle(FURTHER), {}
    for name in (Path(file).stem for file in FILES):
        choices = apps.choices(apps.at_address(name, {}))
        subjects = [
            (key, o)
            for key, c in choices.items()
            if key.endswith("_section")
            for o in c["options"]
            if o not in c["chosen"]
        ]
        for query in [{}, *({key: subject} for key, subject in subjects)]:
            day = next(dates)
            if faults := reader.faults(apps.at_address(name, {**query, "as_of": day})):
                found[f"{name} {query} {day}"] = faults
    assert found == {}
