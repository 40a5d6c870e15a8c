"""UK imports of critical materials by month, from China and from all countries."""

from datetime import timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/uk_imports_from_china_monthly_cn8.csv"
DAYS_TO_RELEASE = timedelta(days=50)
KG_PER_TONNE = 1000
MAGNETS = "85051110"
WRONG_WEIGHT = (MAGNETS, "2025-06", 900_796)
WRONG_WEIGHT_NOTE = "weight from all countries declared as 900,796 kg, an error of one declaration: left empty"


def build(raw: Path) -> pd.DataFrame:
    """One row per material and month; a month in which nothing came from China has empty cells for China."""
    lines = pd.read_csv(raw_file(raw, FILE), dtype={"cn8": str})
    cn8, month, kg = WRONG_WEIGHT
    wrong = (lines["cn8"] == cn8) & (lines["month"] == month) & (lines["world_quantity_kg"] == kg)
    months = pd.to_datetime(lines["month"], format="%Y-%m")
    table = pd.DataFrame(
        {
            "cn8": lines["cn8"],
            "hs_revision": "HS2022",
            "material": lines["material"],
            "month": months,
            "china_value_usd": lines["china_value_usd"],
            "china_quantity_t": lines["china_quantity_kg"] / KG_PER_TONNE,
            "world_value_usd": lines["world_value_usd"].astype(float),
            "world_quantity_t": (lines["world_quantity_kg"] / KG_PER_TONNE).mask(wrong),
            "released_on": months + pd.offsets.MonthEnd() + DAYS_TO_RELEASE,
            "date_basis": "estimated",
            "note": wrong.map({True: WRONG_WEIGHT_NOTE, False: None}),
            "source_id": "hmrc_critical_imports",
        }
    )
    return table.sort_values(["cn8", "month"], ignore_index=True)
