"""China's imports of rare-earth compounds by origin: a short cited extract of its own reports to UN Comtrade."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

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


def _weight(partner: str, year: int) -> Callable[[pd.DataFrame], float]:
    return reading("net_weight_t", partner_iso3=partner, year=year)


PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"{name}, 2024, t of gross weight", value, _weight(partner, 2024), 0.5, "UN Comtrade, China, HS 2846")
        for name, partner, value in (
            ("world", "WLD", 77_025),
            ("Myanmar", "MMR", 44_366),
            ("Malaysia", "MYS", 16_345),
            ("Laos", "LAO", 10_748),
        )
    ),
    Published("rows", 88, len, 0, "eight partners since 2012: the extract that may be cited"),
)
