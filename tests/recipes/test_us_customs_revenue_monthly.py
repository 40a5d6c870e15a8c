"""Customs revenue: every month since 1982, the same imports as the trade table, and no rate without imports."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def revenue() -> pd.DataFrame:
    return read_table("us_customs_revenue_monthly")


def test_no_month_is_missing(revenue: pd.DataFrame) -> None:
    months = pd.date_range("1982-01-01", "2026-02-01", freq="MS")
    assert revenue["month"].tolist() == months.tolist()


def test_imports_are_the_general_imports_of_the_trade_table(revenue: pd.DataFrame) -> None:
    trade = read_table("trade_monthly")
    world = trade[(trade["partner_iso3"] == "WLD") & (trade["source_id"] == "budgetlab_import_shares")]
    both = world.merge(revenue, on="month")
    assert len(both) > 100
    assert both["value_usd"].tolist() == pytest.approx(both["imports_usd"].tolist())


def test_a_month_without_imports_has_no_share(revenue: pd.DataFrame) -> None:
    without = revenue[revenue["imports_usd"].isna()]
    assert without["month"].tolist() == [pd.Timestamp("2026-02-01")]
    assert without["effective_rate_pct"].isna().all()


def test_on_9_june_2025_april_is_the_newest_month(revenue: pd.DataFrame) -> None:
    assert read_table("us_customs_revenue_monthly", date(2025, 6, 9))["month"].max() == pd.Timestamp("2025-04-01")
