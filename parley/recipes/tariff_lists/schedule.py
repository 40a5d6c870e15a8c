"""Editions of the tariff schedule as files: every line, and the footnotes that send it to chapter 99."""

import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.tariff_lists import TRACKER

OF_MAY_2025 = "hts_2025_rev_15"
UNSPLIT = "00"  # statistical suffix of a line that has no other number
SPECIAL = "98"  # chapters 98 and 99


def lines_of(raw: Path, edition: str) -> list[dict[str, Any]]:
    """Every line of an edition as the Commission publishes it. Raises RawMissingError."""
    with gzip.open(raw_file(raw, f"{TRACKER}/hts/{edition}.json.gz"), "rt", encoding="utf-8") as file:
        lines: list[dict[str, Any]] = json.load(file)
    return lines


def footnotes(raw: Path, edition: str = OF_MAY_2025) -> pd.DataFrame:
    """Footnotes of chapters 1 to 97, one row each: code (eight digits, or ten of a statistical number), text."""
    rows = []
    for line in lines_of(raw, edition):
        digits = (line["htsno"] or "").replace(".", "")
        code = digits[:8] if digits[8:] == UNSPLIT else digits
        if digits and code < SPECIAL:
            rows += [(code, note["value"] or "") for note in line.get("footnotes") or []]
    return pd.DataFrame(rows, columns=["code", "text"])
