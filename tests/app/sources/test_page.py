"""The Sources page: what is chosen in a card is shown in full below it."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley.app.sources import lists
from parley.app.sources.lists import SAY
from parley.tables.schema import load_schema
from tests.apps import at_address, choices, findings, messages, said, tables


def opened(**query: str) -> AppTest:
    app = at_address("sources", query)
    assert [e.message for e in app.exception] == []
    assert [e.value for kind in ("warning", "error", "info") for e in app.get(kind)] == []
    return app


def heading_of(name: str) -> str:
    return f"{load_schema(name).title} ({name})"


def test_the_table_of_the_address_is_shown_in_full_and_another_one_when_it_is_chosen() -> None:
    app = opened(sources_table="events")
    assert choices(app)["sources_table"]["chosen"] == ["events"]
    assert heading_of("events") in findings(app)
    app.session_state["sources_table"] = "countries"
    app.run()
    assert heading_of("countries") in findings(app)
    assert heading_of("events") not in findings(app)


@pytest.mark.parametrize("name", ["", "no_such_table"])
def test_without_a_table_that_is_there_the_tariff_layers_are_shown(name: str) -> None:
    assert heading_of("tariff_layers") in findings(opened(sources_table=name))


@pytest.mark.parametrize(("section", "choice"), [("Sources", "sources_source"), ("Methods", "sources_method")])
def test_every_option_of_a_list_is_one_and_the_first_is_chosen(section: str, choice: str) -> None:
    offered = choices(opened(sources_section=section))[choice]
    assert offered["kind"] == "list"
    assert len(set(offered["options"])) == len(offered["options"])
    assert offered["chosen"] == offered["options"][:1]


LISTS = {
    "Tables": {"tables": "us_imports", "renewed": "us_imports"},
    "Sources": {"register": "geological survey"},
    "Assumptions": {"assumptions": "labour"},
    "Not in our data": {"gaps": "taiwan", "withheld": "comtrade"},
    "Glossary": {"glossary": "ieepa"},
}


@pytest.mark.parametrize("section", LISTS)
def test_every_list_has_a_field_that_leaves_the_lines_with_all_words_typed(section: str) -> None:
    fields = {f"sources_find_{name}": typed for name, typed in LISTS[section].items()}
    whole, part = opened(sources_section=section), opened(sources_section=section, **fields)
    assert {name for name, told in choices(whole).items() if told["kind"] == "words"} == set(fields)
    every, found = len(" ".join(listed(whole))), listed(part)
    assert 0 < len(" ".join(found)) < every / 2
    assert all(any(word in line for line in found) for typed in fields.values() for word in typed.split())


def listed(app: AppTest) -> list[str]:
    """The lines of the page's lists and tables but the one table in full, in small letters."""
    rows = [" ".join(map(str, row)) for shown in tables(app) if "Columns of" not in shown.alt for row in shown.rows]
    terms = [words for kind, words in said(app) if kind != "notes"]
    return [line.casefold() for line in [*rows, *terms]]


def test_words_that_no_line_holds_are_answered_with_a_sentence() -> None:
    app = at_address("sources", {"sources_section": "Glossary", "sources_find_glossary": "abacus"})
    assert messages(app) == [SAY("find.none", typed="abacus")]
    assert choices(app)["sources_find_glossary"]["chosen"] == ["abacus"]


def test_a_line_is_found_by_words_of_any_of_its_columns_in_any_order_and_case() -> None:
    rows = pd.DataFrame({"name": ["Steel", "Steel", None], "year": [2018, 2025, 2018]})
    assert lists.matching(rows, "2018 STEE")["year"].tolist() == [2018]
    assert len(lists.matching(rows, " ")) == 3
    assert lists.matching(rows, "tin").empty
