"""Inputs by using industry of each economy in 2022, OECD Inter-Country Input-Output tables."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.icio_country_sector import FOLDER, SOURCE, USD_PER_UNIT, YEAR

RENAMED = {"use_musd": "value_usd", "domestic_use_musd": "domestic_usd"}


def build(raw: Path) -> pd.DataFrame:
    """One row per economy, supplying and using industry with a flow; single precision as received."""
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_io_use.parquet")).rename(columns=RENAMED)
    codes = ["country_iso3", "using_sector", "input_sector"]
    rows = rows.astype(dict.fromkeys(codes, "str"))
    for column in RENAMED.values():
        rows[column] = (rows[column].astype("float64") * USD_PER_UNIT).astype("float32")
    return rows.sort_values(codes, ignore_index=True).assign(year=YEAR, source_id=SOURCE)
