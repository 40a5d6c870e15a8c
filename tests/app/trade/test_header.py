"""The duty collected in words: one term, its month, and that refunds are not subtracted."""

from datetime import date

import pytest

from parley.app.trade import exports, header
from parley.tables import compiled_on
from tests.apps import at_address, findings, metrics, notes


def test_refunds_are_told_of_from_the_day_of_the_court_order_on() -> None:
    """The Court of International Trade ordered them on 4 March 2026."""
    assert header.refunds(date(2026, 3, 3)) == ""
    told = header.refunds(date(2026, 3, 4)).replace("\u00a0", " ")
    assert told == "Refunds of duties under emergency powers (IEEPA), ordered since March 2026, are not subtracted."


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2025, 6, 9), "US figures of April 2025 came out on 9 Jun 2025 (estimated)."),
        (date(2025, 11, 19), "US figures of August 2025 came out on 19 Nov 2025."),
        (date(2026, 11, 24), "US figures of August 2026 came out on 6 Oct 2026."),
    ],
)
def test_the_day_of_the_newest_month_is_told_and_marked_where_estimated(on: date, told: str) -> None:
    assert told in header.known_until(on).replace("\u00a0", " ")


def test_during_the_shutdown_no_newer_month_was_known() -> None:
    """The figures of August 2025 came out on 19 November: on 18 November July was the newest, out on 4 September."""
    told = header.known_until(date(2025, 11, 18)).replace("\u00a0", " ")
    assert "trade with China to July 2025" in told
    assert "came out on 4 Sep 2025." in told


def test_the_duty_collected_names_its_month_with_and_without_a_change() -> None:
    latest = header.collected(compiled_on())
    assert latest.label == "Duty collected"
    assert latest.note == "Dec 2024 to Aug 2026"
    assert header.refunds(compiled_on()) in str(latest.help)
    early = header.collected(date(2018, 6, 1))
    assert early.note == "Mar 2018"
    assert "efunds" not in str(early.help)


def test_home_and_trade_call_it_the_same_and_the_chart_says_it_is_gross_of_refunds() -> None:
    trade = at_address("trade", {"trade_section": "Duty collected"})
    home = at_address("home", {})
    assert all("Duty collected" in [fact.label for fact in metrics(app)] for app in (trade, home))
    assert [note for note in notes(trade) if "are not subtracted." in note]


def test_the_goods_of_the_phase_one_agreement_are_shown_by_the_years_known_and_not_before_it() -> None:
    assert exports.product_years(date(2020, 3, 1)) == [2019, 2018]
    assert exports.product_years(compiled_on()) == [2020, 2019, 2018]
    then = at_address("trade", {"trade_section": "Exports to China", "as_of": "2020-03-01"})
    assert any("phase-one agreement" in words and "2019" in words for words in findings(then))
    before = at_address("trade", {"trade_section": "Exports to China", "as_of": "2019-09-05"})
    assert not any("phase-one" in words for words in findings(before))


def test_a_whole_year_is_named_as_such_and_january_as_one_month() -> None:
    whole, january = (header.page_answer(on).replace("\u00a0", " ") for on in (date(2026, 3, 1), date(2026, 3, 20)))
    assert "from China in 2025, 29.9 % less than in 2024" in whole
    assert "from China in January 2026, " in january
    assert header.metrics(date(2026, 3, 1))[0].label == "Imports, 2025"
