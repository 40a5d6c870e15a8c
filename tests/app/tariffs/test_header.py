"""The facts of the Tariffs page: the newest average of each provider, to which day the law is checked."""

from datetime import date

import pytest

from parley.app.tariffs import acts, header, partners
from tests.wording import told


@pytest.mark.parametrize(
    ("on", "provider", "rate", "day"),
    [
        (date(2026, 11, 24), "Waugh", "22.8%", "24 Jul 2026"),
        (date(2025, 6, 9), "Yale", "41.5%", "4 Jun 2025"),
        (date(2025, 4, 15), "Yale", "116.7%", "15 Apr 2025"),
        (date(2025, 4, 15), "PIIE", "124.1%", "12 Apr 2025"),
        (date(2025, 4, 8), "Yale", "55.5%", "5 Apr 2025"),
        (date(2019, 10, 1), "PIIE", "18.3%", "31 May 2019"),
    ],
    ids=str,
)
def test_the_facts_are_the_newest_average_of_each_provider(on: date, provider: str, rate: str, day: str) -> None:
    fact = {f.label: f for f in header.header(on)[0]}[f"US on China, {provider}"]
    assert (fact.value, fact.change.replace("\u00a0", " ")) == (rate, day)


def test_before_the_first_average_there_are_no_facts() -> None:
    assert header.header(date(2017, 1, 1))[0] == []


@pytest.mark.parametrize(("day", "rate"), [(19, "31.0%"), (20, "31.0%"), (23, "31.0%"), (24, "20.7%")])
def test_no_average_leaves_out_duties_that_customs_still_collected(day: int, rate: str) -> None:
    """Providers end the emergency-power duties on the day of the ruling, 20 February 2026, four days too early."""
    on = date(2026, 2, day)
    facts, known = header.header(on)
    assert facts[0].value == rate
    assert header.SAY("header.ruling") in known or day in (19, 24)
    compared = {f"{first:%Y-%m-%d}" for first in partners.days_of(date(2026, 3, 2))}
    assert "2026-02-24" in compared and "2026-02-20" not in compared


@pytest.mark.parametrize(("on", "case"), [(date(2018, 7, 6), "every"), (date(2026, 11, 27), "newest")])
def test_a_list_of_all_main_steps_is_not_called_the_newest_of_them(on: date, case: str) -> None:
    assert told("tariffs", "acts.note", acts.main_steps("both", on).note)[0] == case


@pytest.mark.parametrize(("on", "day"), [(date(2026, 11, 27), "9 Oct 2026"), (date(2025, 6, 9), "")], ids=str)
def test_the_chip_says_to_which_day_the_law_is_checked_where_that_is_before_the_day(on: date, day: str) -> None:
    assert header.checked(on).replace("\u00a0", " ") == (header.SAY("header.checked", day=day) if day else "")
