"""US imports for consumption and calculated duty of 2024 by ten-digit statistical line and origin."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.countries import census_to_iso3
from parley.recipes.releases import year_known_from
from parley.recipes.us_imports_hs6_2024 import EUROPEAN_UNION, FILE, REVISION, SLOVAKIA, SOURCE_ID, YEAR

NAMES = "tariffs/census-us-imports-2024-hs10/hs10_descriptions.parquet"


def build(raw: Path) -> pd.DataFrame:
    """One row per line and exporter, sorted so that the lines of one product stand together."""
    lines = pd.read_parquet(raw_file(raw, FILE)).rename(
        columns={"I_COMMODITY": "hts10", "con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"}
    )
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    names = pd.read_parquet(raw_file(raw, NAMES)).set_index("I_COMMODITY")["I_COMMODITY_SDESC"]
    table = lines[["hts10", "value_usd", "duty_usd"]].assign(
        exporter_iso3=lines["CTY_CODE"].map(census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}),
        hs6=lines["hts10"].str[:6],
        description=lines["hts10"].map(names),
        hs_revision=REVISION,
        source_id=SOURCE_ID,
    )
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    return table.sort_values(["hts10", "exporter_iso3"], ignore_index=True)
