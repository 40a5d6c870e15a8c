"""Imports in consumption by category of 2024, estimated from the bridge table and the import shares."""

from pathlib import Path

import pandas as pd

from parley.recipes import pce_bridge, pce_imports

YEAR = 2024
SUMS = {
    "producers_value_usd": "producers_value_usd",
    "purchasers_value_usd": "purchasers_value_usd",
    "direct": "direct_imports_usd",
    "indirect": "indirect_imports_usd",
    "without_share": "value_without_share_usd",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per category.

    Direct imports are the sum over commodities of producers' value times import share m; imported inputs that of the
    rest, value times (1 - m), times the share of imported inputs. Shares are empty where no commodity has one.
    """
    shares = pce_imports.of_year(pce_imports.build(raw), YEAR).set_index("bea_commodity_code")
    rows = pce_bridge.build(raw).join(
        shares[["pce_import_share_pct", "indirect_import_share_pct"]], on="bea_commodity_code"
    )
    value = rows["producers_value_usd"]
    direct = value * rows["pce_import_share_pct"] / 100
    rows = rows.assign(
        direct=direct,
        indirect=(value - direct) * rows["indirect_import_share_pct"] / 100,
        without_share=value.where(rows["pce_import_share_pct"].isna(), 0.0),
    )
    table = rows.groupby(["year", "nipa_line", "pce_category"], as_index=False)[list(SUMS)].sum().rename(columns=SUMS)
    known = table["value_without_share_usd"] != table["producers_value_usd"]
    imports = table["direct_imports_usd"].where(known)
    everything = imports + table["indirect_imports_usd"]
    return table.assign(
        direct_share_of_producers_pct=imports / table["producers_value_usd"] * 100,
        direct_share_of_purchasers_pct=imports / table["purchasers_value_usd"] * 100,
        total_share_of_purchasers_pct=everything / table["purchasers_value_usd"] * 100,
        verification="derived",
        source_id=pce_imports.SOURCE_ID,
    ).sort_values("nipa_line", ignore_index=True)
