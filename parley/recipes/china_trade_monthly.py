"""China's trade by month in US dollars as its customs revised it: the world, and exports to the United States."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file, read_typed_facts

FILE = "trade/gacc-totals-2021-2026/china_trade_monthly_usd.csv"
SOURCE_ID = "gacc_monthly_revised"
DAYS_TO_RELEASE = pd.Timedelta(days=40)
JANUARY = 1  # published together with February, and apart only later


def build(raw: Path) -> pd.DataFrame:
    """One row per month, partner and flow.

    A month is known from the day of its first release where a dated page of ``china_customs`` gives it, else from its
    end and 40 days on; January from the day February is.
    """
    lines = pd.read_csv(raw_file(raw, FILE))
    month = pd.to_datetime(lines["month"], format="%Y-%m")
    known_with = month + pd.to_timedelta(month.dt.month.eq(JANUARY) * 31, unit="D")
    first = known_with.map(first_releases())
    estimated = known_with + pd.offsets.MonthEnd() + DAYS_TO_RELEASE
    table = pd.DataFrame(
        {
            "month": month,
            "partner_iso3": lines["partner"],
            "flow": lines["flow"],
            "value_usd": lines["value_usd"].astype(float),
            "change_pct": lines["change_pct"],
            "released_on": first.fillna(estimated),
            "date_basis": first.notna().map({True: "day", False: "estimated"}),
            "source_id": SOURCE_ID,
        }
    )
    return table.sort_values(["partner_iso3", "flow", "month"], ignore_index=True)


def first_releases() -> "pd.Series[pd.Timestamp]":
    """The earliest dated page on the world's trade of a single month, by month."""
    cited = read_typed_facts("china_customs")
    single = cited["period_start"] + pd.offsets.MonthEnd() == cited["period_end"]
    dated = cited[single & (cited["partner_iso3"] == "WLD") & (cited["date_basis"] == "day")]
    days: pd.Series[pd.Timestamp] = dated.groupby("period_start")["published_on"].min()
    return days
