"""Personal consumption of 2024 by category and producing commodity: the bridge table."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FILE = "trade/bea-pce-bridge-2024/pce_bridge_summary_2024.csv"
SOURCE_ID = "bea_pce_bridge_2024"


def build(raw: Path) -> pd.DataFrame:
    """One row per category and commodity, US dollars."""
    table = in_usd(pd.read_csv(raw_file(raw, FILE), dtype={"commodity_code": str}))
    return table.assign(
        pce_category=table["pce_category"].str.strip(), commodity=table["commodity"].str.strip(), source_id=SOURCE_ID
    ).sort_values(["nipa_line", "bea_commodity_code"], ignore_index=True)


def in_usd(table: pd.DataFrame) -> pd.DataFrame:
    """The columns in million dollars (``_musd``) in dollars (``_usd``), the code of the commodity under our name."""
    millions = [c for c in table.columns if c.endswith("_musd")]
    dollars = table[millions] * 1e6 + 0.0  # + 0.0 turns -0.0 into 0.0
    named = table.drop(columns=millions).rename(columns={"commodity_code": "bea_commodity_code"})
    return pd.concat([named, dollars.rename(columns=lambda c: c.replace("_musd", "_usd"))], axis=1)


def _parts_apart_bn(frame: pd.DataFrame) -> float:
    parts = frame[["producers_value_usd", "transport_usd", "wholesale_usd", "retail_usd"]].sum(axis=1)
    return float((parts - frame["purchasers_value_usd"]).abs().max() / 1e9)


BEA = "Bureau of Economic Analysis, PCE Bridge Table, 2024"
PUBLISHED: tuple[Published, ...] = (
    Published("widest gap between a value and its parts, bn US$", 0, _parts_apart_bn, 0.0025, BEA),
)
