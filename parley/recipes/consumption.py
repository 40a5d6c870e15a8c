"""Personal consumption of the US, the imports in it, and who spends it: BEA and The Budget Lab at Yale."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.tables.read import read_table

FILE = "trade/bea-pce-bridge-2024/pce_bridge_summary_2024.csv"
BRIDGE_SOURCE_ID = "bea_pce_bridge_2024"


def pce_bridge(raw: Path) -> pd.DataFrame:
    """Personal consumption of 2024 by category and producing commodity: the bridge table.

    One row per category and commodity, US dollars.
    """
    table = in_usd(pd.read_csv(raw_file(raw, FILE), dtype={"commodity_code": str}))
    return table.assign(
        pce_category=table["pce_category"].str.strip(),
        commodity=table["commodity"].str.strip(),
        source_id=BRIDGE_SOURCE_ID,
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


BRIDGE_BEA = "Bureau of Economic Analysis, PCE Bridge Table, 2024"
PCE_BRIDGE_PUBLISHED: tuple[Published, ...] = (
    Published("widest gap between a value and its parts, bn US$", 0, _parts_apart_bn, 0.0025, BRIDGE_BEA),
)


IMPORTS_FOLDER = "trade/bea-imports-in-consumption-2024"
IMPORTS_SOURCE_ID = "bea_imports_in_consumption_2024"
RENAMED = {
    "pce_producers_usd": "pce_usd",
    "imports_matrix_total_usd": "import_matrix_usd",
    "imports_use_table_total_usd": "use_table_imports_usd",
    "indirect_import_share_of_domestic_pce_pct": "indirect_import_share_pct",
}


def pce_imports(raw: Path) -> pd.DataFrame:
    """Imports in personal consumption by commodity, 2022 to 2024.

    One row per year and commodity, US dollars and percent.
    """
    table = in_usd(
        pd.read_csv(raw_file(raw, f"{IMPORTS_FOLDER}/pce_imports_by_commodity.csv"), dtype={"commodity_code": str})
    )
    return (
        table.rename(columns=RENAMED)
        .assign(commodity=plain(table["commodity"]), source_id=IMPORTS_SOURCE_ID)
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


IMPORTS_BEA = "Bureau of Economic Analysis, use tables and import matrices, September 2025"
PCE_IMPORTS_PUBLISHED: tuple[Published, ...] = (
    Published("imports and imported inputs in it 2024, %", 10.85, _with_inputs_pct, 0.01, IMPORTS_BEA),
)


YEAR = 2024
SUMS = {
    "producers_value_usd": "producers_value_usd",
    "purchasers_value_usd": "purchasers_value_usd",
    "direct": "direct_imports_usd",
    "indirect": "indirect_imports_usd",
    "without_share": "value_without_share_usd",
}


def pce_category_imports(raw: Path) -> pd.DataFrame:
    """Imports in consumption by category of 2024, estimated from the bridge table and the import shares.

    One row per category.

    Direct imports are the sum over commodities of producers' value times import share m; imported inputs that of the
    rest, value times (1 - m), times the share of imported inputs. Shares are empty where no commodity has one.
    """
    shares = of_year(pce_imports(raw), YEAR).set_index("bea_commodity_code")
    rows = pce_bridge(raw).join(shares[["pce_import_share_pct", "indirect_import_share_pct"]], on="bea_commodity_code")
    value = rows["producers_value_usd"]
    direct = value * rows["pce_import_share_pct"] / 100
    rows = rows.assign(
        direct=direct,
        indirect=(value - direct) * rows["indirect_import_share_pct"] / 100,
        without_share=value.where(rows["pce_import_share_pct"].isna(), 0.0),
    )
    table = rows.groupby(["year", "nipa_line", "pce_category"], as_index=False)[list(SUMS)].sum().rename(columns=SUMS)
    has_shares = table["value_without_share_usd"] != table["producers_value_usd"]
    imports = table["direct_imports_usd"].where(has_shares)
    everything = imports + table["indirect_imports_usd"]
    return table.assign(
        direct_share_of_producers_pct=imports / table["producers_value_usd"] * 100,
        direct_share_of_purchasers_pct=imports / table["purchasers_value_usd"] * 100,
        total_share_of_purchasers_pct=everything / table["purchasers_value_usd"] * 100,
        verification="derived",
        source_id=IMPORTS_SOURCE_ID,
    ).sort_values("nipa_line", ignore_index=True)


def bea_use_import(raw: Path) -> pd.DataFrame:
    """Use of commodities and of imports by industry and final demand, 2022 to 2024.

    One row per year, commodity and use with the names of both, US dollars.
    """
    table = in_usd(pd.read_parquet(raw_file(raw, f"{IMPORTS_FOLDER}/use_and_import_long.parquet")))
    codes = pd.read_csv(raw_file(raw, f"{IMPORTS_FOLDER}/codes.csv"), dtype=str)
    names = {kind: plain(part.set_index("code")["name"]) for kind, part in codes.groupby("kind")}
    uses = pd.concat([names["industry"], names["final_demand"]])
    return table.assign(
        commodity=table["bea_commodity_code"].map(names["commodity"]),
        use=table["use_code"].map(uses),
        source_id=IMPORTS_SOURCE_ID,
    ).sort_values(["year", "bea_commodity_code", "use_code"], ignore_index=True)


DECILES_FOLDER = "trade/pce-by-decile-2023"
DECILES_SOURCE_ID = "pce_by_decile_2023"


def pce_deciles(raw: Path) -> pd.DataFrame:
    """Personal consumption of 2023 by category and tenth, as carried by The Budget Lab at Yale.

    One row per category and tenth.
    """
    table = pd.read_csv(raw_file(raw, f"{DECILES_FOLDER}/pce_share_by_decile_2023.csv"))
    return (
        table.drop(columns=["category", "total_billions"])
        .assign(
            pce_category=table["category"],
            category_usd=table["total_billions"] * 1e9,
            verification="unverified",
            source_id=DECILES_SOURCE_ID,
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
PCE_DECILES_PUBLISHED = (
    Published("consumption of 2023, bn US$", 18_822, _total_bn, 0.5, "BEA, personal consumption of 2023, first print"),
    Published("share of the lowest fifth, %", 9.2, _tenths_pct(1, 2), 0.05, CARRIER),
    Published("share of the highest fifth, %", 39.5, _tenths_pct(9, 10), 0.05, CARRIER),
    Published("share of the highest tenth, %", 25.74, _tenths_pct(10), 0.01, CARRIER),
)


def pce_category_map(raw: Path) -> pd.DataFrame:
    """The 76 categories of the bridge table in the 16 categories of ``pce_deciles``.

    One row per category of the bridge table.
    """
    table = pd.read_csv(raw_file(raw, f"{DECILES_FOLDER}/bridge_line_to_category.csv"))
    return table.assign(pce_category=table["pce_category"].str.strip(), source_id=DECILES_SOURCE_ID).sort_values(
        "nipa_line", ignore_index=True
    )


def _in_both(frame: pd.DataFrame) -> int:
    pairs = set(zip(frame["nipa_line"], frame["pce_category"], strict=True))
    bridge = read_table("pce_bridge", columns=["nipa_line", "pce_category"])
    return len(pairs & set(zip(bridge["nipa_line"], bridge["pce_category"], strict=True)))


PCE_CATEGORY_MAP_PUBLISHED = (
    Published("categories that stand in the bridge table", 76, _in_both, 0, "BEA, PCE Bridge Table, 2024"),
    Published(
        "categories by tenths", 16, lambda f: f["line"].nunique(), 0, "The Budget Lab at Yale, Tariff-Model, July 2026"
    ),
)
