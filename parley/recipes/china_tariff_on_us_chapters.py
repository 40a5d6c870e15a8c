"""China's average duty on US goods by chapter and date, computed from WTO lines."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

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
