"""EU imports of critical materials by origin in 2024, from Eurostat's Comext."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.tables import read_table

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/eu_imports_by_origin_2024_cn8.csv"
SOURCE_ID = "eurostat_critical_imports"
DAYS_TO_RELEASE = timedelta(days=50)
OWN_CODES = {"XS": "SRB", "QW": "ROW"}  # Comext's codes for Serbia and for origins not specified


def build(raw: Path) -> pd.DataFrame:
    """One row per material and origin, the largest origin first."""
    lines = pd.read_csv(raw_file(raw, FILE), dtype={"cn8": str}, keep_default_na=False)
    countries = read_table("countries").dropna(subset="iso2").set_index("iso2")["iso3"].to_dict()
    table = pd.DataFrame(
        {
            "cn8": lines["cn8"],
            "hs_revision": "HS2022",
            "material": lines["material"],
            "description": lines["description"],
            "year": lines["year"],
            "partner_iso3": lines["origin_iso2"].map(countries | OWN_CODES),
            "value_eur": lines["value_eur"].astype(float),
            "world_value_eur": lines["world_value_eur"].astype(float),
            "value_share_pct": lines["value_share_pct"],
            "quantity_share_pct": lines["quantity_share_pct"],
            "released_on": [date(year, 12, 31) + DAYS_TO_RELEASE for year in lines["year"]],
            "date_basis": "estimated",
            "source_id": SOURCE_ID,
        }
    )
    return table.sort_values(["cn8", "value_eur"], ascending=[True, False], ignore_index=True)
