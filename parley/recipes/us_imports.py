"""US imports for consumption and calculated duty by product, origin and year."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.classifications import hs_revision_of, section_of_chapter
from parley.recipes.countries import census_to_iso3, iso3_by_census_code
from parley.recipes.releases import known_from, year_known_from
from parley.tables.read import read_table

HS6_2024_FILE = "tariffs/census-us-imports-2024-hs10/us_imports_2024_hs10_by_country.parquet"
HS6_2024_SOURCE_ID = "census_us_imports_2024_hs10"
REVISION = "HS2022"
SLOVAKIA = "4359"  # stands alone in the file and inside the European Union's row as well
EUROPEAN_UNION = "0003"
YEAR = 2024


def us_imports_hs6_2024(raw: Path) -> pd.DataFrame:
    """US imports for consumption and calculated duty of 2024 by HS6 and origin, rolled up from ten digits.

    One row per exporter and subheading, sorted so; the sums equal the ten-digit file to the dollar.
    """
    lines = pd.read_parquet(raw_file(raw, HS6_2024_FILE))
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    iso3 = census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}
    lines = lines.assign(exporter_iso3=lines["CTY_CODE"].map(iso3), hs6=lines["I_COMMODITY"].str[:6])
    lines = lines.rename(columns={"con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"})
    table = lines.groupby(["exporter_iso3", "hs6"], as_index=False, dropna=False)[["value_usd", "duty_usd"]].sum()
    table["chapter"] = table["hs6"].str[:2]
    table["section"] = table["chapter"].map(section_of_chapter(raw))
    rate = table["duty_usd"] / table["value_usd"] * 100
    table["effective_rate_pct"] = rate.where(table["value_usd"] > 0)
    table["hs_revision"] = REVISION
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    table["source_id"] = HS6_2024_SOURCE_ID
    return table.sort_values(["exporter_iso3", "hs6"], ignore_index=True)


NAMES = "tariffs/census-us-imports-2024-hs10/hs10_descriptions.parquet"


def us_imports_hs10_2024(raw: Path) -> pd.DataFrame:
    """US imports for consumption and calculated duty of 2024 by ten-digit statistical line and origin.

    One row per line and exporter, sorted so that the lines of one product stand together.
    """
    lines = pd.read_parquet(raw_file(raw, HS6_2024_FILE)).rename(
        columns={"I_COMMODITY": "hts10", "con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"}
    )
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    names = pd.read_parquet(raw_file(raw, NAMES)).set_index("I_COMMODITY")["I_COMMODITY_SDESC"]
    table = lines[["hts10", "value_usd", "duty_usd"]].assign(
        exporter_iso3=lines["CTY_CODE"].map(census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}),
        hs6=lines["hts10"].str[:6],
        description=lines["hts10"].map(names),
        hs_revision=REVISION,
        source_id=HS6_2024_SOURCE_ID,
    )
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    return table.sort_values(["hts10", "exporter_iso3"], ignore_index=True)


ANNUAL_FILE = "trade/census-hts10-country-2024-2025/us_imports_hts10_country_{year}.parquet"
ANNUAL_SOURCE_ID = "census_us_imports_hts10_annual"
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


def us_imports_hts10_annual(raw: Path) -> pd.DataFrame:
    """US imports and calculated duty of 2024 and 2025 by ten-digit statistical line and origin, revised.

    One row per line, year and exporter; the lines of one product stand together, the largest exporter first.
    """
    return of_years(raw, YEARS)


def of_years(raw: Path, years: Sequence[int]) -> pd.DataFrame:
    """The table for these years."""
    parts = [pd.read_parquet(raw_file(raw, ANNUAL_FILE.format(year=year))).assign(year=year) for year in years]
    table = pd.concat(parts, ignore_index=True).rename(columns=MONEY)
    table["exporter_iso3"] = table["cty_code"].map(iso3_by_census_code(read_table("countries")))
    key = ["hts10", "year", "exporter_iso3"]
    # Gaza Strip and West Bank are one country here; a code without a country stays and is refused
    table = table.groupby(key, as_index=False, dropna=False)[VALUES].sum()
    table = table.assign(
        hs6=table["hts10"].str[:6], hs_revision=REVISION, **revised_columns(), source_id=ANNUAL_SOURCE_ID
    )
    return in_order_of_size(table, "hts10")


def revised_columns() -> dict[str, Any]:
    """The day from which this vintage counts as known, and how that day is known."""
    return {str(column): value for column, value in known_from(pd.Series([REVISED_WITH])).iloc[0].items()}


def in_order_of_size(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows by code and year, the largest value first: the order in which the file is smallest."""
    order = [code, "year", "value_usd", "exporter_iso3"]
    return table.sort_values(order, ascending=[True, True, False, True], ignore_index=True)


