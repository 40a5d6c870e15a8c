"""China's average duty on US goods by chapter and date, computed from WTO lines."""

from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FILE = "tariffs/china-tariff-on-us-wto/china_tariff_on_us_by_chapter.csv"


def build(raw: Path) -> pd.DataFrame:
    """One row per date and chapter."""
    table = pd.read_csv(raw_file(raw, FILE), dtype={"hs2": str})
    names = {"hs2": "chapter", "import_weighted_mean_pct": "import_weighted_pct"}
    table = table.rename(columns=names).assign(
        date=pd.to_datetime(table["date"]),
        hs_revision="HS2022",
        published_on=date(2026, 6, 19),
        source_id="china_tariff_on_us_wto",
    )
    table["china_imports_from_us_usd"] = table["china_imports_from_us_usd"].astype("float64")
    return table.sort_values(["date", "chapter"], ignore_index=True)


def _weighted_mean(frame: pd.DataFrame, day: str) -> float:
    rows = frame[frame["date"] == day]
    imports = rows["china_imports_from_us_usd"]
    return float((rows["import_weighted_pct"] * imports).sum() / imports.sum())


AVERAGES = {"2025-01-01": 15.62, "2025-03-10": 17.58, "2025-04-12": 142.58, "2025-05-14": 27.58, "2025-11-10": 26.56}
PUBLISHED = (
    *(
        Published(
            what=f"weighted mean of the chapters, {day}, %",
            expected=expected,
            compute=partial(_weighted_mean, day=day),
            tolerance=0.02,
            source="mean of all WTO lines, read in June 2026",
        )
        for day, expected in AVERAGES.items()
    ),
    Published(
        what="China's imports from the US that weigh the means, bn US$",
        expected=164.39,
        compute=lambda frame: frame.loc[frame["date"] == "2025-01-01", "china_imports_from_us_usd"].sum() / 1e9,
        tolerance=0.32,  # twelve codes of film (chapter 37, 0.31 bn) have no ad valorem rate and are left out
        source="WTO file, imports of 2025-01-01",
    ),
)
