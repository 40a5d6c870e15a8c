"""Customs revenue: every month since 1982, the same imports as the trade table, and no rate without imports."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import raw_file
from parley.recipes.us_customs_revenue import NET


@pytest.fixture(scope="module")
def revenue() -> pd.DataFrame:
    return read_table("us_customs_revenue_monthly")


def test_no_month_is_missing(revenue: pd.DataFrame) -> None:
    months = pd.date_range("1982-01-01", "2026-08-01", freq="MS")
    assert revenue["month"].tolist() == months.tolist()


def test_imports_are_the_general_imports_of_the_trade_table(revenue: pd.DataFrame) -> None:
    trade = read_table("trade_monthly")
    world = trade[(trade["partner_iso3"] == "WLD") & (trade["source_id"] == "budgetlab_import_shares")]
    both = world.merge(revenue, on="month")
    assert len(both) > 100
    assert both["value_usd"].tolist() == pytest.approx(both["imports_usd"].tolist())


def test_a_month_without_imports_has_no_share(revenue: pd.DataFrame) -> None:
    without = revenue[revenue["imports_usd"].isna()]
    assert without["month"].tolist() == pd.date_range("2026-02-01", "2026-08-01", freq="MS").tolist()
    assert without["effective_rate_pct"].isna().all()
    assert without["imports_source_id"].isna().all()


def test_during_the_shutdown_receipts_were_known_before_the_imports_of_the_month() -> None:
    """The trade figures of August 2025 came out on 19 November, not in October."""
    month = pd.Timestamp("2025-08-01")
    then, later = (
        read_table("us_customs_revenue_monthly", on).set_index("month").loc[month]
        for on in (date(2025, 11, 18), date(2025, 11, 19))
    )
    assert then["customs_duties_usd"] == later["customs_duties_usd"] > 0
    assert pd.isna(then["imports_usd"])
    assert pd.isna(then["effective_rate_pct"])
    assert later["imports_usd"] > 0


def test_receipts_less_refunds_are_the_net_within_a_million(revenue: pd.DataFrame) -> None:
    apart = revenue.dropna(subset="gross_receipts_usd")
    assert apart["month"].tolist() == pd.date_range("2024-09-01", "2026-08-01", freq="MS").tolist()
    assert (apart["gross_receipts_usd"] - apart["refunds_usd"] - apart["customs_duties_usd"]).abs().max() <= 1e6


def test_the_net_was_negative_in_three_months_and_no_rate_is_made_from_it(revenue: pd.DataFrame) -> None:
    negative = revenue[revenue["customs_duties_usd"] < 0]
    assert negative["month"].tolist() == pd.date_range("2026-05-01", "2026-07-01", freq="MS").tolist()
    assert negative["effective_rate_pct"].isna().all()


def test_the_statement_continues_the_older_file_without_a_step(revenue: pd.DataFrame, raw: Path) -> None:
    """Both have 18 months, equal to the million: no month is taken from two that differ."""
    older = pd.read_csv(raw_file(raw, NET), parse_dates=["date"]).set_index("date")["customs_duties"]
    apart = revenue.dropna(subset="gross_receipts_usd").set_index("month")["customs_duties_usd"] / 1e6
    both = apart.index.intersection(older.index)
    assert len(both) == 18
    assert apart[both].tolist() == older[both].tolist()


def test_a_fiscal_year_is_the_sum_of_its_months_within_two_millions(revenue: pd.DataFrame) -> None:
    years = read_table("us_customs_receipts_fiscal_year").set_index("fiscal_year")["net_receipts_usd"]
    months = revenue.set_index("month")["customs_duties_usd"]
    ends = (months.index + pd.DateOffset(months=3)).year  # a fiscal year begins in October
    sums = months.groupby(ends).sum()
    assert years.index.tolist() == list(range(2015, 2026))
    assert (sums[years.index] - years).abs().max() <= 2e6


def test_deposits_are_more_than_the_duties_and_the_last_month_is_not_whole(revenue: pd.DataFrame) -> None:
    """In print: 1.03 to 1.16 times the receipts, excise taxes and fees being in them."""
    deposits = read_table("us_customs_deposits_monthly")
    both = deposits.merge(revenue.dropna(subset="gross_receipts_usd"), on="month")
    ratio = both["customs_deposits_usd"] / both["gross_receipts_usd"]
    assert len(ratio) == 24
    assert ratio.min() >= 1.03
    assert ratio.max() <= 1.165
    assert deposits.loc[deposits["is_partial_month"], "month"].tolist() == [pd.Timestamp("2026-09-01")]
    assert deposits["last_day"].max() == pd.Timestamp("2026-09-24")


def test_on_9_june_2025_april_is_the_newest_month(revenue: pd.DataFrame) -> None:
    assert read_table("us_customs_revenue_monthly", date(2025, 6, 9))["month"].max() == pd.Timestamp("2025-04-01")
