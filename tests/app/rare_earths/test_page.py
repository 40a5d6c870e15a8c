"""What the Rare earths page finds, on several dates and for what an address asks."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.rare_earths import controls, header
from parley.measures import supply
from parley.tables import compiled_on
from tests import reader
from tests.apps import at_address, findings, hints, notes
from tests.wording import among, told

LATEST, TALKS = "", "2025-06-09"


@pytest.fixture(scope="module", autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(as_of: str = LATEST, **query: str) -> AppTest:
    return at_address("rare_earths", {"as_of": as_of, **query})


@pytest.mark.parametrize(
    ("query", "template"),
    [
        ({"rare_goods": "All forms"}, "exports.finding"),
        ({"rare_controls": "Other minerals and goods"}, "controls.several"),
    ],
)
def test_an_older_address_opens_the_subject_it_means(query: dict[str, str], template: str) -> None:
    assert among("rare_earths", template, findings(opened(**query)))


ELEMENTS, ARRIVALS = {"rare_section": "Elements"}, {"rare_destinations_of": "Arrivals in Europe"}


@pytest.mark.parametrize(
    ("query", "template", "fields"),
    [
        ({"rare_section": "Reserves", "rare_edition": "MCS2025"}, "reserves.finding", {"share": "48.9 %"}),
        ({"rare_section": "Reserves", "rare_edition": "MCS1900"}, "reserves.finding", {"share": "58.7 %"}),
        (ELEMENTS | {"rare_element": "Cerium (Ce)"}, "elements.richest", {"element": "cerium"}),
        (ELEMENTS | {"rare_element": "Xx"}, "elements.richest", {"element": "dysprosium"}),
        (
            {"rare_section": "Prices", "rare_product": "Yttrium oxide"},
            "prices.product",
            {"name": "Yttrium oxide", "top": "12"},
        ),
        (
            {"rare_section": "Exports", "rare_period": "Jun 2025"},
            "destinations.finding",
            {"first": "Germany", "share": "24 %"},
        ),
        (
            {"rare_destinations_of": "Value in 2024"},
            "destinations.finding",
            {"first": "Germany", "share": "17 %", "period": "2024"},
        ),
        (ARRIVALS, "arrivals.finding", {"eu": "2,009 t", "before": "1,532 t"}),
        (ARRIVALS | {"as_of": TALKS}, "arrivals.finding", {"eu": "1,532 t"}),
        ({"rare_section": "Nonsense"}, "stages.finding", {"year": "2024"}),
    ],
)
def test_a_choice_in_the_address_is_taken_and_an_unknown_one_falls_back(
    query: dict[str, str], template: str, fields: dict[str, str]
) -> None:
    ((_, found),) = among("rare_earths", template, findings(opened(**query)))
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("query", "fields"),
    [(ARRIVALS, {"uk": "104 t", "month": "June 2026"}), (ARRIVALS | {"as_of": TALKS}, {"uk": "83 t"})],
)
def test_what_arrived_in_the_uk_is_told_under_the_title(query: dict[str, str], fields: dict[str, str]) -> None:
    ((_, found),) = among("rare_earths", "arrivals.measure", notes(opened(**query)))
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("element", "fields"),
    [
        ("Dysprosium (Dy)", {"act": "April 2025", "state": "in force", "last": "30 Jun 2026"}),
        ("Holmium (Ho)", {"act": "October 2025", "state": "suspended", "last": "10 Nov 2026"}),
    ],
)
def test_the_last_state_of_a_control_is_told_with_the_day_it_is_confirmed_to(
    element: str, fields: dict[str, str]
) -> None:
    measures = among("rare_earths", "elements.measure", notes(opened(**ELEMENTS, rare_element=element)))
    ((_, measure),) = measures
    assert among("rare_earths", "elements.state", [measure["state"]]) == [("unconfirmed", fields)]


@pytest.mark.parametrize("day", [date(2026, 11, 24), date.fromisoformat(TALKS)])
def test_the_answer_names_the_year_of_its_shares(day: date) -> None:
    """Of the mined and refined magnet rare earths of 2024 China's are 61 and 91 percent (IEA, May 2025)."""
    first, *_ = header.answer(supply.stage_bars(read_table("stage_shares", day))).split("; ")
    case, fields = told("rare_earths", "header.title", first)
    assert (case, fields["year"]) == ("first", "2024")
    shares = re.split(", | and ", fields["shares"])
    assert told("rare_earths", "header.share", shares[0]) == ("mine", {"share": "61 %"})
    assert told("rare_earths", "header.share", shares[1]) == ("refine", {"share": "91 %"})


def test_before_a_month_of_magnets_was_published_the_goods_without_it_are_named() -> None:
    """Exports in all forms of April 2025 were known on that day; magnets were not."""
    (hint,) = among("rare_earths", "exports.none", hints(opened(TALKS, rare_section="Exports")))
    assert hint[1] == {"goods": "rare-earth magnets", "day": "9 Jun 2025"}
    all_forms = findings(opened(TALKS, rare_section="Exports", rare_goods="All forms"))
    assert among("rare_earths", "exports.finding", all_forms)[0][1]["last"] == "4,785 t"


def test_no_title_of_controls_is_too_long_on_a_day_on_which_one_changed() -> None:
    """In November 2025 that of other minerals had 23 words."""
    changes = sorted({day.date() for day in controls.spells(compiled_on())["valid_from"]})
    titles = [
        controls._caption(group, day).finding
        for day in changes
        for group in controls.GROUPS
        if len(controls.controls_on(group == "earths", day))
    ]
    assert len(titles) > len(changes)
    assert [title for title in titles if reader.count(title) > reader.MOST_WORDS] == []
