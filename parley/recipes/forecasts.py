"""Forecasts of every edition: OECD data service from the raw files, printed figures from ``data/facts``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, read_typed_facts, reading

OECD_FILE = "oecd/eo-vintages/oecd_eo100_eo119_real_gdp_growth.csv"
KOREA_FILE = "oecd/eo-vintages/oecd_eo119_korea_sample.csv"
KEY = ["institution", "edition", "area", "measure", "scenario", "target_year"]
COLUMNS = [*KEY, "value_pct", "decimals", "year_basis", "verification", "source_url", "note", "source_id"]
RENAMED = {"vintage_id": "edition", "ref_area": "area", "value": "value_pct"}  # their own `edition` is a month
DOUBLE_HIT = "the edition prints a single-hit scenario as equally likely; it is not here"
FISCAL = "fiscal year April to March"


def build(raw: Path) -> pd.DataFrame:
    """One row per institution, edition, area, measure, scenario and target year.

    The data service (three decimals) beats a page (one decimal) for the same key. Euro-area groupings stay apart:
    EA as printed, EA16 and EA17 the members that belonged to the OECD.
    """
    served = pd.concat([_oecd(raw), _korea(raw)], ignore_index=True)
    printed = read_typed_facts("forecasts")
    repeated = pd.MultiIndex.from_frame(printed[KEY]).isin(pd.MultiIndex.from_frame(served[KEY]))
    table = pd.concat([served, printed[~repeated]], ignore_index=True)[COLUMNS]
    table["horizon_years"] = table["target_year"] - _edition_year(table)
    return table.sort_values(KEY, ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path).drop(columns="edition").rename(columns=RENAMED)


def _oecd(raw: Path) -> pd.DataFrame:
    rows = _read(raw_file(raw, OECD_FILE))
    # EO100 and EO101 were transcribed from page images of the printed annex; later editions are data files
    rows["verification"] = rows["decimals"].map({1: "secondary", 3: "official_file"})
    rows["note"] = None
    rows.loc[rows["area"] == "IND", "note"] = FISCAL
    rows.loc[rows["scenario"] == "double_hit", "note"] = DOUBLE_HIT
    return rows.assign(source_id="oecd_" + rows["edition"].str.lower())[COLUMNS]


def _korea(raw: Path) -> pd.DataFrame:
    rows = _read(raw_file(raw, KOREA_FILE))
    rows = rows[rows["unit"] != "persons"]  # employment levels are not rates
    rows = rows.assign(scenario="baseline", decimals=3, year_basis="calendar", verification="official_file")
    return rows.assign(note=None, source_id="oecd_eo119")[COLUMNS]


def _edition_year(table: pd.DataFrame) -> "pd.Series[int]":
    editions = read_typed_facts("forecast_editions")[["institution", "edition", "published_on"]]
    dated = table[["institution", "edition"]].merge(editions, how="left", validate="many_to_one")
    years: pd.Series[int] = dated["published_on"].dt.year
    return years


def _growth(edition: str, area: str, year: int) -> Callable[[pd.DataFrame], float]:
    choice = {"edition": edition, "area": area, "target_year": year, "scenario": "baseline"}
    return reading("value_pct", measure="real_gdp_growth", **choice)


_PATHS = {
    ("WLD", 2025): {
        "EO115": 3.2,
        "IEO_2024_09": 3.2,
        "EO116": 3.3,
        "IEO_2025_03": 3.1,
        "EO117": 2.9,
        "IEO_2025_09": 3.2,
        "EO118": 3.2,
        "EO119": 3.4,
        "WEO_2024_10": 3.245,
        "WEO_2025_04": 2.785,
        "WEO_2025_10": 3.163,
    },
    ("WLD", 2026): {"EO117": 2.9},
    ("USA", 2025): {"EO115": 1.829, "EO116": 2.376, "EO117": 1.573, "EO118": 1.957},
    ("CHN", 2025): {"EO115": 4.519, "EO116": 4.684, "EO117": 4.746, "EO118": 5.014},
}
PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"GDP growth of {area} in {year}, %", value, _growth(edition, area, year), 1e-9, edition)
        for (area, year), path in _PATHS.items()
        for edition, value in path.items()
    ),
    Published("lowest value, %", -13.96, lambda f: f["value_pct"].min(), 0.005, "GBR 2020, EO107"),
    Published("highest value, %", 9.95, lambda f: f["value_pct"].max(), 0.005, "India 2021, EO109"),
    Published("rows", 723, len, 0, "366 of the OECD data service, 213 OECD pages, 88 IMF, 56 others"),
)
