"""Ordinary US duty (column 1, general) by eight-digit line, from two editions of the tariff schedule."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FILE = "tariffs/derived-us-mfn-hts8/us_mfn_general_rates_hts8.csv.gz"
SOURCE_ID = "derived_us_mfn_hts8"
EDITIONS = {"2025 basic": date(2025, 1, 1), "2026 revision 10": date(2026, 6, 8)}
FIRST = "2025 basic"


def build(raw: Path) -> pd.DataFrame:
    """One row per edition and line; the ad valorem rate is empty where the duty is specific or compound."""
    lines = pd.read_csv(raw_file(raw, FILE), dtype=str, keep_default_na=False)
    return lines.assign(
        ad_valorem_pct=pd.to_numeric(lines["ad_valorem_pct"].replace("", None)),
        valid_from=lines["hts_edition"].map(EDITIONS),
        source_id=SOURCE_ID,
    ).sort_values(["hts_edition", "hts8"], ignore_index=True)


def _edition(frame: pd.DataFrame, edition: str) -> pd.DataFrame:
    return frame[frame["hts_edition"] == edition]


def _share(frame: pd.DataFrame, rate_type: str) -> float:
    return float((_edition(frame, FIRST)["rate_type"] == rate_type).mean() * 100)


SCHEDULE = "USITC, Harmonized Tariff Schedule, 2025 basic edition"
PUBLISHED = (
    Published("lines of the 2025 basic edition", 11_413, lambda frame: len(_edition(frame, FIRST)), 0, SCHEDULE),
    Published(
        "lines of 2026 revision 10",
        11_414,
        lambda frame: len(_edition(frame, "2026 revision 10")),
        0,
        "USITC, Harmonized Tariff Schedule, 2026 revision 10",
    ),
    Published(
        "simple mean over ad valorem and free lines, %",
        4.24,
        lambda frame: _edition(frame, FIRST)["ad_valorem_pct"].mean(),
        0.005,
        SCHEDULE,
    ),
    Published("ad valorem lines, %", 51.4, lambda frame: _share(frame, "ad_valorem"), 0.05, SCHEDULE),
    Published("free lines, %", 37.8, lambda frame: _share(frame, "free"), 0.05, SCHEDULE),
    Published(
        "lines without ad valorem rate, %",
        10.9,
        lambda frame: _edition(frame, FIRST)["ad_valorem_pct"].isna().mean() * 100,
        0.1,
        SCHEDULE,
    ),
    Published(
        "subheadings of the 2025 edition", 5611, lambda frame: _edition(frame, FIRST)["hs6"].nunique(), 0, SCHEDULE
    ),
)
