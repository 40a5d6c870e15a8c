"""Industry and input-output commodity of ten-digit US product numbers."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.hs_map import hs2022_or_missing
from parley.tables import read_table

FILE = "trade/hts10-naics-bea-crosswalk/hts10_naics6_bea_summary.csv.gz"
SOURCE_ID = "hts10_naics_bea"


def build(raw: Path) -> pd.DataFrame:
    """One row per ten-digit number."""
    table = pd.read_csv(raw_file(raw, FILE), dtype=str).rename(columns={"bea_summary_code": "bea_commodity_code"})
    return table.assign(
        hs_revision=hs2022_or_missing(raw, table["hts10"]), naics3=table["naics"].str[:3], source_id=SOURCE_ID
    ).sort_values("hts10", ignore_index=True)


def _covered_pct(frame: pd.DataFrame) -> float:
    imports = read_table("us_imports_hs10_2024", columns=["hts10", "value_usd"])
    known = imports["hts10"].isin(frame["hts10"])
    return float(imports.loc[known, "value_usd"].sum() / imports["value_usd"].sum() * 100)


CENSUS = "US Census Bureau, imports for consumption 2024"
PUBLISHED: tuple[Published, ...] = (
    Published("value of imports of 2024 whose number is here, %", 97.3, _covered_pct, 0.05, CENSUS),
)
