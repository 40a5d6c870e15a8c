"""Reliance, US trade, demand, other minerals and dependence facts on the Rare earths page, on several dates."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import read_table
from parley.app.rare_earths import dependence as rare_earths_dependence
from parley.measures import dependence
from parley.tables import compiled_on
from tests.apps import at_address, charts, findings, hints, notes
from tests.wording import Told, among

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


def shown(app: AppTest, template: str) -> Told:
    """Case and fields of the one finding that is of a template."""
    (found,) = among("rare_earths", template, findings(app))
    return found


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
        assert hints(app)


RELIANCE, TRADE, DEMAND = ({"rare_section": subject} for subject in ("US reliance", "US trade", "Demand"))


@pytest.mark.parametrize(
    ("query", "template", "case", "fields"),
    [
        (RELIANCE, "reliance.finding", "whole", {"year": "2025", "whole": "six", "count": "14"}),
        (RELIANCE | {"rare_reliance_year": "1900"}, "reliance.finding", "whole", {"year": "2025"}),
        (
            RELIANCE | {"rare_reliance_show": "Rare earths by edition"},
            "reliance.editions",
            "revised",
            {"year": "2024", "old": "80 %", "old_year": "2025", "new": "53 %", "new_year": "2026"},
        ),
        (RELIANCE | {"rare_sources_good": "Gallium, metal"}, "reliance.sources", "china", {"share": "18 %"}),
        (TRADE, "trade.years", "import_before", {"share": "60 %", "year": "2025"}),
        (
            TRADE | {"rare_trade_period": "2026, January–April"},
            "trade.headings",
            "import",
            {"period": "2026, January–April"},
        ),
        (TRADE | {"rare_trade_period": "1900"}, "trade.headings", "import", {"period": "2025"}),
        (DEMAND | {"rare_scenario": "Net zero by 2050"}, "demand.finding", "rise", {"before": "91", "after": "200"}),
        (DEMAND | {"rare_scenario": "Nonsense"}, "demand.finding", "rise", {"scenario": "stated policies"}),
        (
            {"rare_section": "Other minerals", "rare_minerals_year": "2024"},
            "minerals.finding",
            "revised",
            {"mineral": "antimony", "year": "2024"},
        ),
        (
            {"rare_section": "Dependence facts", "rare_facts": "European Union"},
            "dependence.finding",
            "doubtful",
            {"count": "ten", "unverified": "three"},
        ),
    ],
)
def test_a_choice_in_the_address_is_taken_and_an_unknown_one_falls_back(
    query: dict[str, str], template: str, case: str, fields: dict[str, str]
) -> None:
    told, found = shown(opened(**query), template)
    assert (told, {name: found[name] for name in fields}) == (case, fields)


def test_on_9_june_2025_the_edition_current_then_says_80_percent() -> None:
    app = opened(TALKS, rare_section="US reliance")
    case, fields = shown(app, "reliance.finding")
    assert (case, fields["share"], fields["year"]) == ("only", "80 %", "2024")
    case, fields = shown(app, "reliance.sources")
    assert (case, fields["share"], fields["years"]) == ("china", "70 %", "2020–2023")


def test_magnets_in_eu_trade_carry_the_warning_on_heading_8505_and_no_other_goods_stand_there() -> None:
    app = opened(rare_section="Dependence facts")
    assert among("rare_earths", "dependence.trade_measure", notes(app))
    for flow in rare_earths_dependence.FLOWS:
        rows = rare_earths_dependence.trade_of(flow, compiled_on())
        assert set(rows["scope"]) == set(rare_earths_dependence.GROUPS)


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
