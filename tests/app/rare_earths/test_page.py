"""What the Rare earths page finds, on several dates and for what an address asks."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley.app.rare_earths import controls, elements
from parley.app.rare_earths.what_if_controls import IF_STOPPED, SUBJECT, VIEW
from parley.tables.read import compiled_on
from parley.terms import NBSP
from tests import reader
from tests.apps import at_address, choices, findings, first_run, hints, notes, press, refused, title
from tests.wording import Told, among

LATEST, TALKS = "", "2025-06-09"


@pytest.fixture(scope="module", autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(as_of: str = LATEST, **query: str) -> AppTest:
    return at_address("rare_earths", {"as_of": as_of, **query})


def shown(app: AppTest, template: str) -> Told:
    """Case and fields of the one finding that is of a template."""
    (found,) = among("rare_earths", template, findings(app))
    return found


@pytest.mark.parametrize(
    ("query", "template"),
    [
        ({"rare_goods": "All forms"}, "exports.finding"),
        ({"rare_controls": "Other minerals and goods"}, "controls.several"),
        ({"rare_destinations_of": "Value in 2024"}, "destinations.finding"),
        ({"rare_destinations_of": "Tonnes as reported"}, "destinations.finding"),
        ({"rare_section": "Exports"}, "exports.finding"),
        ({"rare_section": "Reserves", "rare_edition": "MCS2025"}, "reserves.finding"),
        ({"rare_section": "Feed imports"}, "feed.finding"),
        ({"rare_section": "US trade"}, "trade.headings"),
        ({"rare_section": "Other minerals"}, "minerals.finding"),
        ({"rare_section": "US reliance", "rare_reliance_show": "Rare earths by edition"}, "reliance.finding"),
        ({"rare_stages_view": "Concentration"}, "stages.finding"),
        ({"rare_section": "What if licences stop"}, "what_if.bounds.months"),
        ({"rare_section": "What if licences stop", "rare_what_if_bounds_view": "By place"}, "what_if.bounds"),
        ({"rare_refine": "50"}, "what_if.bounds.months"),
    ],
)
def test_an_older_address_opens_what_its_subject_became(query: dict[str, str], template: str) -> None:
    app = opened(**query)
    assert among("rare_earths", template, findings(app))
    assert refused(app) == []


def test_the_dependence_facts_stand_in_the_list_of_tables() -> None:
    """The browser goes on to them; this page ends."""
    app = first_run("rare_earths", {"rare_section": "Dependence facts"})
    told_browser = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    (sent,) = [data for data in told_browser if "choices" in data]
    assert sent["page"] == "sources"
    assert choices(at_address("sources", sent["choices"]))["sources_table"]["chosen"] == ["dependence_facts"]


def test_a_press_leads_from_the_exports_to_the_model_and_back() -> None:
    app = opened(rare_section=SUBJECT)
    assert title(app) == findings(app)[0]
    press(app, VIEW, IF_STOPPED)
    assert among("rare_earths", "what_if.finding", [title(app)])
    press(app, VIEW, "Arrivals in Europe")
    assert title(app) == findings(app)[0]
    assert shown(app, "arrivals.finding")[0] == "eu_after"


ELEMENTS, ARRIVALS = {"rare_section": "Elements"}, {"rare_destinations_of": "Arrivals in Europe"}
RELIANCE, DEMAND = ({"rare_section": subject} for subject in ("US reliance", "Demand"))
TRADE = RELIANCE | {"rare_reliance_show": "US trade"}


@pytest.mark.parametrize(
    ("query", "template", "fields"),
    [
        ({"rare_stages_show": "Reserves", "as_of": TALKS}, "reserves.finding", {"share": "48.9%"}),
        ({"rare_stages_show": "Reserves"}, "reserves.finding", {"share": "58.7%"}),
        ({"rare_stages_show": "Nonsense"}, "stages.finding", {"year": "2024"}),
        (ELEMENTS | {"rare_element": "Cerium (Ce)"}, "elements.richest", {"element": "cerium"}),
        (ELEMENTS | {"rare_element": "Xx"}, "elements.finding", {"most_place": "Longnan"}),
        (
            {"rare_section": "Prices", "rare_product": "Yttrium oxide"},
            "prices.product",
            {"name": "Yttrium oxide", "top": "12"},
        ),
        ({"rare_section": "Prices", "rare_prices_show": "Single quotes"}, "prices.quote", {"name": "Dysprosium"}),
        (
            {"rare_destinations_of": "By destination"},
            "destinations.finding",
            {"first": "Germany", "share": "17%", "period": "2024"},
        ),
        (ARRIVALS, "arrivals.finding", {"eu": "2,009 t", "before": "1,532 t"}),
        (ARRIVALS | {"as_of": TALKS}, "arrivals.finding", {"eu": "1,532 t"}),
        ({"rare_section": "Nonsense"}, "stages.finding", {"year": "2024"}),
        (RELIANCE, "reliance.finding", {"whole": "six", "count": "14"}),
        (RELIANCE | {"as_of": TALKS}, "reliance.finding", {"share": "80%", "year": "2024"}),
        (
            RELIANCE | {"rare_reliance_show": "Sources", "as_of": TALKS},
            "reliance.sources",
            {"share": "70%", "years": "2020–2023"},
        ),
        (
            RELIANCE | {"rare_reliance_show": "Sources", "rare_sources_good": "Gallium, metal"},
            "reliance.sources",
            {"share": "18%"},
        ),
        (TRADE, "trade.headings", {"over": "five", "count": "25"}),
        (TRADE | {"rare_years_good": "Rare earths and magnets"}, "trade.years", {"share": "60%", "year": "2025"}),
        (DEMAND | {"rare_scenario": "Net zero by 2050"}, "demand.finding", {"before": "91", "after": "200"}),
        (DEMAND | {"rare_scenario": "Nonsense"}, "demand.finding", {"before": "91", "after": "178"}),
    ],
)
def test_a_choice_in_the_address_is_taken_and_an_unknown_one_falls_back(
    query: dict[str, str], template: str, fields: dict[str, str]
) -> None:
    _, found = shown(opened(**query), template)
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("query", "fields"),
    [(ARRIVALS, {"uk": "104 t", "month": "June 2026"}), (ARRIVALS | {"as_of": TALKS}, {"uk": "83 t"})],
)
def test_what_arrived_in_the_uk_is_told_under_the_title(query: dict[str, str], fields: dict[str, str]) -> None:
    ((_, found),) = among("rare_earths", "arrivals.measure", notes(opened(**query)))
    assert {name: found[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("element", "case", "fields"),
    [
        ("Dysprosium (Dy)", "was_in_force", {"act": "April 2025", "last": "30 Jun 2026"}),
        ("Holmium (Ho)", "was_suspended", {"act": "October 2025", "last": "10 Nov 2026"}),
    ],
)
def test_the_last_state_of_a_control_is_told_and_hedged(element: str, case: str, fields: dict[str, str]) -> None:
    said = " ".join(notes(opened(**ELEMENTS, rare_element=element))).replace(NBSP, " ")
    assert elements.SAY("elements.state", case, **fields) in said


def test_before_a_month_of_magnets_was_published_the_goods_without_it_are_named() -> None:
    """Exports in all forms of April 2025 were known on that day; magnets were not."""
    (hint,) = among("rare_earths", "exports.none", hints(opened(TALKS, rare_section=SUBJECT)))
    assert hint[1] == {"goods": "rare-earth magnets", "day": "9 Jun 2025"}
    all_forms = findings(opened(TALKS, rare_section=SUBJECT, rare_goods="All forms"))
    assert among("rare_earths", "exports.finding", all_forms)[0][1]["last"] == "4,785 t"


def test_no_title_of_controls_is_too_long_on_a_day_on_which_one_changed(
    some: Callable[[list[date]], list[date]],
) -> None:
    """In November 2025 that of other minerals had 23 words."""
    changes = some(sorted({day.date() for day in controls.spells(compiled_on())["valid_from"]}))
    titles = [
        controls._of(group, day).caption.finding
        for day in changes
        for group in controls.GROUPS
        if len(controls.controls_on(group == "earths", day))
    ]
    assert len(titles) >= len(changes) > 0
    assert [title for title in titles if reader.count(title) > reader.MOST_WORDS] == []
