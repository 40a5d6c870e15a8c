"""Sums of twelve months of customs duties."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.revenue import monthly

FIRST = pd.Timestamp("2017-01-01")


def test_the_twelve_months_of_a_calendar_year_are_its_printed_sum() -> None:
    rows = monthly(read_table("us_customs_revenue_monthly"), FIRST).set_index("month")
    for december, bn in {"2024-12-01": 78.9, "2025-12-01": 264.0}.items():
        assert rows.loc[pd.Timestamp(december), "sum_12_months_usd"] / 1e9 == pytest.approx(bn, abs=0.05)


def test_a_sum_reaches_back_before_the_first_month_shown_and_needs_all_twelve() -> None:
    revenue = read_table("us_customs_revenue_monthly")
    assert monthly(revenue, FIRST)["sum_12_months_usd"].notna().all()
    gap = revenue[revenue["month"] != pd.Timestamp("2024-06-01")]
    rows = monthly(gap, FIRST).set_index("month")["sum_12_months_usd"]
    assert rows["2024-07-01":"2025-05-01"].isna().all()
    assert rows[pd.Timestamp("2025-06-01")] > 0
