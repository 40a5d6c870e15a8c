"""Forecasts of growth and prices by edition, and growth as recorded."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file, read_typed_facts

FORECASTS_OECD_FILE = "oecd/eo-vintages/oecd_eo100_eo119_real_gdp_growth.csv"
KOREA_FILE = "oecd/eo-vintages/oecd_eo119_korea_sample.csv"
TABLES_OF_2026_FILE = "oecd/forecasts-2026-03-to-09/forecasts_2026_03_to_09.csv"
RECORDS_OF_2026 = {
    "EO119": "oecd_eo119",
    "IEO_2026_03": "oecd_ieo_2026_03",
    "IEO_2026_09": "oecd_ieo_2026_09",
    "WEO_2026_07": "imf_weo_2026_07",
    "WTO_2026_03": "wto_2026_03",
}
PAGES_OF_2026 = {
    "EO119": "https://www.oecd.org/en/publications/oecd-economic-outlook-volume-2026-issue-1_2d1956f0-en.html",
    "IEO_2026_03": (
        "https://www.oecd.org/en/publications/oecd-economic-outlook-interim-report-march-2026_d4623013-en.html"
    ),
}
KEY = ["institution", "edition", "area", "measure", "scenario", "target_year"]
FORECASTS_COLUMNS = [*KEY, "value_pct", "decimals", "year_basis", "verification", "source_url", "note", "source_id"]
RENAMED = {"vintage_id": "edition", "ref_area": "area", "value": "value_pct"}  # their own `edition` is a month
DOUBLE_HIT = "the edition prints a single-hit scenario as equally likely; it is not here"
FISCAL = "fiscal year April to March"
CPI_OF_US = "consumer price index; the interim reports give the private consumption deflator, a measure of its own"


def forecasts(raw: Path) -> pd.DataFrame:
    """Forecasts of every edition: OECD data service and tables of 2026 from the raw files, other figures from facts.

    One row per institution, edition, area, measure, scenario and target year.

    The data service (three decimals) beats a table of the edition (one decimal), a table beats a press page. Euro-area
    groupings stay apart: EA as printed, EA16 and EA17 the members that belonged to the OECD.
    """
    table = pd.concat([_forecasts_oecd(raw), _korea(raw)], ignore_index=True)
    for weaker in (tables_of_2026(raw), read_typed_facts("forecasts")):
        is_there = pd.MultiIndex.from_frame(weaker[KEY]).isin(pd.MultiIndex.from_frame(table[KEY]))
        table = pd.concat([table, weaker[~is_there]], ignore_index=True)[FORECASTS_COLUMNS]
    table["horizon_years"] = table["target_year"] - _edition_year(table)
    return table.sort_values(KEY, ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path).drop(columns="edition").rename(columns=RENAMED)


def _forecasts_oecd(raw: Path) -> pd.DataFrame:
    rows = _read(raw_file(raw, FORECASTS_OECD_FILE))
    # EO100 and EO101 were transcribed from page images of the printed annex; later editions are data files
    rows["verification"] = rows["decimals"].map({1: "secondary", 3: "official_file"})
    rows["note"] = None
    rows.loc[rows["area"] == "IND", "note"] = FISCAL
    rows.loc[rows["scenario"] == "double_hit", "note"] = DOUBLE_HIT
    return rows.assign(source_id="oecd_" + rows["edition"].str.lower())[FORECASTS_COLUMNS]


def _korea(raw: Path) -> pd.DataFrame:
    rows = _read(raw_file(raw, KOREA_FILE))
    rows = rows[rows["unit"] != "persons"]  # employment levels are not rates
    rows = rows.assign(scenario="baseline", decimals=3, year_basis="calendar", verification="official_file")
    return rows.assign(note=None, source_id="oecd_eo119")[FORECASTS_COLUMNS]


def tables_of_2026(raw: Path) -> pd.DataFrame:
    """What others typed from the tables of March to September 2026, one decimal; repeats of the data service too."""
    rows = pd.read_csv(raw_file(raw, TABLES_OF_2026_FILE))
    rows["source_url"] = rows["source_url"].fillna(rows["edition"].map(PAGES_OF_2026))
    quoted = rows["note"].fillna("").str.startswith("one carrier")  # in a note on the page, not read on it
    rows.loc[quoted, "note"] = rows["note"] + "; from a note that cites " + rows["source_url"]
    rows.loc[quoted, "source_url"] = None
    of_us = (rows["area"] == "USA") & (rows["measure"] == "headline_inflation") & (rows["institution"] == "OECD")
    rows.loc[of_us & rows["edition"].str.startswith("IEO"), "measure"] = "consumption_deflator_inflation"
    rows.loc[of_us & rows["edition"].str.startswith("EO"), "note"] = CPI_OF_US
    return rows.assign(source_id=rows["edition"].map(RECORDS_OF_2026))[FORECASTS_COLUMNS]


def _edition_year(table: pd.DataFrame) -> "pd.Series[int]":
    editions = read_typed_facts("forecast_editions")[["institution", "edition", "published_on"]]
    dated = table[["institution", "edition"]].merge(editions, how="left", validate="many_to_one")
    years: pd.Series[int] = dated["published_on"].dt.year
    return years


ACTUALS_OECD_FILE = "oecd/actuals-oecd-eo119/oecd_eo119_realized_gdp_growth_2010_2025.csv"
WDI_FILE = "oecd/actuals-wdi/wdi_gdp_cpi_2010_2024.csv"
OECD, WDI = "actuals_oecd_eo119", "actuals_wdi"
ACTUALS_COLUMNS = [
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


def gdp_actuals(raw: Path) -> pd.DataFrame:
    """Recorded real GDP growth: OECD Economic Outlook 119 and, for other areas, the World Bank.

    One row per source, vintage, area and year.
    """
    table = pd.concat([_actuals_oecd(raw), _wdi(raw)], ignore_index=True)
    return table.sort_values(["source_id", "vintage", "area", "year"], ignore_index=True)


def _actuals_oecd(raw: Path) -> pd.DataFrame:
    rows = pd.read_csv(raw_file(raw, ACTUALS_OECD_FILE))
    names = {"vintage_id": "vintage", "ref_area": "area", "value": "growth_pct"}
    rows = rows.rename(columns=names)
    return rows.assign(published_on=date(2026, 6, 3), date_basis="day", source_id=OECD)[ACTUALS_COLUMNS]


def _wdi(raw: Path) -> pd.DataFrame:
    # a release of early 2025: it has prices but no GDP for 2024. The day is not in the file, so the last day of the
    # half-year is taken.
    rows = pd.read_csv(raw_file(raw, WDI_FILE))
    rows = rows.rename(columns={"ref_area": "area", "real_gdp_growth": "growth_pct"}).dropna(subset="growth_pct")
    rows = rows.assign(published_on=date(2025, 6, 30), date_basis="half_year", source_id=WDI)
    return rows.assign(vintage="WDI2025", status="actual", year_basis="national")[ACTUALS_COLUMNS]
