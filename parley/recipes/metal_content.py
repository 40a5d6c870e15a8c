"""Steel, aluminium and copper in the value of goods by ten-digit US product number, means of their industries."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.hs_map import hs2022_or_missing

FILE = "tariffs/budget-lab-metal-content-shares/metal_content_shares_bea_hts10.parquet"
SOURCE_ID = "budget_lab_metal_content_shares"
METALS = {
    "steel_share": "steel_share_pct",
    "aluminum_share": "aluminium_share_pct",
    "copper_share": "copper_share_pct",
    "other_metal_share": "other_metal_share_pct",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per ten-digit number; each metal cut to 100 %, with a flag where the source gives more.

    Where the table of industries has no industry the source writes 0 for each metal and 100 % for all: no share here.
    """
    lines = pd.read_parquet(raw_file(raw, FILE))
    known = lines["bea_detail_code"].notna()
    shares = (lines[list(METALS)] * 100).rename(columns=METALS).where(known)
    table = pd.concat([lines[["hts10", "naics", "bea_detail_code"]], shares.clip(upper=100)], axis=1).assign(
        hs_revision=hs2022_or_missing(raw, lines["hts10"]),
        metal_share_pct=(lines["metal_share"] * 100).where(known),
        is_capped=shares.gt(100).any(axis=1),
        source_id=SOURCE_ID,
    )
    return table.sort_values("hts10", ignore_index=True)


def _parts_apart(frame: pd.DataFrame) -> int:
    return int((frame["metal_share_pct"] < frame[list(METALS.values())].max(axis=1) - 1e-9).sum())


PROVENANCE = "The Budget Lab at Yale, metal content shares, file of 11 May 2026"
PUBLISHED: tuple[Published, ...] = (
    Published(
        "numbers with more than 100 % of one metal in the source",
        1_110,
        lambda frame: frame[["steel_share_pct", "aluminium_share_pct", "copper_share_pct"]].eq(100).any(axis=1).sum(),
        0,
        PROVENANCE,
    ),
    Published("numbers with a metal above all metals", 0, _parts_apart, 0, "share of a part in a whole"),
)
