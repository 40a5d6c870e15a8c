"""Customs deposits and withdrawals by month, from the Daily Treasury Statement."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "trade/us-customs-receipts-2024-2026/us_customs_deposits_dts_monthly.csv"
SOURCE_ID = "us_customs_deposits_dts"
TO_THE_NEXT_DAY = pd.Timedelta(days=1)


def build(raw: Path) -> pd.DataFrame:
    """One row per month, oldest first; dollars."""
    table = pd.read_csv(raw_file(raw, FILE), parse_dates=["month", "last_record_date"])
    table = table.rename(columns={"last_record_date": "last_day"})
    return table.assign(released_on=table["last_day"] + TO_THE_NEXT_DAY, date_basis="estimated", source_id=SOURCE_ID)
