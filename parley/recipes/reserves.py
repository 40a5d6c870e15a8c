"""Rare-earth reserves as printed in each edition of USGS, the correction of May 2026 as an edition of its own."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

OLD_FILE = "rare_earths/usgs_mcs/MCS2025_World_Data.csv"
NEW_FILE = "rare_earths/compiled_facts/reserves_mcs2026_v1_3.csv"
NAMES = {"Other Countries": "Other countries", "World total (rounded)": "World total"}
AGGREGATES = {"World total": "WLD", "Other countries": "ROW"}
# The version history: first posted 6 February 2026; version 1.3, which corrects Brazil and the world, 27 May 2026.
FIRST_POSTED, CORRECTED = date(2026, 2, 6), date(2026, 5, 27)


def build(raw: Path) -> pd.DataFrame:
    """One row per edition and country; an erratum is an edition, so that an earlier date reads what it printed."""
    new = pd.read_csv(raw_file(raw, NEW_FILE), dtype=str, keep_default_na=False)
    codes = dict(zip(new["country"], new["iso3"], strict=True)) | AGGREGATES
    first = cells_of_edition("MCS2026", new["country"], new["reserves_raw_csv"], codes, FIRST_POSTED)
    corrected = cells_of_edition("MCS2026 v1.3", new["country"], new["reserves_v1_3"], codes, CORRECTED)
    changed = new["reserves_raw_csv"] != new["reserves_v1_3"]
    corrected["raw_before_erratum"] = new["reserves_raw_csv"].where(changed)
    country, cell = _cells_of_2025(raw)
    # the chapter is dated January 2025 and prints the same figures
    before = cells_of_edition("MCS2025", country, cell, codes, date(2025, 1, 31)).assign(date_basis="month")
    table = pd.concat([before, first, corrected], ignore_index=True)
    return table.sort_values(["edition", "iso3"], ignore_index=True)


def _cells_of_2025(raw: Path) -> tuple[pd.Series, pd.Series]:
    """Country and printed cell of the edition of 2025."""
    # UTF-8 with a byte-order mark, unlike the file of 2026
    world = pd.read_csv(raw_file(raw, OLD_FILE), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    rows = world[world["COMMODITY"] == "Rare earths"].reset_index(drop=True)
    country = rows["COUNTRY"].str.strip().replace(NAMES)
    # "NA" slipped one column to the right, into the notes
    return country, rows["RESERVES_2024"].where(rows["RESERVES_2024"] != "", rows["RESERVE_NOTES"])


def cells_of_edition(edition: str, country: pd.Series, raw: pd.Series, codes: dict[str, str], on: date) -> pd.DataFrame:
    """An edition's printed cells as rows: ``>`` is more than, NA not available; ``codes`` by name of the country."""
    figure = raw.str.lstrip(">").str.replace(",", "")
    comparator = raw.map(lambda cell: "not_available" if cell == "NA" else "gt" if cell.startswith(">") else "eq")
    return pd.DataFrame(
        {
            "edition": edition,
            "country": country,
            "iso3": country.map(codes),
            "reserves_t": pd.to_numeric(figure.where(raw != "NA")),
            "comparator": comparator,
            "raw": raw,
            "raw_before_erratum": pd.Series(None, index=raw.index, dtype=object),
            "published_on": on,
            "date_basis": "day",
            "source_id": f"usgs_mcs_{edition[3:7]}",
        }
    )


def _reserves(edition: str, iso3: str) -> Callable[[pd.DataFrame], float]:
    return reading("reserves_t", edition=edition, iso3=iso3)


def _china_share_at_most(frame: pd.DataFrame) -> float:
    edition = "MCS2026 v1.3"
    return _reserves(edition, "CHN")(frame) / _reserves(edition, "WLD")(frame) * 100


PUBLISHED: tuple[Published, ...] = (
    Published("China's share, at most, %", 58.7, _china_share_at_most, 0.05, "44 of more than 75 million t"),
)
