"""The Briefing on the page: a statement's chart comes when asked for, with what it measures, its events, its files."""

import base64
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.briefing import acts, header, supply
from parley.app.kit import sheet
from parley.measures.events import ENDS
from parley.tables.read import compiled_on
from tests.apps import at_address, cards, documents, notes

OPEN = {"briefing_growth", "briefing_magnets"}
SOURCED = [name for name, shown in header.answers(compiled_on()).items() if len(shown.rows)]


def statements(app: AppTest) -> dict[str, dict[str, Any]]:
    return {shown["name"]: shown for shown in documents(app) if shown["name"].startswith("briefing_")}


def test_two_charts_stand_open_and_a_third_comes_by_its_switch() -> None:
    app = at_address("briefing", {})
    assert {name for name, shown in statements(app).items() if shown["figure"]} == OPEN
    app.session_state["briefing_mining_chart"] = True
    app.run()
    shown = statements(app)
    assert {name for name, statement in shown.items() if statement["figure"]} == {*OPEN, "briefing_mining"}
    assert shown["briefing_mining"]["alt"]
    assert shown["briefing_mining"]["measure"]


@pytest.mark.parametrize("as_of", [compiled_on(), date(2025, 6, 9), date(2017, 1, 1)], ids=str)
def test_statements_with_a_chart_are_those_drawn_alone_at_its_switch(as_of: date) -> None:
    drawn = {name for name, shown in header.answers(as_of).items() if shown.chart}
    assert drawn <= set(header.WITH_CHART)
    assert as_of < compiled_on() or drawn == set(header.WITH_CHART)


def test_an_address_opens_and_closes_charts() -> None:
    app = at_address("briefing", {"briefing_growth_chart": "false", "briefing_truce_chart": "true"})
    drawn = {name for name, shown in statements(app).items() if shown["figure"]}
    assert drawn == {"briefing_magnets", "briefing_truce"}


def test_what_is_measured_and_marked_is_said_where_there_is_a_chart() -> None:
    shown = statements(at_address("briefing", {}))
    assert shown["briefing_growth"]["events"]
    assert [name for name, s in shown.items() if bool(s["measure"]) != bool(s["figure"])] == []
    assert [name for name, s in shown.items() if s["events"] and not s["figure"]] == []
    assert not any(s["finding"] for s in shown.values())  # it stands above the two columns, with its verdict


@pytest.mark.parametrize("as_of", ["", "2025-06-09", "2017-01-01"])
def test_every_statement_names_its_source_once(as_of: str) -> None:
    app = at_address("briefing", {"as_of": as_of})
    named = [words for words in notes(app) if words.startswith("Source")]
    shown = [foot for foot in documents(app, "whole", "foot") if foot["brief"]]  # in few words, the whole behind Cite
    assert len(shown) >= 10 and all(foot["source"] for foot in shown)
    assert len(named) == len(header.STATEMENTS) + 1 + len(shown)  # and the overview


@pytest.mark.parametrize("name", SOURCED)
def test_the_rows_of_a_statement_are_taken_away(name: str) -> None:
    key = f"card-briefing-briefing{name.replace('_', '')}-0"
    app = at_address("briefing", {}, {sheet.KEY: sheet.Cards(file_wish={"card": key, "form": "csv", "number": 1})})
    (sent,) = [shown for shown in cards(app) if shown["document"]["name"] == f"briefing_{name}"]
    assert sent["file"]["name"].startswith("parley")
    lines = base64.b64decode(sent["file"]["content"]).decode("utf-8-sig").splitlines()
    assert len(lines) >= 1 + sent["document"]["rows"]  # a text in a cell may hold lines of its own


def test_an_end_among_the_deadlines_says_that_it_ends() -> None:
    """The pauses agreed in Busan were printed to 9 and 10 November 2026: on those days they end, they do not begin."""
    said = acts.deadlines(date(2025, 11, 15)).since
    ends = [line for line in said.splitlines() if "Nov\u00a02026" in line and line.startswith("- ")]
    assert len(ends) >= 4
    assert [line for line in ends if f"({ENDS})" not in line and "due to end" not in line] == []
    then = acts.deadlines(date(2025, 6, 9)).then.splitlines()
    assert [f"({ENDS})" in line for line in then] == [False, True]  # the day on UK metals, and the truce of Geneva


def test_what_the_tables_lack_is_said_of_the_tables() -> None:
    magnets = supply.magnets(date(2025, 6, 9))
    assert magnets.short_then == supply.SAY("magnets.short_none")
