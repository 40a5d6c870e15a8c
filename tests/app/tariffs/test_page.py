"""The subjects of the Tariffs page in 2018, with the controls each offers and with what visitors may type."""

import json
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.tariffs import averages
from parley.app.tariffs.header import SAY
from parley.charts.theme import LIGHT
from tests.app.test_pages import LOGGED, sentences
from tests.apps import address, at_address, charts, findings, hints, metrics, notes, refused

SUBJECTS = ["Both sides", "Said, law, paid", "Partners", "Products", "Which law", "Programmes", "Acts", "Money"]
BY_PROVIDER = {"tariff_averages": "Average by provider"}


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
        ("Said, law, paid", BY_PROVIDER),
        ("Programmes", {"tariff_programmes_of": "China on US"}),
        ("Products", {"tariff_product_level": "Sectors"}),
        ("Money", {"tariff_revenue_since": "Since 1982"}),
        ("Money", {"tariff_revenue_since": "Since 2017"}),
        ("Money", {"tariff_collected_by": "Fiscal years"}),
        ("Money", {"tariff_collected_by": "Origins", "tariff_collected_section": "XI, Textiles, clothing"}),
        ("Money", {"tariff_collected_origin": "European Union"}),
        ("Money", {"tariff_collected_origin": "All origins", "tariff_collected_section": "nonsense"}),
        ("Partners", {"tariff_partners_by": "Waugh, totals"}),
        ("Partners", {"tariff_partners_by": "Map"}),
        ("Partners", {"tariff_before": "9 Apr 2025"}),
        ("Partners", {"tariff_before": "31 Feb 2025"}),
    ],
)
def test_a_choice_in_the_address_is_shown_or_falls_back(subject: str, address: dict[str, str]) -> None:
    app = run(subject, **address)
    assert [e.message for e in app.exception] == []
    assert [s for s in sentences(app) if LOGGED in s] == []
    assert charts(app)


FORMER = {
    "Averages": {"tariff_section": "Said, law, paid", **BY_PROVIDER},
    "Three measures": {"tariff_section": "Said, law, paid"},
    "By partner": {"tariff_section": "Partners"},
    "By product": {"tariff_section": "Products"},
    "Two dates": {"tariff_section": "Partners", "tariff_before": "1\u00a0Jan\u00a02025"},
    "Acts and rulings": {"tariff_section": "Acts"},
    "Collected": {"tariff_section": "Money", "tariff_collected_by": "Goods"},
    "Customs revenue": {"tariff_section": "Money"},
    "2018 to 2020": {"tariff_section": "Programmes"},
    "China's list": {"tariff_section": "Programmes", "tariff_programmes_of": "China on US"},
}


@pytest.mark.parametrize("former", FORMER)
def test_a_former_subject_opens_what_it_became(former: str) -> None:
    app = run(former)
    assert address(app) == {name: [value] for name, value in FORMER[former].items()}
    assert refused(app) == [] and (charts(app) or former.startswith("Acts"))


@pytest.mark.parametrize(
    ("page", "query", "to", "choices"),
    [
        ("tariffs", {"tariff_section": "UK steel"}, "look_up", {"tariff_section": "", "law": "Section 232: Steel"}),
        ("trade", {"trade_section": "Duty collected"}, "tariffs", {"trade_section": "", "tariff_section": "Money"}),
    ],
)
def test_a_subject_that_went_to_another_page_leads_there(
    page: str, query: dict[str, str], to: str, choices: dict[str, str]
) -> None:
    app = at_address(page, query)
    led = [json.loads(p.proto.json) for p in app.get("bidi_component") if p.proto.component_name == "parley_lead_on"]
    assert led == [{"page": to, "choices": choices}]
    assert [e.message for e in app.exception] == []


@pytest.mark.parametrize(
    ("as_of", "level", "alt"),
    [
        (
            "",
            {"rates": "11.2%", "phrase": "by the law of 9 November 2026", "provider": "Yale, State of Tariffs"},
            "London talks, 9 Jun 2025: 13.2–15.3;",
        ),
        ("2025-06-09", {"rates": "13.2–15.3%", "phrase": "at the London talks", "count": "three"}, "13.2–15.3."),
    ],
)
def test_the_average_on_all_imports_stands_among_those_of_providers(
    as_of: str, level: dict[str, str], alt: str
) -> None:
    app = run("Said, law, paid", as_of, tariff_direction="US on all imports")
    (found,) = [f for f in findings(app) if "all imports" in f]
    case = "level" if "provider" in level else "level_of"
    assert found.replace("\u00a0", " ") == SAY("averages.title", case, what="US tariff on all imports", **level)
    assert alt in charts(app)[0].alt.replace("\u00a0", " ")
    assert any(SAY("averages.note") in note for note in notes(app)) == bool(as_of)


def test_the_rows_of_the_averages_hold_every_concept_and_both_trade_wars() -> None:
    every = averages.by_provider("WLD", date(2026, 11, 27)).rows
    assert {"statutory", "after_non_compliance", "after_substitution"} <= set(every["concept"])
    china = averages.by_provider("USA", date(2026, 11, 27))
    assert china.rows["date"].min().year == 2017
    marks = china.views["Side by side"](LIGHT).data[1:]
    assert min(day[-4:] for trace in marks for _, day, *_ in trace.customdata) == "2025"


def test_what_the_widest_gap_is_due_to_is_said_beside_it() -> None:
    app = run("Said, law, paid", **BY_PROVIDER)
    due_to = SAY("averages.due_to", counted=105, ordered=125)
    assert any(due_to in note for note in notes(app))
    (gap,) = [m for m in metrics(run("Both sides")) if m.label == SAY("header.widest")]
    assert (gap.value.replace("\u00a0", " "), gap.note) == ("25.1 pp", SAY("header.half"))
    early = run("Said, law, paid", "2025-06-09", **BY_PROVIDER)  # Waugh had published nothing yet
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
    assert SAY("programmes.measure", "widens" if told else "even") in notes(run("Programmes", as_of))
