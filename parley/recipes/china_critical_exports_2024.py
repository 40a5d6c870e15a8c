"""China's exports of six critical goods by destination in 2024, from BACI."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/china_exports_by_destination_2024_hs6.csv"
MAGNETS = "850511"
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


def _million(partner: str) -> Callable[[pd.DataFrame], float]:
    value = reading("value_usd", hs6=MAGNETS, partner_iso3=partner)
    return lambda frame: value(frame) / 1e6


SOURCE = "CEPII, BACI HS17 V202601"
PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"permanent magnets of metal to {name}, 2024, m US$", value, _million(iso3), 0.05, SOURCE)
        for name, iso3, value in (
            ("Germany", "DEU", 513.9),
            ("the United States", "USA", 366.3),
            ("Viet Nam", "VNM", 341.3),
            ("South Korea", "KOR", 268.9),
        )
    ),
    Published("rows", 469, len, 0, "six subheadings by destination"),
)
