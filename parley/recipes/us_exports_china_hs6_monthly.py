"""US exports to China by subheading and month, with the groups of the phase-one agreement."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.hs_revisions import hs_revision_of
from parley.recipes.releases import known_from

FILE = "trade/census-exports-china-hs6/phaseone-tradedata-C-febuary.parquet"
SOURCE_ID = "census_exports_china_hs6"
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
AIRCRAFT, AIRCRAFT_GROUP, AIRCRAFT_PRODUCT = "880000", "manufactures", "Aircraft"
UNITS = {"T": "t", "BBL": "bbl", "M3": "m3", "L": "l"}


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading and month, in that order within each group of the agreement, the commonest filter."""
    lines = pd.read_parquet(raw_file(raw, FILE)).reset_index()
    # rows without a partner are goods named in the agreement that met no trade
    lines = lines[lines["CTY_CODE"].notna()]
    lines = lines.assign(
        month=lines["time"].dt.tz_localize(None),
        unit=lines["quant_type"].map(UNITS),  # "-": the file has no quantity for the code, its zero is not one
        phase_one_group=lines["high_catagory"].map(GROUPS),
        phase_one_product=lines["low_catagory"].replace(PRODUCTS),
    )
    lines.loc[lines["hs6"] == AIRCRAFT, ["phase_one_group", "phase_one_product"]] = AIRCRAFT_GROUP, AIRCRAFT_PRODUCT
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
    table["source_id"] = SOURCE_ID
    return table.drop(columns="units").sort_values(["phase_one_group", "hs6", "month"], ignore_index=True)
