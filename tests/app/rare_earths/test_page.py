"""The subjects of the Rare earths page on several dates: charts with words and source, or a sentence that says why."""

from collections.abc import Iterator
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.rare_earths import header
from parley.measures import supply
from tests.apps import at_address, charts, findings, notes

LATEST, TALKS, BEFORE = "", "2025-06-09", "2017-01-01"
SUBJECTS = ["Stages", "Exports", "Controls", "Elements", "Reserves", "Prices", "Feed imports"]
# what had been published on the day of the talks; of exports only what had arrived in Europe
KNOWN_THEN, IN_PART_THEN = set(SUBJECTS), {"Exports"}


@pytest.fixture(scope="module", autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(as_of: str = LATEST, **query: str) -> AppTest:
    return at_address("rare_earths", {"as_of": as_of, **query})


def headings(app: AppTest) -> list[str]:
    return [h.replace("\u00a0", " ") for h in findings(app)]


def sentences(app: AppTest, kind: str) -> list[str]:
    return [element.value for element in app.get(kind)]


@pytest.mark.parametrize("as_of", [LATEST, TALKS, BEFORE])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_shows_charts_with_a_source_or_says_why_not(subject: str, as_of: str) -> None:
    app = opened(as_of, rare_section=subject)
    assert [e.message for e in app.exception] == []
    assert sentences(app, "warning") == []
    drawn = charts(app)
    for chart in drawn:
        assert chart.figure
    assert len([c for c in notes(app) if c.startswith("Source")]) == len(drawn)
    known = {LATEST: set(SUBJECTS), TALKS: KNOWN_THEN}.get(as_of, {"Feed imports"})
    assert bool(drawn) == (subject in known)
    in_part = IN_PART_THEN if as_of == TALKS else set()
    assert bool(sentences(app, "info")) == (subject not in known or subject in in_part)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"rare_goods": "All forms"}, "rare earths in all forms"),
        ({"rare_controls": "Other minerals and goods"}, "other minerals and goods"),
    ],
)
def test_an_older_address_opens_the_subject_it_means(query: dict[str, str], words: str) -> None:
    assert any(words in heading for heading in headings(opened(**query)))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"rare_section": "Reserves", "rare_edition": "MCS2025"}, "at most 48.9 %"),
        ({"rare_section": "Elements", "rare_element": "Cerium (Ce)"}, "Cerium is richest in"),
        (
            {"rare_section": "Elements"},
            "whether China's control of April 2025 is still in force is not confirmed after 30 Jun 2026",
        ),
        (
            {"rare_section": "Elements", "rare_element": "Holmium (Ho)"},
            "whether China's control of October 2025 is still suspended is not confirmed after 10 Nov 2026",
        ),
        (
            {"rare_section": "Prices", "rare_product": "Yttrium oxide"},
            "Yttrium oxide: US$ 12 a kilogram",
        ),
        ({"rare_section": "Exports", "rare_period": "Jun 2025"}, "Germany received 24 %"),
        (
            {"rare_destinations_of": "Value in 2024"},
            "Germany bought 17 % of the metal magnets China sold abroad in 2024",
        ),
        ({"rare_destinations_of": "Arrivals in Europe"}, "the UK took in 104 t in June 2026"),
        (
            {"rare_destinations_of": "Arrivals in Europe", "as_of": TALKS},
            "before China's licences the EU took in 1,532 t of its magnets a month; the UK took in 83 t in March 2025",
        ),
        ({"rare_section": "Feed imports", "rare_feed": "Value"}, "by value"),
        ({"rare_section": "Nonsense"}, "Concentration rises"),
        ({"rare_section": "Reserves", "rare_edition": "MCS1900"}, "at most 58.7 %"),
        ({"rare_section": "Elements", "rare_element": "Xx"}, "Dysprosium is richest in"),
    ],
)
def test_a_choice_in_the_address_is_taken_and_an_unknown_one_falls_back(query: dict[str, str], words: str) -> None:
    assert any(words.lower() in heading.lower() for heading in headings(opened(**query)))


@pytest.mark.parametrize("day", [date(2026, 11, 24), date.fromisoformat(TALKS)])
def test_the_answer_names_the_year_of_its_shares(day: date) -> None:
    """Of the mined and refined magnet rare earths of 2024 China's are 61 and 91 percent (IEA, May 2025)."""
    told = header.answer(supply.stage_bars(read_table("stage_shares", day))).replace("\u00a0", " ")
    assert told.startswith("In 2024 China mined 61 % of the magnet rare earths")
    assert "refined 91 %" in told
