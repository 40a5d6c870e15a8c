"""Imports in personal consumption by commodity, 2022 to 2024."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.pce_bridge import in_usd

FOLDER = "trade/bea-imports-in-consumption-2024"
SOURCE_ID = "bea_imports_in_consumption_2024"
RENAMED = {
    "pce_producers_usd": "pce_usd",
    "imports_matrix_total_usd": "import_matrix_usd",
    "imports_use_table_total_usd": "use_table_imports_usd",
    "indirect_import_share_of_domestic_pce_pct": "indirect_import_share_pct",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per year and commodity, US dollars and percent."""
    table = in_usd(pd.read_csv(raw_file(raw, f"{FOLDER}/pce_imports_by_commodity.csv"), dtype={"commodity_code": str}))
    return (
        table.rename(columns=RENAMED)
        .assign(commodity=plain(table["commodity"]), source_id=SOURCE_ID)
        .sort_values(["year", "bea_commodity_code"], ignore_index=True)
    )


def plain(names: pd.Series) -> pd.Series:
    """Names without the marks of footnotes, ``[1]``."""
    return names.str.replace(r"\s*\[\d+\]$", "", regex=True)


def of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of one year."""
    return frame[frame["year"] == year]


def _with_inputs_pct(frame: pd.DataFrame) -> float:
    """Imports and imported inputs in consumption: M + sum of (C - M) s, over C, by commodity."""
    rows = of_year(frame, 2024)
    domestic = rows["pce_usd"] - rows["pce_imports_usd"]
    inputs = (domestic * rows["indirect_import_share_pct"] / 100).sum()
    return float((rows["pce_imports_usd"].sum() + inputs) / rows["pce_usd"].sum() * 100)


BEA = "Bureau of Economic Analysis, use tables and import matrices, September 2025"
PUBLISHED: tuple[Published, ...] = (
    Published("imports and imported inputs in it 2024, %", 10.85, _with_inputs_pct, 0.01, BEA),
)
