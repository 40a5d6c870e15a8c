"""Intermediate inputs between economies by supplying industry in 2022, OECD Inter-Country Input-Output tables."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.icio_country_sector import FOLDER, ICIO, SOURCE, USD_PER_UNIT, YEAR

RENAMED = {"origin_iso3": "exporter_iso3", "dest_iso3": "importer_iso3", "intermediate_use_musd": "value_usd"}


def build(raw: Path) -> pd.DataFrame:
    """One row per supplying economy and industry and using economy, home use included; single precision as received."""
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_intermediate_trade.parquet")).rename(columns=RENAMED)
    codes = ["importer_iso3", "exporter_iso3", "sector"]
    rows = rows.astype(dict.fromkeys(codes, "str"))
    rows["value_usd"] = (rows["value_usd"].astype("float64") * USD_PER_UNIT).astype("float32")
    return rows.sort_values(codes, ignore_index=True).assign(year=YEAR, source_id=SOURCE)


def _flow(exporter: str, importer: str) -> Callable[[pd.DataFrame], float]:
    def value(frame: pd.DataFrame) -> float:
        pair = (frame["exporter_iso3"] == exporter) & (frame["importer_iso3"] == importer)
        return float(frame.loc[pair, "value_usd"].astype("float64").sum() / 1e9)

    return value


def _total(frame: pd.DataFrame) -> float:
    return float(frame["value_usd"].astype("float64").sum() / 1e12)


PUBLISHED: tuple[Published, ...] = (
    Published("rows", 271801, len, 0, ICIO),
    Published("intermediate use, USD trillion", 99.249, _total, 0.0005, ICIO),
    Published("CHN to USA, USD billion", 193.42, _flow("CHN", "USA"), 0.005, ICIO),
    Published("USA to CHN, USD billion", 145.91, _flow("USA", "CHN"), 0.005, ICIO),
)
