"""China's exports by commodity from two release tables of its customs."""

from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, raw_file

FILE = "trade/gacc-releases/gacc_major_export_commodities_usd.csv"
SOURCE_ID = "gacc_releases"
MILLION = 1_000_000
# The page of April 2025 carries no day in our copy; totals of that month are in print from 9 May 2025 on.
PUBLISHED_IN = pd.Timestamp("2025-05-31")
COLUMNS = {
    "value_month_usd_million": "value_usd",
    "value_ytd_usd_million": "value_year_to_date_usd",
    "value_ytd_prior_year_usd_million": "value_year_to_date_before_usd",
}


def _goods_in(frame: pd.DataFrame, month: str) -> int:
    return int((frame["month"] == pd.Timestamp(month)).sum())


def _of_may_2026(column: str, commodity: str, expected: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        return one_value(frame[frame["month"] == pd.Timestamp("2026-05-01")], column, commodity=commodity)

    return Published(f"May 2026, {commodity}, {column}", expected, compute, 1e-9 * abs(expected), "GACC, June 2026")


PUBLISHED = (
    *(
        Published(f"goods of {month[:7]}", count, partial(_goods_in, month=month), 0, "GACC, major export commodities")
        for month, count in (("2025-04-01", 19), ("2026-05-01", 18))
    ),
    _of_may_2026("quantity_year_to_date", "Rare-earth ore, metals, compounds", 25378.0),
    _of_may_2026("change_pct", "Rare-earth ore, metals, compounds", 44.9),
    _of_may_2026("value_usd", "Mechanical and electrical products", 240950.9 * MILLION),
    _of_may_2026("change_pct", "Mechanical and electrical products", 22.4),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per month and commodity, in the order of the pages."""
    lines = pd.read_csv(raw_file(raw, FILE), parse_dates=["gacc_published"])
    table = lines.rename(
        columns={
            **COLUMNS,
            "commodity_as_printed": "commodity",
            "yoy_ytd_value_pct": "change_pct",
            "yoy_ytd_quantity_pct": "quantity_change_pct",
            "quantity_month": "quantity",
            "quantity_ytd": "quantity_year_to_date",
        }
    )
    table["month"] = pd.to_datetime(lines["month"], format="%Y-%m")
    table[list(COLUMNS.values())] = (table[list(COLUMNS.values())] * MILLION).round()
    table["published_on"] = lines["gacc_published"].fillna(PUBLISHED_IN)
    table["date_basis"] = lines["gacc_published"].notna().map({True: "day", False: "month"})
    # what the table's makers say about a unit is a note, not a unit
    doubtful = table["quantity_unit"].str.startswith("printed as").eq(True)
    table["note"] = None
    table.loc[doubtful, "note"] = "Unit printed as 10,000 pairs; the size of the figures suggests 100 million pairs"
    table["quantity_unit"] = table["quantity_unit"].mask(doubtful | table["quantity_unit"].eq("not shown"))
    table["source_id"] = SOURCE_ID
    return table.drop(columns=["quantity_ytd_prior_year", "gacc_published", "source_fixture"])
