"""Customs deposits and withdrawals by month, from the Daily Treasury Statement."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FILE = "trade/us-customs-receipts-2024-2026/us_customs_deposits_dts_monthly.csv"
SOURCE_ID = "us_customs_deposits_dts"
TO_THE_NEXT_DAY = pd.Timedelta(days=1)


def build(raw: Path) -> pd.DataFrame:
    """One row per month, oldest first; dollars."""
    table = pd.read_csv(raw_file(raw, FILE), parse_dates=["month", "last_record_date"])
    table = table.rename(columns={"last_record_date": "last_day"})
    return table.assign(released_on=table["last_day"] + TO_THE_NEXT_DAY, date_basis="estimated", source_id=SOURCE_ID)


PUBLISHED = (
    Published("months", 33, lambda frame: float(len(frame)), 0, "US Treasury, Daily Treasury Statement", True),
    Published(
        "deposits of May 2025, US$",
        23.968e9,
        reading("customs_deposits_usd", month=pd.Timestamp("2025-05-01")),
        0,
        "US Treasury, Daily Treasury Statement",
    ),
)
