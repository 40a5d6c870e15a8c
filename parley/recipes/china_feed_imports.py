"""China's imports of rare-earth compounds by origin: a short cited extract of its own reports to UN Comtrade."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "rare_earths/compiled_facts/china_imports_hs2846_by_origin_tidy.csv"
SOURCE_ID = "un_comtrade_chn_2846"
# The terms of UN Comtrade bar passing the data on: these partners since 2012 are cited facts, the rest stays out.
PARTNERS = {"W00": "WLD"} | {iso3: iso3 for iso3 in ("MMR", "MYS", "LAO", "VNM", "USA", "RUS", "THA")}
FIRST_YEAR = 2012
REVISIONS = {"H4": "HS2012", "H5": "HS2017", "H6": "HS2022"}
DAYS_TO_RELEASE = timedelta(days=40)


def build(raw: Path) -> pd.DataFrame:
    """One row per year and origin; a year in which nothing was reported from a country has no row."""
    records = pd.read_csv(raw_file(raw, FILE), keep_default_na=False, na_values=[""])
    records = records[records["partner_iso3"].isin(list(PARTNERS)) & (records["year"] >= FIRST_YEAR)]
    table = pd.DataFrame(
        {
            "year": records["year"],
            "partner_iso3": records["partner_iso3"].map(PARTNERS),
            "net_weight_t": records["net_weight_kg"] / 1000,
            "value_usd": records["cif_value_usd"],
            "is_weight_estimated": records["weight_estimated"],
            "hs_revision": records["hs_edition"].map(REVISIONS),
            "released_on": [date(year, 12, 31) + DAYS_TO_RELEASE for year in records["year"]],
            "date_basis": "estimated",
            "source_id": SOURCE_ID,
        }
    )
    return table.sort_values(["partner_iso3", "year"], ignore_index=True)
