"""Use of commodities and of imports by industry and final demand, 2022 to 2024."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.pce_bridge import in_usd
from parley.recipes.pce_imports import BEA, FOLDER, SOURCE_ID, plain


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


def _bn(column: str, year: int, *use: str) -> Callable[[pd.DataFrame], float]:
    return lambda f: float(f.loc[f["use_code"].isin(use) & (f["year"] == year), column].sum() / 1e9)


PUBLISHED = (
    Published("personal consumption 2024, bn US$", 19_896.0, _bn("use_usd", 2024, "F010"), 0.05, BEA),
    Published("imports in personal consumption 2024, bn US$", 1_183.97, _bn("import_usd", 2024, "F010"), 0.005, BEA),
    Published("imports of the use table 2024, bn US$", -3_681.5, _bn("use_usd", 2024, "F050"), 0.05, BEA),
    Published("import matrix 2024, bn US$", -3_795.9, _bn("import_usd", 2024, "F050"), 0.05, BEA),
)
