"""The subjects of a page: few, each headed by its own finding; the search knows the question each answers."""

import pytest

from parley.search.pages import PAGES, QUESTIONS
from tests.apps import at_address, choices, metrics, title

MOST_IN_SIGHT = 8
KEYS = {
    "tariffs": "tariff_section",
    "trade": "trade_section",
    "rare_earths": "rare_section",
    "chips": "chip_section",
    "outlook": "outlook_section",
    "sources": "sources_section",
}


@pytest.mark.parametrize("page", KEYS)
def test_eight_subjects_at_most_are_in_sight_below_the_name_of_the_page_and_each_has_a_heading(page: str) -> None:
    """The page has one heading of the first level, that of the subject; its facts stand with the first."""
    first = at_address(page, {})
    told = choices(first)[KEYS[page]]
    assert told["above"][0] == PAGES[page]
    assert len(told["options"]) <= MOST_IN_SIGHT
    questions = {q.subjects: q.question for q in QUESTIONS if q.page == page}
    for subject in told["options"][1:]:
        assert questions[(subject,)].endswith("?")
    app = at_address(page, {KEYS[page]: told["options"][1]})
    assert title(app) != title(first)
    assert len(metrics(app)) < len(metrics(first))


def test_questions_lead_to_pages_there_are() -> None:
    assert {question.page for question in QUESTIONS} <= set(PAGES)


OF_SCENARIOS = {"what_if_product": "what_if_section", "compare": "compare_section"}


@pytest.mark.parametrize("page", OF_SCENARIOS)
def test_eight_subjects_of_a_scenario_at_most_are_in_sight(page: str) -> None:
    told = choices(at_address(page, {}))[OF_SCENARIOS[page]]
    assert told["kind"] == "subjects"
    assert "above" not in told  # the answer stands there
    assert len(told["options"]) <= MOST_IN_SIGHT
