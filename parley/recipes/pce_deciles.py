"""Personal consumption of 2023 by category and tenth, as carried by The Budget Lab at Yale."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FOLDER = "trade/pce-by-decile-2023"
SOURCE_ID = "pce_by_decile_2023"


def build(raw: Path) -> pd.DataFrame:
    """One row per category and tenth."""
    table = pd.read_csv(raw_file(raw, f"{FOLDER}/pce_share_by_decile_2023.csv"))
    return (
        table.drop(columns=["category", "total_billions"])
        .assign(
            pce_category=table["category"],
            category_usd=table["total_billions"] * 1e9,
            verification="unverified",
            source_id=SOURCE_ID,
        )
        .sort_values(["line", "decile"], ignore_index=True)
    )


def _total_bn(frame: pd.DataFrame) -> float:
    return float(frame.drop_duplicates("line")["category_usd"].sum() / 1e9)


def _tenths_pct(*deciles: int) -> Callable[[pd.DataFrame], float]:
    """Share of these tenths in all consumption, categories weighted by their size."""

    def compute(frame: pd.DataFrame) -> float:
        part = frame[frame["decile"].isin(deciles)]
        return float((part["share_pct"] * part["category_usd"]).sum() / (_total_bn(frame) * 1e9))

    return compute


CARRIER = "The Budget Lab at Yale, Tariff-Model, July 2026"
PUBLISHED = (
    Published("consumption of 2023, bn US$", 18_822, _total_bn, 0.5, "BEA, personal consumption of 2023, first print"),
    Published("share of the lowest fifth, %", 9.2, _tenths_pct(1, 2), 0.05, CARRIER),
    Published("share of the highest fifth, %", 39.5, _tenths_pct(9, 10), 0.05, CARRIER),
    Published("share of the highest tenth, %", 25.74, _tenths_pct(10), 0.01, CARRIER),
)
