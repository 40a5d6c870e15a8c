"""The average duty by law is told in the present tense only where it is confirmed for the day shown."""

from datetime import date

import pytest

from parley import terms
from parley.app.kit import law_average
from tests.wording import told


@pytest.mark.parametrize(
    ("on", "case", "day"),
    [
        (date(2025, 6, 9), "then", "9 Jun 2025"),
        (date(2026, 10, 9), "then", "9 Oct 2026"),
        (date(2026, 10, 10), "unsure", "9 Oct 2026"),  # no source confirms the duty of July 2026 after that day
        (date(2026, 11, 27), "unsure", "9 Oct 2026"),
    ],
)
def test_the_average_is_of_the_day_its_law_is_confirmed_for(on: date, case: str, day: str) -> None:
    found, fields = told("app/kit", "law_average", law_average.sentence(on))
    rates = law_average.law_range(on)
    assert rates is not None
    assert (found, fields["day"]) == (case, day)
    assert fields["central"] == terms.rate(rates[1]).replace(terms.NBSP, " ")


def test_before_the_table_begins_nothing_is_said() -> None:
    assert law_average.sentence(date(2024, 12, 30)) == ""
