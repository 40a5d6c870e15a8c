"""Goods trade between 194 countries in 2023: BACI of CEPII, summed over products."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FOLDER = "trade/baci-world-matrix-2023"
USD_PER_UNIT = 1000  # the matrix is in thousand dollars


def build(raw: Path) -> pd.DataFrame:
    """One row per pair of countries that trade. Rows of the matrix ship, columns buy, a blank is no trade."""
    codes = country_order(raw)
    matrix = pd.read_csv(raw_file(raw, f"{FOLDER}/trade_cepii.csv"))
    matrix.index, matrix.columns = pd.Index(codes, name="exporter_iso3"), pd.Index(codes, name="importer_iso3")
    pairs = matrix.melt(ignore_index=False, value_name="value_usd").dropna().reset_index()
    pairs["value_usd"] *= USD_PER_UNIT
    ordered = pairs.sort_values(["importer_iso3", "exporter_iso3"], ignore_index=True)
    return ordered.assign(source_id="baci_world_matrix_2023")


def country_order(raw: Path) -> list[str]:
    """The countries in the order of the rows and columns of the matrix and of the file of GDP."""
    labels = pd.read_csv(raw_file(raw, f"{FOLDER}/country_labels.csv"), keep_default_na=False)
    return list(labels.sort_values("iso_code")["iso3"])
