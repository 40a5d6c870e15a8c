"""Home between chart and questions: dates ahead and the deficit, as known on a day; the truce as agreed."""

from datetime import date

import pytest

from parley import read_table, terms
from parley.app.home import answers, deficit, next_dates
from parley.app.kit.error_sentences import NothingToShowError
from parley.measures import deficit as measures
from parley.measures.events import ENDS, said
from parley.tables.read import compiled_on
from tests.wording import told

NB = terms.NBSP


def truce(on: date) -> str:
    return answers.truce_answer(read_table("events", on), read_table("tariff_layers", on), on)


@pytest.mark.parametrize(
    ("on", "case", "agreed", "end"),
    [
        (date(2025, 6, 9), "runs", date(2025, 5, 1), date(2025, 8, 12)),
        (date(2025, 9, 1), "runs", date(2025, 8, 1), date(2025, 11, 10)),
        (date(2025, 12, 1), "runs", date(2025, 10, 1), date(2026, 11, 10)),
    ],
)
def test_the_truce_runs_as_far_as_was_agreed_by_the_day(on: date, case: str, agreed: date, end: date) -> None:
    assert truce(on) == answers.SAY("truce", case, month=terms.month(agreed), day=terms.day(end))


def test_where_the_duties_own_acts_end_before_the_truce_that_is_said() -> None:
    dates = {"month": f"September{NB}2026", "day": f"10{NB}Jan{NB}2027", "end": f"10{NB}Nov{NB}2026"}
    whose = {"whose": answers.WHOSE["CHN"], "rate": "10%"}
    assert truce(date(2026, 11, 24)) == answers.SAY("truce", "lacks", **dates, **whose)
    assert truce(date(2025, 1, 31)) == answers.SAY("truce", "none")


def test_an_end_still_to_come_is_not_told_as_past() -> None:
    """Proclamation 11012 of February 2026 ends its surcharge on 23 July 2026, before the truce does."""
    case, fields = told("home", "truce", truce(date(2026, 3, 1)))
    assert (case, fields["end"], fields["whose"]) == ("earlier", "23 Jul 2026", "The US duty")
    assert told("home", "truce", truce(date(2026, 10, 12)))[0] == "earlier"  # China's duty, to 10 November 2026


def test_the_short_list_links_to_the_text_and_says_what_ends() -> None:
    figure = next_dates.dates_ahead(date(2025, 6, 9))
    caption, short, rows = figure.caption, figure.short, figure.rows
    assert short is not None
    events = read_table("events").set_index("event_id")["title"]
    what = events["uk-steel-deadline"]  # the Secretary may act from 9 July 2025 (Proclamation 10947, clause 7)
    assert caption.finding == next_dates.SAY("dates.title", "two", day=f"9{NB}Jul{NB}2025", what=what)
    acts = short.iloc[:, 1].tolist()
    assert acts[0].startswith(f"[{what}](https://")
    assert acts[1].startswith(f"[{events['us-recip-pause-end']}](https://")  # Executive Order 14266, section 2
    assert any(said("Geneva truce", ENDS) in words for words in acts)
    assert len(short) == min(next_dates.LISTED, len(rows))


def test_a_day_before_every_act_has_no_dates_ahead_and_says_so() -> None:
    with pytest.raises(NothingToShowError, match="2017"):
        next_dates.dates_ahead(date(2017, 1, 1))


def test_on_an_earlier_day_the_deficit_says_it_was_revised_since() -> None:
    early = deficit.by_partner(date(2025, 6, 9)).caption
    latest = deficit.by_partner(compiled_on()).caption
    revised = deficit.SAY("deficit.revised")
    assert revised in early.measure
    assert revised not in latest.measure
    assert "China" in early.finding


@pytest.mark.parametrize("on", [date(2025, 6, 9), compiled_on()], ids=str)
def test_the_title_of_the_deficit_names_the_months_it_sums(on: date) -> None:
    caption = deficit.by_partner(on).caption
    balances = measures.balances(read_table("trade_monthly", on), deficit.GROUPS)
    assert balances is not None and balances.first < balances.last
    period = f"{balances.first:%B} to {terms.month(balances.last)}"
    assert told("home", "deficit.title", caption.finding)[1]["period"] == period.replace(NB, " ")
    assert period in caption.measure
