"""Ordinary US duty by eight-digit line, from two editions of the tariff schedule: column 1, special rates, column 2."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.tariff_lists import TRACKER

FILE = "tariffs/derived-us-mfn-hts8/us_mfn_general_rates_hts8.csv.gz"
SOURCE_ID = "derived_us_mfn_hts8"
EDITIONS = {"2025 basic": date(2025, 1, 1), "2026 revision 10": date(2026, 6, 8)}
SCHEDULES = {"2025 basic": "hts_2025_basic", "2026 revision 10": "hts_2026_rev_10"}
FIRST = "2025 basic"
CHAPTER_OF_PROVISIONS = "98"
AD_VALOREM = re.compile(r"([\d.]+)(?: (\d)/(\d))?%")


def build(raw: Path) -> pd.DataFrame:
    """One row per edition and line; an ad valorem rate is empty where the duty is specific or compound."""
    lines = pd.read_csv(raw_file(raw, FILE), dtype=str, keep_default_na=False)
    others = pd.concat([_special_and_column_2(raw, edition) for edition in EDITIONS], ignore_index=True)
    lines = lines.merge(others, on=["hts_edition", "hts8"], how="left", validate="one_to_one")
    return lines.assign(
        ad_valorem_pct=pd.to_numeric(lines["ad_valorem_pct"].replace("", None)),
        column_2_pct=lines["column_2_text"].map(_ad_valorem).astype(float),
        valid_from=lines["hts_edition"].map(EDITIONS),
        source_id=SOURCE_ID,
    ).sort_values(["hts_edition", "hts8"], ignore_index=True)


def _special_and_column_2(raw: Path, edition: str) -> pd.DataFrame:
    """Texts of two columns by line; differing texts of ten-digit lines are joined with a bar."""
    with gzip.open(raw_file(raw, f"{TRACKER}/hts/{SCHEDULES[edition]}.json.gz"), "rt", encoding="utf-8") as file:
        printed = json.load(file)
    texts: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for line in printed:
        code = (line.get("htsno") or "").replace(".", "")
        if len(code) >= 8 and code < CHAPTER_OF_PROVISIONS:
            for found, column in zip(texts.setdefault(code[:8], ({}, {})), ("special", "other"), strict=True):
                if line.get(column):
                    found[" ".join(line[column].split())] = None
    rows = [(edition, code, *(" | ".join(found) or None for found in both)) for code, both in texts.items()]
    return pd.DataFrame(rows, columns=["hts_edition", "hts8", "special_text", "column_2_text"])


def _ad_valorem(text: object) -> float | None:
    """The rate of a text that is "Free" or one percentage ("33 1/3%" too), else nothing."""
    if text == "Free":
        return 0.0
    found = AD_VALOREM.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    whole, parts, of = found.groups()
    return float(whole) + (int(parts) / int(of) if parts else 0.0)


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
