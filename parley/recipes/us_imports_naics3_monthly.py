"""US imports for consumption and calculated duty by industry, partner and month."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
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


def _sum_bn(partner: str, year: int, months: int) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        of_year = (frame["month"].dt.year == year) & (frame["month"].dt.month <= months)
        rows = frame[(frame["partner_iso3"] == partner) & of_year]
        return float(rows["value_usd"].sum() / 1e9)

    return compute


def _duty_rate(month: str) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        rows = frame[(frame["partner_iso3"] == "CHN") & (frame["month"] == pd.Timestamp(month))]
        return float(rows["duty_usd"].sum() / rows["value_usd"].sum() * 100)

    return compute


PUBLISHED = (
    *(
        Published(
            f"imports for consumption from China {year}, first {months} months, bn US$",
            value,
            _sum_bn("CHN", year, months),
            0.05,
            "US Census Bureau, imports for consumption",
        )
        for year, months, value in ((2017, 12, 503.7), (2018, 12, 543.3), (2024, 12, 429.4), (2025, 11, 279.9))
    ),
    *(
        Published(
            f"effective duty on China, {month[:7]}, %",
            value,
            _duty_rate(month),
            0.05,
            "US Census Bureau, calculated duty and imports for consumption",
        )
        for month, value in (("2024-12-01", 11.0), ("2025-05-01", 48.2), ("2025-11-01", 32.3))
    ),
)


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
