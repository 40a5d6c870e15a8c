"""Mean rates of a month by the days they were in force, counted by hand."""

import pandas as pd
import pytest

from parley.measures.recorded_trade import _by_the_year, monthly_means, months_of

# Ten percent from 16 June 2025 on, and four percent more on the first ten days of July.
STEPS = pd.DataFrame(
    {
        "origin": ["A", "A"],
        "valid_from": pd.to_datetime(["2025-06-16", "2025-07-01"]),
        "valid_to": pd.to_datetime([None, "2025-07-10"]),
        "rate_pct": [10.0, 4.0],
    }
)


def test_the_month_before_each_of_a_year_runs_from_its_first_day_to_that_of_the_next() -> None:
    first, *_, last = months_of(2025, 1)
    assert first == (pd.Timestamp("2024-12-01"), pd.Timestamp("2025-01-01"))
    assert last == (pd.Timestamp("2025-11-01"), pd.Timestamp("2025-12-01"))
    assert len(list(months_of(2025, 1))) == 12


@pytest.mark.parametrize("lag", [0, 1])
def test_a_rate_counts_for_the_days_it_was_in_force_its_last_day_with_them(lag: int) -> None:
    """15 of the 30 days of June; all of July, and 10 of its 31 days for the second rate."""
    means = monthly_means(STEPS, "origin", "rate_pct", 2025, lag).loc["A"]
    by_hand = {5: 0.0, 6: 10 * 15 / 30, 7: 10 + 4 * 10 / 31, 8: 10.0}
    assert {month: means[month + lag] for month in by_hand} == pytest.approx(by_hand)


def test_twelve_months_to_june_are_the_year_less_its_first_half_and_the_half_that_followed() -> None:
    """10 a month in 2024 and 20 in 2025: 120 - 60 + 120; a partner of whom May 2025 is not known has no sum."""
    index = pd.date_range("2024-01-01", "2025-06-01", freq="MS")
    months = pd.DataFrame({"A": [10.0] * 12 + [20.0] * 6}, index=index)
    months["B"] = months["A"].mask(index == pd.Timestamp("2025-05-01"))
    year_usd = pd.Series({"A": 120.0, "B": 120.0})
    twelve = _by_the_year(months, year_usd, 2024, pd.Timestamp("2025-06-01"))
    assert twelve["A"] == 180
    assert twelve.isna().to_dict() == {"A": False, "B": True}
    assert _by_the_year(months, year_usd, 2023, pd.Timestamp("2025-06-01")).isna().all()
