"""US customs duties by fiscal year: receipts, refunds and net, typed from the statements."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, facts_file, reading
from parley.recipes.releases import DAYS_TO_RELEASE
from parley.recipes.us_customs_revenue_monthly import RECEIPTS_SOURCE, STATEMENT

NAME = "us_customs_receipts_fiscal_year"


def build(raw: Path) -> pd.DataFrame:
    """One row per fiscal year, oldest first; dollars."""
    table = pd.read_csv(facts_file(NAME))
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
