"""Goods trade between 194 countries in 2023: BACI of CEPII, summed over products."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FOLDER = "trade/baci-world-matrix-2023"
USD_PER_UNIT = 1000  # the matrix is in thousand dollars
BACI = "BACI V202501, 2023"


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


def _flow(exporter: str, importer: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: reading("value_usd", exporter_iso3=exporter, importer_iso3=importer)(frame) / 1e9


def _total(frame: pd.DataFrame) -> float:
    return float(frame["value_usd"].sum() / 1e12)


_TO_USA = {"CHN": 440.48, "MEX": 459.15, "VNM": 117.68, "DEU": 166.17}
PUBLISHED: tuple[Published, ...] = (
    Published("pairs that trade", 25398, len, 0, BACI),
    Published("world trade in goods, USD trillion", 21.750, _total, 0.0005, BACI),
    *(Published(f"{c} to USA, USD billion", x, _flow(c, "USA"), 0.0051, BACI) for c, x in _TO_USA.items()),
    Published("USA to CHN, USD billion", 145.33, _flow("USA", "CHN"), 0.0051, BACI),
)