US_IMPORTS_HS6_NEEDS = ("hs_codes",)


def us_imports_hs6(raw: Path) -> pd.DataFrame:
    """US imports and calculated duty of 2024 and 2025 by HS6 and origin, revised: the ten-digit table added up.

    One row per subheading, year and exporter, the largest exporter first.
    """
    return of_lines(us_imports_hts10_annual(raw))


def of_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of ten digits added by subheading."""
    key = ["hs6", "year", "exporter_iso3"]
    table = lines.groupby(key, as_index=False)[VALUES].sum()
    table["chapter"] = table["hs6"].str[:2]
    # chapter 98, of which the classification has no word, stands in no section either
    chapters = read_table("hs_codes").query("level == 2").set_index("code")["section"]
    table["section"] = table["chapter"].map(chapters)
    table = table.assign(hs_revision=REVISION, **revised_columns(), source_id=ANNUAL_SOURCE_ID)
    return in_order_of_size(table, "hs6")


TAIWAN_FILE = "trade/taiwan-us-imports-hs6/us_imports_from_taiwan_hs6_annual.csv.gz"
TAIWAN_SOURCE_ID = "taiwan_us_imports_hs6"
COMPUTERS = ("8471", "8473")  # computers, and their parts


def _imports_bn(frame: pd.DataFrame, year: int) -> float:
    return float(frame.loc[frame["year"] == year, "value_usd"].sum() / 1e9)


def _computers_in_rise_pct(frame: pd.DataFrame) -> float:
    """Share of computers and their parts in the rise of all imports from 2023 to 2025, percent."""
    computers = frame[frame["hs6"].str.startswith(COMPUTERS)]
    rise = _imports_bn(computers, 2025) - _imports_bn(computers, 2023)
    return rise / (_imports_bn(frame, 2025) - _imports_bn(frame, 2023)) * 100


US_IMPORTS_TAIWAN_HS6_PUBLISHED = (
    Published(
        "subheadings with imports, all years",
        22_592,
        lambda frame: int((frame["value_usd"] > 0).sum()),
        0,
        "USITC DataWeb, imports for consumption from Taiwan",
        at_least=True,
    ),
    *(
        Published(
            what=f"imports from Taiwan {year}, bn US$",
            expected=value,
            compute=partial(_imports_bn, year=year),
            tolerance=0.005,
            source="USITC DataWeb, imports for consumption from Taiwan",
        )
        for year, value in ((2024, 115.27), (2025, 198.32))
    ),
    Published(
        what="computers and parts in the rise from 2023 to 2025, %",
        expected=92,
        compute=_computers_in_rise_pct,
        tolerance=0.5,
        source="USITC DataWeb, imports for consumption from Taiwan",
    ),
)


def us_imports_taiwan_hs6(raw: Path) -> pd.DataFrame:
    """US imports for consumption from Taiwan by subheading and year, from a table of USITC DataWeb.

    One row per subheading and year, sorted so. Subheadings are those of the schedule of each year.
    """
    table = pd.read_csv(raw_file(raw, TAIWAN_FILE), dtype={"hs6": str})
    table = table.rename(columns={"customs_value_usd": "value_usd"})
    table["hs_revision"] = hs_revision_of(table["year"])
    table[["released_on", "date_basis"]] = year_known_from(table["year"])
    table["source_id"] = TAIWAN_SOURCE_ID
    return table.sort_values(["hs6", "year"], ignore_index=True)
