"""US exports by chapter, by subheading to China, and the industries that make them."""

from pathlib import Path

import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import Published, classifications, raw_file
from parley.recipes.classifications import hs_revision_of, subheadings_in
from parley.recipes.releases import known_from, year_known_from
from parley.tables import countries

HS2_FILE = "trade/usitc-dataweb-exports-hs2/DataWeb-Query-Export__FAS_Value.csv"
HS2_SOURCE_ID = "usitc_dataweb_exports_hs2"
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


def us_exports_hs2_annual(raw: Path) -> pd.DataFrame:
    """US exports by chapter, destination and year, from a table of USITC DataWeb.

    One row per destination, chapter and year with exports.
    """
    wide = pd.read_csv(raw_file(raw, HS2_FILE), skiprows=HEAD_LINES, dtype=str)
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
    table["source_id"] = HS2_SOURCE_ID
    return table


CHINA_FILE = "trade/census-exports-china-hs6/phaseone-tradedata-C-febuary.parquet"
CHINA_SOURCE_ID = "census_exports_china_hs6"
GROUPS = {
    "not in aggreement": "none",  # the source's spelling
    "Agriculture": "agriculture",
    "Energy": "energy",
    "Manufactures": "manufactures",
}
PRODUCTS = {  # scanning faults of the source
    "Industrial mac.hin ery": "Industrial machinery",
    "Electrical equipment and mac.hioery": "Electrical equipment and machinery",
}
# One code of the Census Bureau for civil aircraft, engines and parts. The tracker joins the annex by headings of the
# nomenclature, which do not have it; Annex 6.1 names aircraft among the manufactured goods.
CHINA_AIRCRAFT, AIRCRAFT_GROUP, AIRCRAFT_PRODUCT = "880000", "manufactures", "Aircraft"
UNITS = {"T": "t", "BBL": "bbl", "M3": "m3", "L": "l"}


def us_exports_china_hs6_monthly(raw: Path) -> pd.DataFrame:
    """US exports to China by subheading and month, with the groups of the phase-one agreement.

    One row per subheading and month, in that order within each group of the agreement, the commonest filter.
    """
    lines = pd.read_parquet(raw_file(raw, CHINA_FILE)).reset_index()
    # rows without a partner are goods named in the agreement that met no trade
    lines = lines[lines["CTY_CODE"].notna()]
    lines = lines.assign(
        month=lines["time"].dt.tz_localize(None),
        unit=lines["quant_type"].map(UNITS),  # "-": the file has no quantity for the code, its zero is not one
        phase_one_group=lines["high_catagory"].map(GROUPS),
        phase_one_product=lines["low_catagory"].replace(PRODUCTS),
    )
    lines.loc[lines["hs6"] == CHINA_AIRCRAFT, ["phase_one_group", "phase_one_product"]] = (
        AIRCRAFT_GROUP,
        AIRCRAFT_PRODUCT,
    )
    # the two or three lines a code may have in one month are parts of it
    table = lines.groupby(["hs6", "month"], as_index=False).agg(
        value_usd=("china_exports", "sum"),
        quantity=("china_exports_quant", "sum"),
        quantity_unit=("unit", "first"),
        units=("unit", "nunique"),
        phase_one_group=("phase_one_group", "first"),
        phase_one_product=("phase_one_product", "first"),
    )
    one_unit = table["units"] == 1
    table["quantity"] = table["quantity"].where(one_unit)
    table["quantity_unit"] = table["quantity_unit"].where(one_unit)
    table["value_usd"] = table["value_usd"].astype("int64")
    table["hs_revision"] = hs_revision_of(table["month"].dt.year)
    table[["released_on", "date_basis"]] = known_from(table["month"])
    table["source_id"] = CHINA_SOURCE_ID
    return table.drop(columns="units").sort_values(["phase_one_group", "hs6", "month"], ignore_index=True)


SPLIT_YEAR, REVISION = 2020, "HS2017"
# The Census Bureau's one code for civil aircraft, engines and parts, which is in no edition of the nomenclature.
SECTORS_AIRCRAFT = {"hs6": "880000", "sector": "C30", "part": 1.0}


def us_export_chapter_sectors(raw: Path) -> pd.DataFrame:
    """How much of each HS chapter of US exports to China each industry makes, from the last whole year by subheading.

    One row per chapter and industry with exports.
    """
    split = chapter_parts(raw, sectors_of_products(classifications.hs_naics(raw)))
    split = split[split["part"] > 0]
    rows = split.assign(share_pct=100 * split["part"], hs_revision=REVISION, source_id=CHINA_SOURCE_ID)
    return rows[["chapter", "hs_revision", "sector", "share_pct", "source_id"]].sort_values(
        ["chapter", "sector"], ignore_index=True
    )


def chapter_parts(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    """How much of each HS chapter of US exports to China each industry makes: chapter, sector, part (ratio).

    ``parts``: industries of HS2022 subheadings, as ``sectors_of_products`` gives them.
    """
    monthly = us_exports_china_hs6_monthly(raw)
    exports = monthly[pd.to_datetime(monthly["month"]).dt.year == SPLIT_YEAR].groupby("hs6")["value_usd"].sum()
    earlier = subheadings_in(raw, REVISION).rename("code").rename_axis("hs6").reset_index()
    whole_aircraft = pd.DataFrame([SECTORS_AIRCRAFT]).rename(columns={"hs6": "code"})
    by_code = earlier.merge(parts, on="hs6").groupby(["code", "sector"])["part"].sum().reset_index()
    by_code = pd.concat([by_code, whole_aircraft], ignore_index=True)
    by_code["part"] /= by_code.groupby("code")["part"].transform("sum")
    value = by_code["part"] * by_code["code"].map(exports).fillna(0)
    split = value.groupby([by_code["code"].str[:2].rename("chapter"), by_code["sector"]]).sum()
    whole = split.groupby("chapter").transform("sum")
    part: pd.DataFrame = (split / whole).rename("part").dropna().reset_index()
    return part


US_EXPORT_CHAPTER_SECTORS_PUBLISHED = (
    Published(
        "least sum of the shares of a chapter, %",
        100,
        lambda frame: float(frame.groupby("chapter")["share_pct"].sum().min()),
        1e-9,
        "a chapter's exports are made by its industries",
    ),
)
