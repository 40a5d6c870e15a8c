"""US imports for consumption and calculated duty by industry, partner and month."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.releases import known_from
from parley.recipes.trade_monthly import BY_INDUSTRY, BY_INDUSTRY_EU27_FROM, partners_by_name

SOURCE_ID = "census_naics3_monthly"
ALL_PRODUCTS = "00"
PARTNERS = (
    "TOTAL FOR ALL COUNTRIES", "EUROPEAN UNION", "AUSTRALIA", "AUSTRIA", "BELGIUM", "BRAZIL", "CANADA", "CHILE",
    "CHINA", "COLOMBIA", "FRANCE", "GERMANY", "INDIA", "INDONESIA", "IRELAND", "ISRAEL", "ITALY", "JAPAN",
    "KOREA, SOUTH", "MALAYSIA", "MEXICO", "NETHERLANDS", "RUSSIA", "SAUDI ARABIA", "SINGAPORE", "SPAIN", "SWEDEN",
    "SWITZERLAND", "TAIWAN", "THAILAND", "UNITED KINGDOM", "VIETNAM",
)  # fmt: skip
KEY = ["naics3", "partner_iso3", "month"]
NUMBERS = ["value_usd", "duty_usd"]


def build(raw: Path) -> pd.DataFrame:
    """One row per industry, partner and month, in that order."""
    table = pd.read_parquet(raw_file(raw, BY_INDUSTRY)).reset_index()
    # the row of all products is the sum of the others; other groups are partners again
    table = table[(table["NAICS"] != ALL_PRODUCTS) & table["CTY_NAME"].isin(PARTNERS)]
    table = table.rename(columns={"NAICS": "naics3", "imports": "value_usd", "duty": "duty_usd", "time": "month"})
    table = table.assign(partner_iso3=table["CTY_NAME"].map(partners_by_name()))[[*KEY, *NUMBERS]]
    table[NUMBERS] = table[NUMBERS].astype("int64")  # whole dollars in the file
    table = _without_united_kingdom(table)
    table[["released_on", "date_basis"]] = known_from(table["month"])
    table["source_id"] = SOURCE_ID
    return table.sort_values(KEY, ignore_index=True)


def _without_united_kingdom(table: pd.DataFrame) -> pd.DataFrame:
    """The European Union of 27 in every month: until December 2017 the published group has the United Kingdom in it.

    An industry and month without a row of the United Kingdom had no imports from there.
    """
    joint = (table["partner_iso3"] == "EU27") & (table["month"] < BY_INDUSTRY_EU27_FROM)
    kingdom = table[table["partner_iso3"] == "GBR"].set_index(["naics3", "month"])[NUMBERS]
    union = table[joint].set_index(["naics3", "month"])[NUMBERS]
    less = union - kingdom.reindex(union.index).fillna(0).astype("int64")
    kept = table.assign(is_derived=joint)
    kept.loc[joint, NUMBERS] = less.to_numpy()
    return kept
