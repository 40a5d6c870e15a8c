"""The duty collected in words: one term, its month, and that refunds are not subtracted."""

from datetime import date

import pytest

from parley import terms
from parley.app.trade import exports, header
from parley.tables.read import compiled_on
from tests.apps import at_address, findings, metrics
from tests.wording import told


def test_refunds_are_told_of_from_the_day_of_the_court_order_on() -> None:
    """The Court of International Trade ordered them on 4 March 2026."""
    assert header.refunds(date(2026, 3, 3)) == ""
    assert told("trade", "header.refunds", header.refunds(date(2026, 3, 4))) == ("", {"month": "March 2026"})


@pytest.mark.parametrize(
    ("on", "case", "month", "day"),
    [
        (date(2025, 6, 9), "estimated", "April 2025", "9 Jun 2025"),
        (date(2025, 11, 19), "day", "August 2025", "19 Nov 2025"),
        (date(2026, 11, 24), "day", "August 2026", "6 Oct 2026"),
    ],
)
def test_the_day_of_the_newest_month_is_told_and_marked_where_estimated(
    on: date, case: str, month: str, day: str
) -> None:
    assert released(on) == (case, {"month": month, "day": day})


def released(on: date) -> tuple[str, dict[str, str]]:
    """The case and the fields of the sentence on the newest release."""
    return told("trade", "header.released", header.came_out(header.months(on, header.MONTHLY)))


def test_during_the_shutdown_no_newer_month_was_known() -> None:
    """The figures of August 2025 came out on 19 November: on 18 November July was the newest, out on 4 September."""
    assert released(date(2025, 11, 18))[1] == {"month": "July 2025", "day": "4 Sep 2025"}


def test_the_duty_collected_names_its_month_with_and_without_a_change() -> None:
    latest = header.collected(compiled_on())
    assert latest.label == "Duty collected"
    assert latest.note == "Dec 2024 to Aug 2026"
    assert header.refunds(compiled_on()) in str(latest.help)
    early = header.collected(date(2018, 6, 1))
    assert early.note == "Mar 2018"
    assert "efunds" not in str(early.help)


def test_trade_says_that_duty_collected_is_gross_of_refunds() -> None:
    shown = metrics(at_address("trade", {}))
    assert "Duty collected" in [fact.label for fact in shown]
    assert any(header.refunds(compiled_on()) in str(fact.help) for fact in shown)


def test_the_goods_of_the_phase_one_agreement_are_shown_by_the_years_known_and_not_before_it() -> None:
    assert exports.product_years(date(2020, 3, 1)) == [2019, 2018]
    assert exports.product_years(compiled_on()) == [2020, 2019, 2018]
    then = at_address("trade", {"trade_section": "Exports to China", "as_of": "2020-03-01"})
    assert any("phase-one goods" in words and "2019" in words for words in findings(then))
    before = at_address("trade", {"trade_section": "Exports to China", "as_of": "2019-09-05"})
    assert not any("phase-one" in words for words in findings(before))


def test_a_whole_year_is_named_as_such_and_january_as_one_month() -> None:
    whole, january = (header.metrics(day)[0] for day in (date(2026, 3, 1), date(2026, 3, 20)))
    assert (whole.label, whole.change) == ("Imports, 2025", "\u221229.9%")
    assert january.label.replace("\u00a0", " ") == "Imports, Jan 2026"


def test_the_chip_names_the_newest_month_of_trade() -> None:
    assert header.newest(date(2025, 6, 9)) == header.SAY("header.newest", month=terms.month(date(2025, 4, 1)))
