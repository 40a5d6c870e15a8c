"""US exports by chapter, destination and year, from a table of USITC DataWeb."""

from functools import partial
from pathlib import Path

import pandas as pd

from parley import countries
from parley.recipes import Published, raw_file
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


def _exports_bn(frame: pd.DataFrame, year: int, partner: str | None = None) -> float:
    rows = frame[(frame["year"] == year) & ((partner is None) | (frame["partner_iso3"] == partner))]
    return float(rows["value_usd"].sum() / 1e9)


PUBLISHED = (
    *(
        Published(
            what=f"exports to China {year}, bn US$",
            expected=value,
            compute=partial(_exports_bn, year=year, partner="CHN"),
            tolerance=0.005,
            source="USITC DataWeb, total exports",
        )
        for year, value in ((2020, 124.58), (2021, 151.44), (2022, 153.99), (2023, 147.64), (2024, 143.23))
    ),
    Published(
        what="exports to all partners 2020, US$, to the dollar of the file's own total",
        expected=1_429_995_404_019,
        compute=lambda frame: int(frame.loc[frame["year"] == 2020, "value_usd"].sum()),
        tolerance=0,
        source="USITC DataWeb, total exports, last row",
    ),
    Published(
        what="exports to all partners 2024, US$, to the dollar of the file's own total",
        expected=2_061_690_757_601,
        compute=lambda frame: int(frame.loc[frame["year"] == 2024, "value_usd"].sum()),
        tolerance=0,
        source="USITC DataWeb, total exports, last row",
    ),
)


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
