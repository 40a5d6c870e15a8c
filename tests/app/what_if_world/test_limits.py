"""What the world page says of US trade and revenue that leave what recorded trade can hold."""

import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models
from parley.app.what_if_world import words
from parley.results.compared import comparison_words
from tests.apps import at_address, metrics, notes, paragraphs, press, title
from tests.wording import told

PEAK, AFTER = "2025-04-12", "2025-05-20"
OVERSTATED = comparison_words.SAY("overstated", day="", points="").partition(":")[0]
CHINA, REVENUE = "US imports from China", "Tariff revenue"


def facts(query: dict[str, str]) -> tuple[dict[str, Metric], str]:
    """The facts of the page by their label, and what it says of them, small or behind How sure?."""
    app = at_address("what_if_world", query)
    assert [fault.message for fault in app.exception] == []
    return {fact.label: fact for fact in metrics(app)}, " ".join([*paragraphs(app), *notes(app)])


def test_figures_above_all_us_imports_are_not_printed() -> None:
    """Ending 145% on China: the model has imports 29 times as high, all models up to 366,437% and 36,805 bn."""
    found, small = facts({"as_of": PEAK, "world_us": "0"})
    assert (found[CHINA].value, found[CHINA].change) == (terms.DASH, all_models.SAY("beyond", "figure"))
    assert found[REVENUE].value != terms.DASH and found[REVENUE].change == all_models.SAY("beyond", "range")
    assert comparison_words.SAY("beyond", "range") in small


def test_soon_after_a_rise_revenue_is_called_overstated_and_the_reason_is_told() -> None:
    found, small = facts({"as_of": AFTER, "world_us": "60"})
    assert found[REVENUE].note == words.SAY("fact", "overstated")
    assert "10.9 points" in small and OVERSTATED in small
    assert found[CHINA].change and found[CHINA].value != terms.DASH


@pytest.mark.parametrize("model", ["One sector", "By industry"])
def test_on_the_newest_day_nothing_is_marked(model: str) -> None:
    found, small = facts({"world_us": "60", "world_model": model})
    marks = {words.SAY("fact", "overstated"), *(all_models.SAY("beyond", case) for case in ("figure", "range"))}
    assert not marks & {part for fact in found.values() for part in (fact.change, fact.note)}
    assert OVERSTATED not in small


def test_dollars_of_all_models_are_called_overstated_there_too_and_percent_are_not() -> None:
    query = {"as_of": AFTER, "us_XVI": "60", "what_if_section": "All models"}
    app = at_address("what_if_product", query)
    assert told("what_if_product", "title", title(app))[0].endswith("overstated")
    assert (_behind_the_answer(app), _of_block(app)) == (1, 1)  # and under the models' revenue
    app = press(app, all_models.QUESTION, "Import prices")
    assert (_behind_the_answer(app), _of_block(app)) == (1, 0)


def _behind_the_answer(app: AppTest) -> int:
    """The paragraphs behind How sure? that say why the dollars are too high."""
    return sum(OVERSTATED in said for said in paragraphs(app))


def _of_block(app: AppTest) -> int:
    return sum(OVERSTATED in note for note in notes(app))
