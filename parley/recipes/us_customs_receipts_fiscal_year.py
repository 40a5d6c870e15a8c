"""US customs duties by fiscal year: receipts, refunds and net."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.recipes.releases import DAYS_TO_RELEASE
from parley.recipes.us_customs_revenue_monthly import RECEIPTS_SOURCE, STATEMENT

FILE = "trade/us-customs-receipts-2024-2026/us_customs_receipts_fiscal_year.csv"


def build(raw: Path) -> pd.DataFrame:
    """One row per fiscal year, oldest first; dollars."""
    table = pd.read_csv(raw_file(raw, FILE))
    end = pd.to_datetime(table["fiscal_year"].astype(str) + "-09-30")
    return table.assign(released_on=end + DAYS_TO_RELEASE, date_basis="estimated", source_id=RECEIPTS_SOURCE)


PUBLISHED = tuple(
    Published(f"{column}, fiscal 2025, US$", expected, reading(column, fiscal_year=2025), 0, STATEMENT)
    for column, expected in (
        ("gross_receipts_usd", 202.357e9),
        ("refunds_usd", 7.492e9),
        ("net_receipts_usd", 194.866e9),
    )
)
