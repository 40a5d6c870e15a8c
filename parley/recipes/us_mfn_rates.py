"""Ordinary US duty by eight-digit line, from two editions of the tariff schedule: column 1, special rates, column 2."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file
from parley.recipes.tariff_lists import TRACKER

SOURCE_ID = "derived_us_mfn_hts8"
EDITIONS = {"2025 basic": date(2025, 1, 1), "2026 revision 10": date(2026, 6, 8)}
SCHEDULES = {"2025 basic": "hts_2025_basic", "2026 revision 10": "hts_2026_rev_10"}
FIRST = "2025 basic"
COLUMNS = {"general": "general_rate_text", "special": "special_text", "other": "column_2_text"}
CHAPTER_OF_PROVISIONS = "98"
AD_VALOREM = re.compile(r"([\d.]+)(?: (\d)/(\d))?%")


def build(raw: Path) -> pd.DataFrame:
    """One row per edition and line; an ad valorem rate is empty where the duty is specific or compound."""
    lines = pd.concat([_lines(raw, edition) for edition in EDITIONS], ignore_index=True)
    return lines.assign(
        hs6=lines["hts8"].str[:6],
        ad_valorem_pct=lines["general_rate_text"].map(_ad_valorem).astype(float),
        rate_type=lines["general_rate_text"].map(_rate_type),
        column_2_pct=lines["column_2_text"].map(_ad_valorem).astype(float),
        valid_from=lines["hts_edition"].map(EDITIONS),
        source_id=SOURCE_ID,
    ).sort_values(["hts_edition", "hts8"], ignore_index=True)


def _lines(raw: Path, edition: str) -> pd.DataFrame:
    """Texts of three columns by line that has a general rate; differing texts of ten-digit lines joined by a bar."""
    with gzip.open(raw_file(raw, schedule_file(edition)), "rt", encoding="utf-8") as file:
        printed = json.load(file)
    texts: dict[str, tuple[dict[str, None], ...]] = {}
    for line in printed:
        code = (line.get("htsno") or "").replace(".", "")
        if len(code) >= 8 and code < CHAPTER_OF_PROVISIONS:
            for seen_texts, column in zip(texts.setdefault(code[:8], ({}, {}, {})), COLUMNS, strict=True):
                if words := " ".join((line.get(column) or "").split()):
                    seen_texts[words] = None
    rows = [
        (edition, code, *(" | ".join(seen_texts) or None for seen_texts in all_))
        for code, all_ in texts.items()
        if all_[0]
    ]
    return pd.DataFrame(rows, columns=["hts_edition", "hts8", *COLUMNS.values()])


def schedule_file(edition: str) -> str:
    """Where the schedule of an edition lies in the raw folder."""
    return f"{TRACKER}/hts/{SCHEDULES[edition]}.json.gz"


def _rate_type(text: str) -> str:
    if text == "Free":
        return "free"
    if AD_VALOREM.fullmatch(text):
        return "ad_valorem"
    return "compound_or_conditional" if "%" in text else "specific_or_note"


def _ad_valorem(text: object) -> float | None:
    """The rate of a text that is "Free" or one percentage ("33 1/3%" too), else nothing."""
    if text == "Free":
        return 0.0
    match = AD_VALOREM.fullmatch(text) if isinstance(text, str) else None
    if not match:
        return None
    whole, parts, of = match.groups()
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
