"""US customs duties by fiscal year: receipts, refunds and net."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.releases import DAYS_TO_RELEASE
from parley.recipes.us_customs_revenue_monthly import RECEIPTS_SOURCE

FILE = "trade/us-customs-receipts-2024-2026/us_customs_receipts_fiscal_year.csv"


def build(raw: Path) -> pd.DataFrame:
    """One row per fiscal year, oldest first; dollars."""
    table = pd.read_csv(raw_file(raw, FILE))
    end = pd.to_datetime(table["fiscal_year"].astype(str) + "-09-30")
    return table.assign(released_on=end + DAYS_TO_RELEASE, date_basis="estimated", source_id=RECEIPTS_SOURCE)
