"""GDP of the countries of the world trade matrix, World Bank."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.world_trade_2023 import FOLDER, country_order

NEWEST_YEAR = 2023
# The file gives one figure a country and no year. These are the countries whose figure is that of an earlier year in
# the World Bank's own table of 24 March 2025, kept beside it.
OLDER = {
    "BTN": 2022,
    "ERI": 2011,
    "GRL": 2021,
    "LBN": 2022,
    "NCL": 2022,
    "PYF": 2022,
    "SSD": 2015,
    "SYR": 2022,
    "TON": 2022,
    "VEN": 2014,
    "YEM": 2018,
}


def build(raw: Path) -> pd.DataFrame:
    """One row per country; the figures are in dollars, unlike the trade matrix beside them."""
    gdp = pd.read_csv(raw_file(raw, f"{FOLDER}/gdp.csv"))["gdp"]
    rows = pd.DataFrame({"iso3": country_order(raw), "gdp_usd": gdp})
    rows["year"] = rows["iso3"].map(OLDER).fillna(NEWEST_YEAR).astype("int64")
    return rows.sort_values("iso3", ignore_index=True).assign(source_id="wdi_gdp_2023")
