"""Recorded real GDP growth: OECD Economic Outlook 119 and, for other areas, the World Bank."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

OECD_FILE = "oecd/actuals-oecd-eo119/oecd_eo119_realized_gdp_growth_2010_2025.csv"
WDI_FILE = "oecd/actuals-wdi/wdi_gdp_cpi_2010_2024.csv"
OECD, WDI = "actuals_oecd_eo119", "actuals_wdi"
COLUMNS = [
    "vintage",
    "area",
    "year",
    "growth_pct",
    "status",
    "year_basis",
    "published_on",
    "date_basis",
    "source_id",
]


def build(raw: Path) -> pd.DataFrame:
    """One row per source, vintage, area and year."""
    table = pd.concat([_oecd(raw), _wdi(raw)], ignore_index=True)
    return table.sort_values(["source_id", "vintage", "area", "year"], ignore_index=True)


def _oecd(raw: Path) -> pd.DataFrame:
    rows = pd.read_csv(raw_file(raw, OECD_FILE))
    names = {"vintage_id": "vintage", "ref_area": "area", "value": "growth_pct"}
    rows = rows.rename(columns=names)
    return rows.assign(published_on=date(2026, 6, 3), date_basis="day", source_id=OECD)[COLUMNS]


def _wdi(raw: Path) -> pd.DataFrame:
    # a release of early 2025: it has prices but no GDP for 2024. The day is not in the file, so the last day of the
    # half-year is taken.
    rows = pd.read_csv(raw_file(raw, WDI_FILE))
    rows = rows.rename(columns={"ref_area": "area", "real_gdp_growth": "growth_pct"}).dropna(subset="growth_pct")
    rows = rows.assign(published_on=date(2025, 6, 30), date_basis="half_year", source_id=WDI)
    return rows.assign(vintage="WDI2025", status="actual", year_basis="national")[COLUMNS]
