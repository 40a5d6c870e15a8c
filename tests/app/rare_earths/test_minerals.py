"""Reliance, US trade, demand, other minerals and dependence facts on the Rare earths page, on several dates."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.rare_earths import dependence as rare_earths_dependence
from parley.measures import dependence
from tests.apps import at_address, charts, findings, notes

LATEST, TALKS, BEFORE = "", "2025-06-09", "2017-01-01"
CHARTS = {
    "US reliance": {LATEST: 2, TALKS: 2, BEFORE: 0},
    "US trade": {LATEST: 2, TALKS: 2, BEFORE: 2},
    "Demand": {LATEST: 1, TALKS: 1, BEFORE: 0},
    "Other minerals": {LATEST: 1, TALKS: 1, BEFORE: 0},
    "Dependence facts": {LATEST: 0, TALKS: 0, BEFORE: 0},  # lists
}


@pytest.fixture(scope="module", autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(as_of: str = LATEST, **query: str) -> AppTest:
    return at_address("rare_earths", {"as_of": as_of, **query})


def headings(app: AppTest) -> str:
    return " | ".join(h.replace("\u00a0", " ") for h in findings(app))


@pytest.mark.parametrize("as_of", [LATEST, TALKS, BEFORE])
@pytest.mark.parametrize("subject", list(CHARTS))
def test_a_subject_shows_charts_or_says_why_not(subject: str, as_of: str) -> None:
    app = opened(as_of, rare_section=subject)
    assert [e.message for e in app.exception] == []
    assert [w.value for w in app.warning] == []
    drawn = charts(app)
    for chart in drawn:
        assert chart.figure
    assert len(drawn) == CHARTS[subject][as_of]
    if not drawn and subject != "Dependence facts":
        assert any("had been published by" in i.value for i in app.info)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"rare_section": "US reliance"}, "The US imported all it used of six of 14 mineral commodities in 2025"),
        (
            {"rare_section": "US reliance", "rare_reliance_show": "Rare earths by edition"},
            "in 2024 was put at 80 % in 2025 and at 53 % in 2026",
        ),
        ({"rare_section": "US reliance", "rare_sources_good": "Gallium, metal"}, "China supplied 18 % of US imports"),
        ({"rare_section": "US trade"}, "rare earths and magnets: 60 % in 2025"),
        (
            {"rare_section": "US trade", "rare_trade_period": "2026, January–April"},
            "US imports from 18 partners, 2026, January–April:",
        ),
        ({"rare_section": "Demand", "rare_scenario": "Net zero by 2050"}, "91 kt in 2024 to 200 kt in 2050"),
        ({"rare_section": "Other minerals", "rare_minerals_year": "2024"}, "Antimony: China's share of 2024"),
        ({"rare_section": "Dependence facts", "rare_facts": "European Union"}, "ten cited figures, three of them"),
        ({"rare_section": "Demand", "rare_scenario": "Nonsense"}, "with stated policies"),
        ({"rare_section": "US reliance", "rare_reliance_year": "1900"}, "commodities in 2025"),
        ({"rare_section": "US trade", "rare_trade_period": "1900"}, "US imports from 18 partners, 2025"),
    ],
)
def test_a_choice_in_the_address_is_taken_and_an_unknown_one_falls_back(query: dict[str, str], words: str) -> None:
    assert words in headings(opened(**query))


def test_on_9_june_2025_the_edition_current_then_says_80_percent() -> None:
    shown = headings(opened(TALKS, rare_section="US reliance"))
    assert "Rare earths: net imports met 80 % of US consumption in 2024" in shown
    assert "China supplied 70 % of US imports, 2020–2023" in shown


def test_magnets_in_eu_trade_carry_the_warning_on_heading_8505() -> None:
    app = opened(rare_section="Dependence facts")
    assert any("8505: not the rare-earth magnets alone" in c for c in notes(app))


def test_facts_read_as_sentences_with_bounds_and_links() -> None:
    table = read_table("dependence_facts")
    lists = [rare_earths_dependence.fact_list(dependence.facts(table, subject)) for subject in ("magnets", "eu", "us")]
    rows = [[str(cell).replace("\u00a0", " ") for cell in row] for part in lists for row in part.to_numpy()]
    figures = {statement: figure for statement, figure, _ in rows}
    assert figures["World output of magnets, forecast; rare-earth permanent magnets, 2027"] == "more than 330,000 t"
    assert figures["China in EU supply; Nd, Pr and other critical rare earths, no year given"] == "69–74 %"
    assert figures["Russia in EU imports; rare earths, 2024"] == "about 29 %"
    assert figures["Largest probability-weighted net loss of US GDP; all commodities, 2025"] == "nearly US$ 4.5 bn"
    assert all(source.startswith("[") and "](http" in source for *_, source in rows)
    assert sum("unverified" in source for *_, source in rows) == 8
