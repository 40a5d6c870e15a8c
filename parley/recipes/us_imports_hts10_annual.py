"""US imports and calculated duty of 2024 and 2025 by ten-digit statistical line and origin, revised."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.countries import iso3_by_census_code
from parley.recipes.hs_codes import REVISION
from parley.recipes.releases import known_from
from parley.tables import read_table

FILE = "trade/census-hts10-country-2024-2025/us_imports_hts10_country_{year}.parquet"
SOURCE_ID = "census_us_imports_hts10_annual"
YEARS = (2024, 2025)
# The revision of June 2026, which is in the figures, came out with the trade of this month.
REVISED_WITH = pd.Timestamp("2026-04-01")
MONEY = {
    "general_value_usd": "general_value_usd",
    "consumption_value_usd": "value_usd",
    "dutiable_value_usd": "dutiable_value_usd",
    "calculated_duty_usd": "duty_usd",
}
VALUES = list(MONEY.values())


def build(raw: Path) -> pd.DataFrame:
    """One row per line, year and exporter; the lines of one product stand together, the largest exporter first."""
    return of_years(raw, YEARS)


def of_years(raw: Path, years: Sequence[int]) -> pd.DataFrame:
    """The table for these years."""
    parts = [pd.read_parquet(raw_file(raw, FILE.format(year=year))).assign(year=year) for year in years]
    table = pd.concat(parts, ignore_index=True).rename(columns=MONEY)
    table["exporter_iso3"] = table["cty_code"].map(iso3_by_census_code(read_table("countries")))
    key = ["hts10", "year", "exporter_iso3"]
    # Gaza Strip and West Bank are one country here; a code without a country stays and is refused
    table = table.groupby(key, as_index=False, dropna=False)[VALUES].sum()
    table = table.assign(hs6=table["hts10"].str[:6], hs_revision=REVISION, **known(), source_id=SOURCE_ID)
    return in_order_of_size(table, "hts10")


def known() -> dict[str, Any]:
    """The day from which this vintage counts as known, and how that day is known."""
    return {str(column): value for column, value in known_from(pd.Series([REVISED_WITH])).iloc[0].items()}


def in_order_of_size(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows by code and year, the largest value first: the order in which the file is smallest."""
    order = [code, "year", "value_usd", "exporter_iso3"]
    return table.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
