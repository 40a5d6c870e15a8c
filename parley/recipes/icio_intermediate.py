"""Intermediate inputs between economies by supplying industry in 2022, OECD Inter-Country Input-Output tables."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.icio_country_sector import FOLDER, SOURCE, USD_PER_UNIT, YEAR

RENAMED = {"origin_iso3": "exporter_iso3", "dest_iso3": "importer_iso3", "intermediate_use_musd": "value_usd"}


def build(raw: Path) -> pd.DataFrame:
    """One row per supplying economy and industry and using economy, home use included; single precision as received."""
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_intermediate_trade.parquet")).rename(columns=RENAMED)
    codes = ["importer_iso3", "exporter_iso3", "sector"]
    rows = rows.astype(dict.fromkeys(codes, "str"))
    rows["value_usd"] = (rows["value_usd"].astype("float64") * USD_PER_UNIT).astype("float32")
    return rows.sort_values(codes, ignore_index=True).assign(year=YEAR, source_id=SOURCE)
