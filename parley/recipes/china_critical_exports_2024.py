"""China's exports of six critical goods by destination in 2024, from BACI."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/china_exports_by_destination_2024_hs6.csv"
RELEASED = date(2026, 1, 31)  # V202601


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading and destination, the largest first; weights of this release are left out."""
    lines = pd.read_csv(raw_file(raw, FILE), dtype={"hs6": str})
    table = pd.DataFrame(
        {
            "hs6": lines["hs6"],
            "hs_revision": "HS2017",
            "description": lines["description"],
            "year": lines["year"],
            "partner_iso3": lines["importer_iso3"],
            "value_usd": lines["value_usd"].astype(float),
            "released_on": RELEASED,
            "date_basis": "month",
            "source_id": "baci_critical_exports_2024",
        }
    )
    return table.sort_values(["hs6", "value_usd"], ascending=[True, False], ignore_index=True)
