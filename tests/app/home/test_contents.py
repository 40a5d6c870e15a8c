"""Contents: every question of the pages, each the link to its answer; what they open is tested with the pages."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley.app.home import your_product
from parley.search.pages import QUESTIONS
from tests.apps import at_address, html, links


@pytest.fixture(autouse=True, scope="module")
def nothing_remembered() -> None:
    st.cache_resource.clear()


def test_questions_and_links_are_told_once() -> None:
    questions = [entry.question for entry in QUESTIONS]
    assert len(set(questions)) == len(questions)
    states = [(entry.page, *entry.query.items()) for entry in QUESTIONS]
    assert len(set(states)) == len(states)
    links = [entry.link for entry in QUESTIONS]  # by which the search tells them apart
    assert len(set(links)) == len(links)
    assert all(question.endswith("?") for question in questions)


def ways(app: AppTest) -> list[tuple[str, str, Mapping[str, list[str]]]]:
    """The links to pages: page, words and state."""
    to_pages = [(words, urlsplit(address)) for words, address in links(app) if address.startswith("./")]
    return [(at.path.removeprefix("./"), words, parse_qs(at.query)) for words, at in to_pages]


def test_the_front_page_links_every_question_behind_one_heading() -> None:
    app = at_address("home", {})
    (contents,) = [part for part in html(app) if "parley-contents" in part]
    assert "<summary>Contents</summary>" in contents and "<details open" not in contents
    led = {(page, words): query for page, words, query in ways(app)}
    for entry in QUESTIONS:
        page = "" if entry.page == "home" else entry.page
        assert led[page, entry.question] == {name: [value] for name, value in entry.query.items()}


def test_links_open_the_page_in_its_state_under_the_as_of_date() -> None:
    then = {(page, words): query for page, words, query in ways(at_address("home", {"as_of": "2025-06-09"}))}
    assert then["look_up", "Toys"] == {"as_of": ["2025-06-09"], "product": ["9503"], "from": ["China"]}
    assert all(query["as_of"] == ["2025-06-09"] for query in then.values())
    assert not any("as_of" in query for _, _, query in ways(at_address("home", {})))


@pytest.mark.parametrize("name", your_product.GOODS)
def test_a_plain_word_leads_to_what_look_up_says_of_the_product(name: str) -> None:
    (query,) = [query for page, words, query in ways(at_address("home", {})) if (page, words) == ("look_up", name)]
    product = at_address("look_up", {key: values[0] for key, values in query.items()})
    assert [fault.message for fault in product.exception] == []
    assert [hint for hint in html(product) if "parley-hint" in hint] == []
