"""US exports to China by subheading and month, with the groups of the phase-one agreement."""

from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
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


def _sum_bn(frame: pd.DataFrame, year: int, chapter: str = "") -> float:
    rows = frame[(frame["month"].dt.year == year) & frame["hs6"].str.startswith(chapter)]
    return float(rows["value_usd"].sum() / 1e9)


def _agreed_bn(frame: pd.DataFrame, year: int, groups: tuple[str, ...]) -> float:
    return _sum_bn(frame[frame["phase_one_group"].isin(groups)], year)


PUBLISHED = (
    *(
        Published(
            f"exports to China by subheading {year}, bn US$",
            value,
            partial(_sum_bn, year=year),
            0.05,
            "US Census Bureau, exports by subheading",
        )
        for year, value in ((2017, 129.0), (2018, 119.6), (2019, 106.0), (2020, 124.1))
    ),
    # with one of the two lines of a code dropped instead of added it would be 2.68
    Published(
        "chapter 27 in 2018, bn US$, near the 8.45 of the chapter's own series",
        8.00,
        partial(_sum_bn, year=2018, chapter="27"),
        0.005,
        "US Census Bureau, exports by subheading",
    ),
    # without aircraft manufactures would be 50.2 and all goods of the agreement 78.8
    *(
        Published(
            f"baseline of the agreement, US exports in 2017, {', '.join(groups)}, bn US$",
            value,
            partial(_agreed_bn, year=2017, groups=groups),
            0.1,
            "C. P. Bown, PIIE, US-China phase one tracker: baseline in US export figures",
        )
        for groups, value in (
            (("agriculture",), 20.9),
            (("manufactures",), 66.5),
            (("energy",), 7.6),
            (("agriculture", "manufactures", "energy"), 95.1),
        )
    ),
    Published("rows", 363_590, len, 0, "US Census Bureau, exports by subheading, lines of one code added"),
)


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
