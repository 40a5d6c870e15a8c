"""The guide: its questions, and links that keep the date; what they open is tested with the pages."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley.search.pages import QUESTIONS
from tests.apps import at_address, links, texts_to_open


@pytest.fixture(autouse=True, scope="module")
def nothing_remembered() -> None:
    st.cache_resource.clear()


def opened(page: str, **query: str) -> AppTest:
    return at_address(Path(page).stem, query)


def test_questions_and_links_are_told_once() -> None:
    questions = [entry.question for entry in QUESTIONS]
    assert len(set(questions)) == len(questions)
    states = [(entry.page, *entry.query.items()) for entry in QUESTIONS]
    assert len(set(states)) == len(states)
    links = [entry.link for entry in QUESTIONS]  # by which the search tells them apart
    assert len(set(links)) == len(links)
    assert all(question.endswith("?") for question in questions)


def test_the_guide_draws_its_questions_only_when_it_is_opened() -> None:
    app = opened("pages/home.py")
    assert QUESTIONS[0].question not in [m.value for m in app.markdown]
    assert [e.label for e in app.expander][-1] == "Which page answers my question?"
    assert texts_to_open(app) == ["How this is worked out"]


def ways(app: AppTest) -> list[tuple[str, str, dict[str, list[str]]]]:
    """The links to pages: page, words and state."""
    told = [(words, urlsplit(address)) for words, address in links(app) if address.startswith("./")]
    return [(at.path.removeprefix("./"), words, parse_qs(at.query)) for words, at in told]


def test_opened_it_links_every_question() -> None:
    app = opened("pages/home.py")
    app.session_state["guide"] = True
    led = ways(app.run())[-len(QUESTIONS) :]
    asked = [(entry.page, entry.link, {name: [value] for name, value in entry.query.items()}) for entry in QUESTIONS]
    assert led == [("", *rest) if page == "home" else (page, *rest) for page, *rest in asked]


def test_links_open_the_page_in_its_state_under_the_as_of_date() -> None:
    told = {(page, words): query for page, words, query in ways(opened("pages/home.py", as_of="2025-06-09"))}
    assert told["what_if_product", "What if: products"] == {
        "as_of": ["2025-06-09"],
        "us_XVI": ["60"],
        "cn_total": ["40"],
    }
    assert told["compare", "Compare"] == {"as_of": ["2025-06-09"]}
    assert not any("as_of" in query for _, _, query in ways(opened("pages/home.py")))
