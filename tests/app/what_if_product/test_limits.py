"""What the page says of answers that leave what its trade can hold, at the peak of April 2025 and soon after."""

import re
from datetime import date

from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.what_if import all_models, short_run
from parley.app.what_if_product import words
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison_words
from tests.apps import at_address, cards, html_words, messages, metrics, notes, title
from tests.wording import told

# every extra US duty of these days, on all countries
ENDED = {"without": ["Section 301, lists", "Section 232", "Emergency powers, fentanyl", "Emergency powers, reciprocal"]}
PEAK, AFTER = "2025-04-12", "2025-05-20"
AMOUNT = re.compile(r"\$\d+bn")


def test_an_answer_above_all_us_imports_is_refused_with_its_reason() -> None:
    """Ending the duties of 12 April 2025: imports from China of 438 bn would become 3,736, all are 3,400."""
    app = at_address("what_if_product", {"as_of": PEAK, **ENDED})
    assert [fault.message for fault in app.exception] == []
    assert told("what_if_product", "title", title(app))[0] == "beyond"
    facts = {fact.label: fact for fact in metrics(app)}
    assert {fact.value for name, fact in facts.items() if name != short_run.SAY("short_run.fact")} == {terms.DASH}
    assert comparison_words.SAY("beyond", "answer") in messages(app)
    assert not any(told_of["document"]["finding"] for told_of in cards(app))  # no chart claims a figure
    assert any(comparison_words.overstated(Scenario(date(2025, 4, 12))) in said for said in html_words(app))


def test_soon_after_a_rise_the_title_says_that_it_is_overstated_and_a_range_too_wide_is_not_printed() -> None:
    app = at_address("what_if_product", {"as_of": AFTER, **ENDED})
    case, fields = told("what_if_product", "title", title(app))
    assert case == "gain_overstated" and AMOUNT.fullmatch(fields["loss"]) and _is_ranged(app)
    china = next(fact for fact in metrics(app) if fact.label == "Imports from China")
    assert china.change == all_models.SAY("beyond", "range")


def test_on_the_trade_of_a_year_the_peak_has_an_answer() -> None:
    app = at_address("what_if_product", {"as_of": PEAK, "base": "2024", "what_if_section": "All models", **ENDED})
    case, fields = told("what_if_product", "title", title(app))
    assert case == "gain" and AMOUNT.fullmatch(fields["loss"]) and _is_ranged(app)
    revenue = next(fact for fact in metrics(app) if fact.label == "Revenue at legal rates")
    assert revenue.change == all_models.SAY("beyond", "range")  # the one-sector world has 21,406 bn
    assert any(comparison_words.SAY("beyond", "range") in note for note in notes(app))


def test_on_the_newest_day_nothing_is_marked() -> None:
    app = at_address("what_if_product", {"us_total": "0"})
    assert told("what_if_product", "title", title(app))[0] == "gain"
    assert all_models.SAY("beyond", "range") not in {fact.change for fact in metrics(app)}


def _is_ranged(app: AppTest) -> bool:
    """Whether the range of the title's figure stands under it."""
    said = words.SAY("measure", "models", range="|").split("|")
    pattern = re.compile(r"\$\d+–\d+bn".join(map(re.escape, said)))
    return any(pattern.match(line) for line in html_words(app))
