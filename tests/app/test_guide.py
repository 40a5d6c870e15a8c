"""The guide: its questions, and links that keep the date; what they open is tested with the pages."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley.app import guide, navigation
from parley.search.pages import QUESTIONS
from tests.apps import at_address, texts_to_open


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


def test_opened_it_links_every_question(monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[tuple[str, str, Mapping[str, str]]] = []
    monkeypatch.setattr(navigation, "link", lambda path, label, query: links.append((path, label, query)))
    for entry in QUESTIONS:
        guide._entry(st, entry)
    assert links == [(entry.path, entry.link, entry.query) for entry in QUESTIONS]


def test_links_open_the_page_in_its_state_under_the_as_of_date() -> None:
    links = [link.proto for link in opened("pages/home.py", as_of="2025-06-09").get("page_link")]
    told = {(link.page, link.label): parse_qs(link.query_string) for link in links}
    assert told["what_if_product", "What if: products"] == {
        "as_of": ["2025-06-09"],
        "us_XVI": ["60"],
        "cn_total": ["40"],
    }
    assert told["compare", "Compare"] == {"as_of": ["2025-06-09"]}
    assert "as_of" not in parse_qs(opened("pages/home.py").get("page_link")[0].proto.query_string)
