"""The subjects of a page: few in sight, each headed by the question it answers, which the search knows too."""

import pytest

from parley.search.pages import PAGES, QUESTIONS, question_of
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
def test_eight_subjects_at_most_are_in_sight_and_a_further_one_is_headed_by_its_question(page: str) -> None:
    """A further subject has its question in place of the answer and the facts of the page."""
    first = at_address(page, {})
    told = choices(first)[KEYS[page]]
    groups = told.get("groups", [["", told["options"]]])
    assert [subject for _, own in groups for subject in own] == told["options"]
    assert len(groups) <= MOST_IN_SIGHT
    assert max(len(own) for _, own in groups) <= MOST_IN_SIGHT
    for subject in told["options"][1:]:
        assert question_of(page, subject).endswith("?")
    further = told["options"][1]
    app = at_address(page, {KEYS[page]: further})
    assert title(app) == question_of(page, further) != title(first)
    assert len(metrics(app)) < len(metrics(first))


def test_questions_lead_to_pages_there_are() -> None:
    assert {question.page for question in QUESTIONS} <= set(PAGES)
    with pytest.raises(LookupError, match="no such subject"):
        question_of("tariffs", "no such subject")


OF_SCENARIOS = {"what_if_product": "what_if_section", "compare": "compare_section"}


@pytest.mark.parametrize("page", OF_SCENARIOS)
def test_eight_subjects_of_a_scenario_at_most_are_in_sight(page: str) -> None:
    told = choices(at_address(page, {}))[OF_SCENARIOS[page]]
    assert told["kind"] == "subjects"
    groups = told.get("groups", [["", told["options"]]])
    assert [subject for _, own in groups for subject in own] == told["options"]
    assert max(len(groups), *(len(own) for _, own in groups)) <= MOST_IN_SIGHT
