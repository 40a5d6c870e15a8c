"""The question cards of Home: six to nine, each opening a page in the state its question asks for."""

import re
from datetime import date

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.home import cards, duties_in_force
from parley.app.home.cards import CARDS
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.navigation import FILES
from parley.tables.read import compiled_on
from tests.apps import choices, first_run

DATES = [compiled_on(), date(2025, 6, 9), date(2018, 7, 1), date(2017, 1, 1)]
WHAT_IFS = {"what_if_product", "what_if_world", "rare_earths", "compare", "backtest"}


def test_there_are_six_to_nine_and_they_reach_every_what_if_page() -> None:
    assert 6 <= len(CARDS) <= 9
    assert {shown.page for shown in CARDS} >= WHAT_IFS
    assert all(f"pages/{shown.page}.py" in FILES for shown in CARDS)
    assert len({shown.question for shown in CARDS}) == len(CARDS)


@pytest.mark.parametrize("shown", CARDS, ids=lambda shown: shown.question)
def test_a_card_opens_its_page_in_the_state_it_names(shown: cards.Card) -> None:
    app = first_run(shown.page, shown.query)
    assert [e.message for e in app.exception] == []
    assert [e.value for kind in ("warning", "error", "info") for e in app.get(kind)] == []
    chosen = {name: choice["chosen"][-1] for name, choice in choices(app).items() if choice["chosen"]}
    assert {name: str(chosen[name]) for name in shown.query} == dict(shown.query)


@pytest.mark.parametrize("as_of", DATES, ids=str)
def test_every_card_has_an_answer_on_every_date(as_of: date) -> None:
    words = [shown.compute(as_of) for shown in CARDS]
    assert all(text.strip() and "nan" not in text.split() for text in words)
    assert not any("[" in text or "]" in text for text in words)  # they stand inside a colour


def test_the_backtest_card_tells_what_customs_recorded_in_the_newest_stretch_known() -> None:
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": ["CHN"]})
    autumn = rows[rows["month"].dt.month.between(9, 12)]
    value = autumn.groupby(autumn["month"].dt.year)["value_usd"].sum()
    told = next(s for s in CARDS if s.page == "backtest").compute(date(2025, 6, 9))
    assert terms.rate(100 * (1 - value[2019] / value[2017]), 0) in told
    assert "2019" in told
    assert next(s for s in CARDS if s.page == "backtest").compute(date(2018, 7, 1)) == cards.SAY("record", "none")


def test_the_comparison_card_tells_the_highest_and_the_newest_duty() -> None:
    layers = read_table("tariff_layers")
    assert isinstance(layers, pd.DataFrame)
    told = next(s for s in CARDS if s.page == "compare").compute(compiled_on())
    now = terms.law_rate(12.5)  # forced labour, 24 July 2026; at the peak of April 2025: 125 reciprocal and 20 fentanyl
    assert told == cards.SAY("compare", "unsure", top=terms.law_rate(145), now=now)


@pytest.mark.parametrize(
    ("on", "case", "rate"),
    [
        (date(2025, 5, 1), "peak_then", 145),
        (date(2025, 11, 15), "fallen_then", 20),
        (date(2026, 3, 15), "fallen_then", 10),
    ],
    ids=str,
)
def test_on_an_earlier_day_the_comparison_card_tells_the_duty_of_that_day(on: date, case: str, rate: float) -> None:
    told = next(s for s in CARDS if s.page == "compare").compute(on)
    rates = {"top": terms.law_rate(145), "now": terms.law_rate(rate)}
    assert told == cards.SAY("compare", case, **rates, day=terms.day(on))


@pytest.mark.parametrize(
    ("day", "case"), [(date(2018, 3, 1), "none"), (date(2018, 3, 25), "undrawn"), (date(2018, 5, 1), "undrawn")]
)
def test_duties_on_metals_are_not_denied_where_the_chart_leaves_them_out(day: date, case: str) -> None:
    """In May 2018 the answer said that duties on listed goods were in force, and the chart's place that none was."""
    with pytest.raises(NothingToShowError, match=re.escape(duties_in_force.SAY("duties", case, day=terms.day(day)))):
        duties_in_force.both_sides(day)


def test_a_duty_past_its_last_check_says_until_when_it_was_checked() -> None:
    """China's law was read to 5 October 2026 and US law to 9 October; on 24 February 2026 nothing was open."""
    newest = {fact.label: fact for fact in duties_in_force.facts(date(2026, 11, 27))}
    said = {
        label: newest[label].change.replace(terms.NBSP, " ") for label in ("Duty on Chinese goods", "Duty on US goods")
    }
    assert said == {"Duty on Chinese goods": "checked to 9 Oct 2026", "Duty on US goods": "checked to 5 Oct 2026"}
    then = {fact.label: fact for fact in duties_in_force.facts(date(2026, 2, 24))}
    assert then["Duty on US goods"].change == "in force"
