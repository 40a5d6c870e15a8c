"""Lines of the tariff schedule: editions as files, with footnotes, and the imports of 2024 from China on them."""

import gzip
import json
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from parley.measures.product_rates import match, with_ordinary
from parley.recipes import raw_file
from parley.recipes.tariff_lists import TRACKER
from parley.tables.read import read_table

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


EDITION = "2025 basic"
CHINA_NEEDS = ("us_imports_hs10_2024", "us_mfn_rates", "tariff_layers")


class ChinaLines(NamedTuple):
    """Lines of ``with_ordinary`` with hs6, rows of ``match`` and the table of layers."""

    lines: pd.DataFrame
    matched: pd.DataFrame
    layers: pd.DataFrame


def lines_from_china(scope: pd.DataFrame) -> ChinaLines:
    """The lines of chapters 1 to 97 under the rows of us_tariff_scope given. Raises TableError."""
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    goods = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]}, columns=columns)
    matched = match(goods["hts10"], scope)
    mfn = read_table("us_mfn_rates", where={"hts_edition": [EDITION]})
    return ChinaLines(with_ordinary(goods, mfn, matched), matched, read_table("tariff_layers"))
