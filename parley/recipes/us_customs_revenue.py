"""Duties the US collects: by month, by fiscal year, and deposits by day added by month."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.releases import DAYS_TO_RELEASE, known_from

NET = "trade/budgetlab-import-shares/tariff_revenue.csv"
RECEIPTS = "trade/us-customs-receipts-2024-2026/us_customs_receipts_mts_monthly.csv"
NET_SOURCE, RECEIPTS_SOURCE = "us_customs_revenue", "us_customs_receipts_2024_2026"
NET_VINTAGE, RECEIPTS_VINTAGE = date(2026, 3, 27), date(2026, 9, 29)


def us_customs_revenue_monthly(raw: Path) -> pd.DataFrame:
    """US customs duties collected by month since 1982, receipts and refunds apart from September 2024 on.

    One row per month, oldest first; dollars and percent. The share is computed here from the two sums.
    """
    net = pd.read_csv(raw_file(raw, NET), parse_dates=["date"])  # USD million
    net = net[["date", "customs_duties", "imports_value"]].rename(columns={"date": "month"})
    receipts = pd.read_csv(raw_file(raw, RECEIPTS), parse_dates=["month"])
    table = net.merge(receipts, on="month", how="outer")
    # the statement knows receipts and refunds apart; where both have a month their net is equal (a test)
    is_newer = table["net_receipts_usd"].notna()
    duties = table["net_receipts_usd"].fillna(_from_million(table["customs_duties"]))
    imports = _from_million(table["imports_value"])
    return pd.DataFrame(
        {
            "month": table["month"],
            "customs_duties_usd": duties,
            "gross_receipts_usd": table["gross_receipts_usd"],
            "refunds_usd": table["refunds_usd"],
            "imports_usd": imports,
            "effective_rate_pct": duties / imports * 100,
            "imports_source_id": imports.notna().map({True: NET_SOURCE, False: None}),
            "imports_released_on": known_from(table["month"])["released_on"].where(imports.notna()),
            "released_on": _receipts_known(table["month"]),
            "date_basis": "estimated",
            "vintage": is_newer.map({True: RECEIPTS_VINTAGE, False: NET_VINTAGE}),
            "source_id": is_newer.map({True: RECEIPTS_SOURCE, False: NET_SOURCE}),
        }
    ).sort_values("month", ignore_index=True)


def _receipts_known(months: pd.Series) -> pd.Series:
    """An estimate: the monthly statement comes out well before 40 days, and no later than the day it was read."""
    later, read = months + pd.offsets.MonthEnd() + DAYS_TO_RELEASE, pd.Timestamp(RECEIPTS_VINTAGE)
    known_on: pd.Series = later.where(later <= read, read)
    return known_on


def _from_million(values: pd.Series) -> pd.Series:
    return (values * 1e6).round()


FISCAL_FILE = "trade/us-customs-receipts-2024-2026/us_customs_receipts_fiscal_year.csv"


def us_customs_receipts_fiscal_year(raw: Path) -> pd.DataFrame:
    """US customs duties by fiscal year: receipts, refunds and net.

    One row per fiscal year, oldest first; dollars.
    """
    table = pd.read_csv(raw_file(raw, FISCAL_FILE))
    end = pd.to_datetime(table["fiscal_year"].astype(str) + "-09-30")
    return table.assign(released_on=end + DAYS_TO_RELEASE, date_basis="estimated", source_id=RECEIPTS_SOURCE)


DEPOSITS_FILE = "trade/us-customs-receipts-2024-2026/us_customs_deposits_dts_monthly.csv"
SOURCE_ID = "us_customs_deposits_dts"
TO_THE_NEXT_DAY = pd.Timedelta(days=1)


def us_customs_deposits_monthly(raw: Path) -> pd.DataFrame:
    """Customs deposits and withdrawals by month, from the Daily Treasury Statement.

    One row per month, oldest first; dollars.
    """
    table = pd.read_csv(raw_file(raw, DEPOSITS_FILE), parse_dates=["month", "last_record_date"])
    table = table.rename(columns={"last_record_date": "last_day"})
    return table.assign(released_on=table["last_day"] + TO_THE_NEXT_DAY, date_basis="estimated", source_id=SOURCE_ID)
