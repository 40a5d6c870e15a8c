"""US imports for consumption and calculated duty of 2024 by HS6 and origin, rolled up from ten digits."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.countries import census_to_iso3
from parley.recipes.hs_codes import section_of_chapter
from parley.recipes.releases import year_known_from

FILE = "tariffs/census-us-imports-2024-hs10/us_imports_2024_hs10_by_country.parquet"
SOURCE_ID = "census_us_imports_2024_hs10"
REVISION = "HS2022"
SLOVAKIA = "4359"  # stands alone in the file and inside the European Union's row as well
EUROPEAN_UNION = "0003"
YEAR = 2024


def _china(frame: pd.DataFrame, section: str | None = None) -> pd.DataFrame:
    return frame[(frame["exporter_iso3"] == "CHN") & ((section is None) | (frame["section"] == section))]


def _rate(rows: pd.DataFrame) -> float:
    return float(rows["duty_usd"].sum() / rows["value_usd"].sum() * 100)


def _heading(frame: pd.DataFrame, code: str) -> float:
    return float(frame.loc[frame["hs6"].str.startswith(code), "value_usd"].sum() / 1e9)


def _figure(what: str, expected: float, compute: Callable[[pd.DataFrame], float], tolerance: float) -> Published:
    return Published(what, expected, compute, tolerance, source="US Census Bureau, imports for consumption 2024")


PUBLISHED = (
    _figure("all imports in the table, bn US$", 3208.8, lambda frame: frame["value_usd"].sum() / 1e9, 0.05),
    _figure("imports from China, bn US$", 429.426, lambda frame: _china(frame)["value_usd"].sum() / 1e9, 0.0005),
    _figure("duty on China, bn US$", 46.661, lambda frame: _china(frame)["duty_usd"].sum() / 1e9, 0.0005),
    _figure("effective rate on China, %", 10.87, lambda frame: _rate(_china(frame)), 0.005),
    _figure("section XVI from China, bn US$", 197.6, lambda frame: _china(frame, "XVI")["value_usd"].sum() / 1e9, 0.05),
    _figure("effective rate on section XVI from China, %", 8.1, lambda frame: _rate(_china(frame, "XVI")), 0.05),
    _figure("effective rate on section XI from China, %", 18.8, lambda frame: _rate(_china(frame, "XI")), 0.05),
    _figure("effective rate on section XV from China, %", 17.9, lambda frame: _rate(_china(frame, "XV")), 0.05),
    _figure("heading 8542 from all, bn US$", 38.1, lambda frame: _heading(frame, "8542"), 0.05),
    _figure("heading 8486 from all, bn US$", 13.2, lambda frame: _heading(frame, "8486"), 0.05),
    _figure("heading 8541 from all, bn US$", 22.1, lambda frame: _heading(frame, "8541"), 0.05),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per exporter and subheading, sorted so; the sums equal the ten-digit file to the dollar."""
    lines = pd.read_parquet(raw_file(raw, FILE))
    lines = lines[lines["CTY_CODE"] != SLOVAKIA]
    iso3 = census_to_iso3(raw) | {EUROPEAN_UNION: "EU27"}
    lines = lines.assign(exporter_iso3=lines["CTY_CODE"].map(iso3), hs6=lines["I_COMMODITY"].str[:6])
    lines = lines.rename(columns={"con_val_yr_usd": "value_usd", "cal_dut_yr_usd": "duty_usd"})
    table = lines.groupby(["exporter_iso3", "hs6"], as_index=False, dropna=False)[["value_usd", "duty_usd"]].sum()
    table["chapter"] = table["hs6"].str[:2]
    table["section"] = table["chapter"].map(section_of_chapter(raw))
    rate = table["duty_usd"] / table["value_usd"] * 100
    table["effective_rate_pct"] = rate.where(table["value_usd"] > 0)
    table["hs_revision"] = REVISION
    table[["released_on", "date_basis"]] = year_known_from(pd.Series(YEAR, index=table.index))
    table["source_id"] = SOURCE_ID
    return table.sort_values(["exporter_iso3", "hs6"], ignore_index=True)
