"""The 76 categories of the bridge table in the 16 categories of ``pce_deciles``."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.pce_deciles import FOLDER, SOURCE_ID
from parley.tables import read_table


def build(raw: Path) -> pd.DataFrame:
    """One row per category of the bridge table."""
    table = pd.read_csv(raw_file(raw, f"{FOLDER}/bridge_line_to_category.csv"))
    return table.assign(pce_category=table["pce_category"].str.strip(), source_id=SOURCE_ID).sort_values(
        "nipa_line", ignore_index=True
    )


def _in_both(frame: pd.DataFrame) -> int:
    pairs = set(zip(frame["nipa_line"], frame["pce_category"], strict=True))
    bridge = read_table("pce_bridge", columns=["nipa_line", "pce_category"])
    return len(pairs & set(zip(bridge["nipa_line"], bridge["pce_category"], strict=True)))


PUBLISHED = (
    Published("categories that stand in the bridge table", 76, _in_both, 0, "BEA, PCE Bridge Table, 2024"),
    Published(
        "categories by tenths", 16, lambda f: f["line"].nunique(), 0, "The Budget Lab at Yale, Tariff-Model, July 2026"
    ),
)
