"""Mean MFN and applied tariffs of five economies by group of chapters, WITS."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.recipes.mfn_means import FOLDER

SOURCE_ID = "wits_hs_group_means"
TOTAL = "Total"


def build(raw: Path) -> pd.DataFrame:
    """One row per economy and group: ``01-05_Animal`` gives chapters 01-05 and the group Animal."""
    table = pd.read_csv(raw_file(raw, f"{FOLDER}/wits_by_hs_group_five_economies.csv"))
    printed = table["hs_group"].str.strip()
    return table.assign(
        hs_group=printed.str.split("_").str[-1],
        chapters=printed.str.extract(r"^(\d\d-\d\d)_", expand=False),
        source_id=SOURCE_ID,
    ).sort_values(["iso3", "year", "chapters"], ignore_index=True)


WDI = "World Bank, World Development Indicators, weighted mean of applied duties"
PUBLISHED = (
    *(
        Published(
            f"applied mean of all goods, {iso3}",
            pct,
            reading("applied_weighted_pct", iso3=iso3, hs_group=TOTAL),
            0.005,
            WDI,
        )
        for iso3, pct in (("CHN", 2.31), ("VNM", 1.17), ("MEX", 1.21), ("ZAF", 4.46))
    ),
    Published("groups of goods", 16, lambda f: f["chapters"].nunique(), 0, "WITS"),
)
