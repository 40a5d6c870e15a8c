"""Employment of US mining and manufacturing industries in three months."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.releases import DAYS_TO_RELEASE

FILE = "trade/us-employment-by-industry/us_employment_65_industries_monthly.csv"
SOURCE_ID = "us_employment_by_industry"
VINTAGE = date(2026, 3, 27)
# before the first list of duties on China, before the duties of 2025, last month known
MONTHS = ("2018-06", "2025-01", "2026-02")
INDUSTRIES = {
    "logging": None,
    "oil_gas_extraction": "211",
    "mining_ex_oil_gas": "212",
    "support_mining": "213",
    "wood_products": "321",
    "nonmetallic_minerals": "327",
    "primary_metals": "331",
    "fabricated_metals": "332",
    "machinery": "333",
    "computer_electronic": "334",
    "electrical_equipment": "335",
    "motor_vehicles": "336",
    "furniture": "337",
    "misc_durable_mfg": "339",
    "food_misc_nondurable": None,
    "textiles": None,
    "apparel": "315",
    "paper_products": "322",
    "printing": "323",
    "petroleum_coal": "324",
    "chemicals": "325",
    "plastics_rubber": "326",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per month and industry of ``MONTHS`` and ``INDUSTRIES``."""
    table = pd.read_csv(raw_file(raw, FILE))
    kept = table[table["month"].isin(MONTHS) & table["industry"].isin(INDUSTRIES)]
    months = pd.to_datetime(kept["month"], format="%Y-%m")
    return kept.assign(
        month=months,
        naics3=kept["industry"].map(INDUSTRIES),
        released_on=months + pd.offsets.MonthEnd() + DAYS_TO_RELEASE,
        date_basis="estimated",
        vintage=VINTAGE,
        source_id=SOURCE_ID,
    ).sort_values(["month", "industry"], ignore_index=True)
