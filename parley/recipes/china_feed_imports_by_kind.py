"""China's imports of rare-earth feed by kind, net weight, 2023 to 2025."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/china_rare_earth_feed_imports_2023_2025.csv"
SOURCE_ID = "atlas_china_feed_2025"
DAYS_TO_RELEASE = timedelta(days=40)
NO_COMPOUND = ["ore", "monazite", "metal"]


def build(raw: Path) -> pd.DataFrame:
    """One row per year and kind of feed."""
    lines = read_lines(raw, "kind")
    table = pd.DataFrame(
        {
            "year": lines["year"],
            "kind": lines["item"],
            "is_compound": ~lines["item"].isin(NO_COMPOUND),
            "net_weight_t": lines["value"].astype(float),
            **released(lines["year"]),
        }
    )
    return table.sort_values(["year", "kind"], ignore_index=True)


def read_lines(raw: Path, *breakdowns: str) -> pd.DataFrame:
    """The lines of the raw file of some breakdowns: kind (observed), partner and total (estimated)."""
    lines = pd.read_csv(raw_file(raw, FILE))
    return lines[lines["breakdown"].isin(breakdowns)]


def released(years: "pd.Series[int]") -> dict[str, object]:
    """The columns that say when a year may be taken as known, and its source."""
    days = [date(year, 12, 31) + DAYS_TO_RELEASE for year in years]
    return {"released_on": days, "date_basis": "estimated", "source_id": SOURCE_ID}
