"""US imports for consumption and calculated duty of 2024 by ten-digit statistical line and origin."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.countries import census_to_iso3
from parley.recipes.releases import year_known_from
from parley.recipes.us_imports_hs6_2024 import EUROPEAN_UNION, FILE, REVISION, SLOVAKIA, SOURCE_ID, YEAR

NAMES = "tariffs/census-us-imports-2024-hs10/hs10_descriptions.parquet"


def _sum_bn(frame: pd.DataFrame, column: str, exporter: str | None = None) -> float:
    rows = frame[(exporter is None) | (frame["exporter_iso3"] == exporter)]
    return float(rows[column].sum() / 1e9)


def _figure(what: str, expected: float, compute: Callable[[pd.DataFrame], float], tolerance: float) -> Published:
    return Published(what, expected, compute, tolerance, source="US Census Bureau, imports for consumption 2024")


PUBLISHED = (
    _figure("rows without Slovakia", 207_148, len, 0),
    _figure("statistical lines", 18_673, lambda frame: frame["hts10"].nunique(), 0),
    _figure("all imports in the table, bn US$", 3208.8, lambda frame: _sum_bn(frame, "value_usd"), 0.05),
    _figure("imports from China, bn US$", 429.426, lambda frame: _sum_bn(frame, "value_usd", "CHN"), 0.0005),
    _figure("duty on China, bn US$", 46.661, lambda frame: _sum_bn(frame, "duty_usd", "CHN"), 0.0005),
    _figure("imports from the United Kingdom, bn US$", 68.2, lambda frame: _sum_bn(frame, "value_usd", "GBR"), 0.05),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per line and exporter, sorted so that the lines of one product stand together."""
    lines = pd.read_parquet(raw_file(raw, FILE)).rename(
        columns={"I_COMMODITY": "hts10", "con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"}
    )
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    names = pd.read_parquet(raw_file(raw, NAMES)).set_index("I_COMMODITY")["I_COMMODITY_SDESC"]
    table = lines[["hts10", "value_usd", "duty_usd"]].assign(
        exporter_iso3=lines["CTY_CODE"].map(census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}),
        hs6=lines["hts10"].str[:6],
        description=lines["hts10"].map(names),
        hs_revision=REVISION,
        source_id=SOURCE_ID,
    )
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    return table.sort_values(["hts10", "exporter_iso3"], ignore_index=True)
