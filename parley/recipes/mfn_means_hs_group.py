"""Mean MFN and applied tariffs of five economies by group of chapters, WITS."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.mfn_means import FOLDER

SOURCE_ID = "wits_hs_group_means"


def build(raw: Path) -> pd.DataFrame:
    """One row per economy and group: ``01-05_Animal`` gives chapters 01-05 and the group Animal."""
    table = pd.read_csv(raw_file(raw, f"{FOLDER}/wits_by_hs_group_five_economies.csv"))
    printed = table["hs_group"].str.strip()
    return table.assign(
        hs_group=printed.str.split("_").str[-1],
        chapters=printed.str.extract(r"^(\d\d-\d\d)_", expand=False),
        source_id=SOURCE_ID,
    ).sort_values(["iso3", "year", "chapters"], ignore_index=True)
