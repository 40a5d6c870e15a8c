"""US exports by chapter, destination and year, from a table of USITC DataWeb."""

from pathlib import Path

import pandas as pd

from parley import countries
from parley.recipes import raw_file
from parley.recipes.hs_revisions import hs_revision_of
from parley.recipes.releases import year_known_from

FILE = "trade/usitc-dataweb-exports-hs2/DataWeb-Query-Export__FAS_Value.csv"
SOURCE_ID = "usitc_dataweb_exports_hs2"
HEAD_LINES = 2  # title and row count, before the names of the columns
YEARS = ["2020", "2021", "2022", "2023", "2024"]  # the file's column 2025 is all zero: the query took full years only
# DataWeb's names that are not ours. Gaza Strip and West Bank are one country here and are added.
DATAWEB_NAMES = {
    "Cabo Verde": "CPV",
    "Cocos (Keeling) Islands": "CCK",
    "Czechia (Czech Republic)": "CZE",
    "Côte d`Ivoire": "CIV",
    "Democratic Republic of the Congo": "COD",
    "Eswatini (Swaziland)": "SWZ",
    "French Southern and Antarctic Lands": "ATF",
    "Gaza Strip": "PSE",
    "Macau": "MAC",
    "Myanmar (Burma)": "MMR",
    "Pitcairn Islands": "PCN",
    "Reunion": "REU",
    "Saint Vincent and the Grenadines": "VCT",
    "Turkey": "TUR",
    "West Bank": "PSE",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per destination, chapter and year with exports."""
    wide = pd.read_csv(raw_file(raw, FILE), skiprows=HEAD_LINES, dtype=str)
    # the last row is the grand total, without a chapter: added in, it would double every sum
    wide = wide[wide["HTS Number"].notna()]
    wide = wide.assign(partner_iso3=wide["Country"].str.strip().map(countries.codes() | DATAWEB_NAMES))
    long = wide.melt(["partner_iso3", "HTS Number"], YEARS, var_name="year").rename(columns={"HTS Number": "chapter"})
    long["year"] = long["year"].astype(int)
    long["value_usd"] = long["value"].astype(float).astype("int64")
    keys = ["partner_iso3", "chapter", "year"]
    table = long.groupby(keys, as_index=False, dropna=False)[["value_usd"]].sum()
    table = table[table["value_usd"] > 0].reset_index(drop=True)
    table["hs_revision"] = hs_revision_of(table["year"])
    table[["released_on", "date_basis"]] = year_known_from(table["year"])
    table["source_id"] = SOURCE_ID
    return table
