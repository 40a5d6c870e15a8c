"""The Sources page: what is chosen in a card is shown in full below it."""

import pytest
from streamlit.testing.v1 import AppTest

from parley.schema import load_schema
from tests.apps import at_address, choices, findings


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
