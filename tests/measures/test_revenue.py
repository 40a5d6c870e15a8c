"""Sums of twelve months of customs duties."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import bilateral
from parley.measures.revenue import by_fiscal_year, monthly, recorded_years

FIRST = pd.Timestamp("2017-01-01")


def world() -> pd.DataFrame:
    duty = bilateral.observed_duty(read_table("trade_monthly"))
    return duty[duty["partner_iso3"] == "WLD"]


def months(revenue: pd.DataFrame) -> pd.DataFrame:
    return monthly(revenue, world(), FIRST).set_index("month")


def test_the_twelve_months_of_a_calendar_year_are_its_printed_sum() -> None:
    rows = months(read_table("us_customs_revenue_monthly"))
    for december, bn in {"2024-12-01": 78.9, "2025-12-01": 264.0}.items():
        assert rows.loc[pd.Timestamp(december), "net_12_months_usd"] / 1e9 == pytest.approx(bn, abs=0.05)


def test_a_sum_reaches_back_before_the_first_month_shown_and_needs_all_twelve() -> None:
    revenue = read_table("us_customs_revenue_monthly")
    assert months(revenue)["net_12_months_usd"].notna().all()
    gap = revenue[revenue["month"] != pd.Timestamp("2024-06-01")]
    rows = months(gap)["net_12_months_usd"]
    assert rows["2024-07-01":"2025-05-01"].isna().all()
    assert rows[pd.Timestamp("2025-06-01")] > 0


def test_receipts_and_refunds_have_sums_once_twelve_months_are_known_apart() -> None:
    """In print: fiscal 2025 (to September 2025) 202.357 bn received, 7.492 bn paid back."""
    rows = months(read_table("us_customs_revenue_monthly"))
    assert rows.loc[:"2025-07-01", "gross_12_months_usd"].isna().all()
    fiscal = rows.loc[pd.Timestamp("2025-09-01")]
    assert fiscal["gross_12_months_usd"] / 1e9 == pytest.approx(202.357, abs=0.0015)
    assert fiscal["refunds_12_months_usd"] / 1e9 == pytest.approx(7.492, abs=0.0015)


def test_the_rate_is_calculated_duty_over_imports_and_never_made_from_the_net() -> None:
    """In print: 6.45% in July 2026, when more was paid back than received; 6.87% in August."""
    rows = months(read_table("us_customs_revenue_monthly"))
    assert rows.loc[pd.Timestamp("2026-07-01"), "customs_duties_usd"] < 0
    for month, rate in {"2026-07-01": 6.45, "2026-08-01": 6.87}.items():
        assert rows.loc[pd.Timestamp(month), "effective_rate_pct"] == pytest.approx(rate, abs=0.005)


def test_a_year_of_eleven_months_has_their_rate_and_one_of_ten_is_left_out() -> None:
    """2.5 of duty on 10 of imports each month is 25 percent; 2022 lies before the first year asked for."""
    months = [
        f"{year}-{month:02d}-01"
        for year, last in ((2022, 12), (2023, 12), (2024, 11), (2025, 10))
        for month in range(1, last + 1)
    ]
    duty = pd.DataFrame(
        {"partner_iso3": "CHN", "month": pd.to_datetime(months), "duty_usd": 2.5, "value_usd": 10.0, "source_id": "a"}
    )
    years = recorded_years(duty, 2023).set_index("year")
    assert years["months"].to_dict() == {2023: 12, 2024: 11}
    assert years["duty_usd"].to_dict() == {2023: 30.0, 2024: 27.5}
    assert years["rate_pct"].to_dict() == {2023: 25.0, 2024: 25.0}


def test_the_months_of_a_fiscal_year_sum_to_what_its_statement_prints() -> None:
    """In print: fiscal 2025 202.357 bn received, 7.492 paid back; here from its months, as if not in print yet."""
    years, revenue = read_table("us_customs_receipts_fiscal_year"), read_table("us_customs_revenue_monthly")
    months = revenue[revenue["month"] < pd.Timestamp("2025-10-01")]
    last = by_fiscal_year(years[years["fiscal_year"] < 2025], months).iloc[-1]
    assert (last["fiscal_year"], last["months"]) == (2025, 12)
    assert last["gross_receipts_usd"] / 1e9 == pytest.approx(202.357, abs=0.01)
    assert last["refunds_usd"] / 1e9 == pytest.approx(7.492, abs=0.01)


def test_a_fiscal_year_without_one_of_its_months_is_not_summed() -> None:
    years, revenue = read_table("us_customs_receipts_fiscal_year"), read_table("us_customs_revenue_monthly")
    assert by_fiscal_year(years, revenue)["months"].iloc[-1] < 12
    gap = revenue[revenue["month"] != pd.Timestamp("2025-12-01")]
    assert by_fiscal_year(years, gap)["fiscal_year"].max() == 2025
