"""The subjects of the Tariffs page in 2018, with the controls each offers and with what visitors may type."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley.app.tariffs import two_days
from parley.app.tariffs.header import SAY
from tests import reader
from tests.app.test_pages import LOGGED, sentences
from tests.apps import at_address, charts, choices, findings, hints, metrics, notes
from tests.wording import among

SUBJECTS = [
    "Both sides",
    "Averages",
    "Three measures",
    "Programmes",
    "By partner",
    "China's list",
    "2018 to 2020",
    "UK steel",
    "Customs revenue",
    "Acts and rulings",
    "Collected",
    "Two dates",
]


def run(subject: str, as_of: str = "", **address: str) -> AppTest:
    return at_address("tariffs", {"tariff_section": subject, **address, "as_of": as_of})


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_drawn_or_says_why_not_when_only_metals_and_list_1_were_taxed(subject: str) -> None:
    app = run(subject, "2018-07-01")
    assert [e.message for e in app.exception] == []
    assert [s for s in sentences(app) if LOGGED in s] == []
    assert hints(app) or [c for c in notes(app) if c.startswith("Source")]  # no figure without one, no silence either


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        ("Programmes", {"tariff_programmes_of": "China on US"}),
        ("China's list", {"tariff_list_section": "XVI Machinery, electronics"}),
        ("China's list", {"tariff_list_section": "nonsense", "tariff_list_search": "soya"}),
        ("China's list", {"tariff_list_search": "(((.*"}),
        ("2018 to 2020", {"tariff_war_side": "China on US", "tariff_war_search": "8541"}),
        ("2018 to 2020", {"tariff_war_on": "31 Feb 2019", "tariff_war_search": "8"}),
        ("Customs revenue", {"tariff_revenue_since": "Since 1982"}),
        ("By partner", {"tariff_partners_by": "Waugh, totals"}),
        ("Two dates", {"tariff_before": "9 Apr 2025", "tariff_two_by": "By sector"}),
        ("Two dates", {"tariff_before": "31 Feb 2025"}),
        ("Collected", {"tariff_collected_by": "Origins", "tariff_collected_section": "XI, Textiles, clothing"}),
        ("Collected", {"tariff_collected_origin": "European Union"}),
        ("Collected", {"tariff_collected_origin": "All origins", "tariff_collected_section": "nonsense"}),
    ],
)
def test_a_choice_in_the_address_is_shown_or_falls_back(subject: str, address: dict[str, str]) -> None:
    app = run(subject, **address)
    assert [e.message for e in app.exception] == []
    assert [s for s in sentences(app) if LOGGED in s] == []
    assert charts(app)


@pytest.mark.parametrize(
    ("as_of", "level", "alt", "facts"),
    [
        (
            "",
            {"rates": "11.2 %", "phrase": "by the law of 9 November 2026", "provider": "Yale, State of Tariffs"},
            "London talks, 9 Jun 2025: 13.2–15.3;",
            ["11.2 %", "11.4 %", "10.4 %", "8.5 %"],
        ),
        (
            "2025-06-09",
            {"rates": "13.2–15.3 %", "phrase": "at the London talks", "count": "three"},
            "9 Jun 2025: 13.2–15.3.",
            [],
        ),
    ],
)
def test_the_average_on_all_imports_stands_under_averages(
    as_of: str, level: dict[str, str], alt: str, facts: list[str]
) -> None:
    app = run("Averages", as_of, tariff_direction="US on all imports")
    (found,) = [f for f in findings(app) if "all imports" in f]
    case = "level" if "provider" in level else "level_of"
    assert found.replace("\u00a0", " ") == SAY("averages.title", case, what="US tariff on all imports", **level)
    assert alt in charts(app)[0].alt.replace("\u00a0", " ")
    concepts = [m.value.replace("\u00a0", " ") for m in metrics(app) if m.label.startswith(("By law", "After"))]
    assert concepts == facts
    assert any(SAY("averages.note") in note for note in notes(app) if note.startswith("Source")) == bool(as_of)


def test_the_average_on_all_imports_has_no_first_war() -> None:
    app = run("Averages", tariff_direction="US on all imports", tariff_period="2018 to 2020")
    assert hints(app)[0].startswith("US on all imports, 2018 to 2020: ")


def test_what_the_widest_gap_is_due_to_is_said_beside_it() -> None:
    app = run("Averages")
    due_to = SAY("averages.due_to", counted=105, ordered=125)
    assert any(due_to in note for note in notes(app))
    (gap,) = [m for m in metrics(run("Both sides")) if m.label == "Widest gap"]
    assert (gap.value.replace("\u00a0", " "), gap.note) == ("25.1 pp", SAY("header.half"))
    early = run("Averages", "2025-06-09")  # Waugh had published nothing yet
    assert not any(due_to in note for note in notes(early))


def test_an_unknown_subject_opens_the_first() -> None:
    app = run("<script>")
    assert [e.message for e in app.exception] == []
    assert charts(app)


def test_copper_is_told_to_go_on_with_the_other_metals_from_the_day_of_the_tiers_on() -> None:
    """Proclamation 11021 put copper, steel and aluminium under one set of tiers on 6 April 2026."""
    copper = SAY("programmes.copper", day="6\u00a0Apr\u00a02026")
    assert [n for n in notes(run("Programmes", "2026-04-06")) if copper in n]
    assert not [n for n in notes(run("Programmes", "2026-04-05")) if "copper" in n]


@pytest.mark.parametrize(("as_of", "told"), [("2019-09-05", False), ("2025-06-09", True)])
def test_the_wider_scale_of_2025_is_told_of_only_where_it_is_drawn(as_of: str, told: bool) -> None:
    assert (SAY("programmes.widens") in " ".join(notes(run("Programmes", as_of)))) == told


def test_the_choices_of_an_address_are_those_chosen_in_the_cards() -> None:
    address = {"tariff_war_side": "China on US", "tariff_war_search": "8541"}
    app = run("2018 to 2020", **address)
    assert {name: choices(app)[name]["chosen"] for name in address} == {
        name: [value] for name, value in address.items()
    }
    assert len(app.dataframe) == 1  # what the search finds stands as a table


def test_a_search_without_words_shows_nothing_but_its_field() -> None:
    app = run("China's list")
    assert choices(app)["tariff_list_search"]["chosen"] == [""]
    assert len(app.dataframe) == 0


def test_two_dates_and_by_product_name_a_sector_alike() -> None:
    """The statistics say ``Metals nec``: not elsewhere classified."""
    day = date(2026, 11, 27)
    named = set(two_days.by_sector(pd.Timestamp("2025-01-01"), day).rows["name"])
    assert {"Other metals", "Other machinery and equipment"} <= named
    assert not [name for name in named if name.endswith(" nec")]


def test_a_day_is_not_compared_with_itself() -> None:
    """Averages by sector end on 8 June 2026: a title said that duties were the same on 8 Jun 2026 and 8 Jun 2026."""
    newest = choices(run("Two dates", tariff_two_by="By sector"))["tariff_before"]["options"][0]
    app = run("Two dates", tariff_before=newest, tariff_two_by="By sector")
    assert among("tariffs", "two.no_later", notes(app))
    assert [told for _, told in among("tariffs", "two.sector", findings(app))] == []
    assert among("tariffs", "two.layers", findings(app))


@pytest.mark.parametrize("section", ["XIII Stone, ceramics, glass", "XIX Arms"])
def test_a_section_of_chinas_list_is_told_in_a_title_that_is_not_too_long(section: str) -> None:
    app = run("China's list", tariff_list_section=section)
    assert reader.faults(app) == []
    ((_, told),) = among("tariffs", "list.title", findings(app))
    assert told["what"].startswith("US ")
