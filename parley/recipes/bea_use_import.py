"""Use of commodities and of imports by industry and final demand, 2022 to 2024."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.pce_bridge import in_usd
from parley.recipes.pce_imports import FOLDER, SOURCE_ID, plain


def build(raw: Path) -> pd.DataFrame:
    """One row per year, commodity and use with the names of both, US dollars."""
    table = in_usd(pd.read_parquet(raw_file(raw, f"{FOLDER}/use_and_import_long.parquet")))
    codes = pd.read_csv(raw_file(raw, f"{FOLDER}/codes.csv"), dtype=str)
    names = {kind: plain(part.set_index("code")["name"]) for kind, part in codes.groupby("kind")}
    uses = pd.concat([names["industry"], names["final_demand"]])
    return table.assign(
        commodity=table["bea_commodity_code"].map(names["commodity"]),
        use=table["use_code"].map(uses),
        source_id=SOURCE_ID,
    ).sort_values(["year", "bea_commodity_code", "use_code"], ignore_index=True)
