"""Everyday words for goods, from the search references of the UK Trade Tariff."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.tables import read_table

FILE = "trade/uk-tariff-search-words/terms.csv"
SOURCE_ID = "uk_tariff_search_words"
CURATED = "search_reference"


def build(raw: Path) -> pd.DataFrame:
    """One row per curated term; descriptions of traders and brand names are left out."""
    terms = pd.read_csv(raw_file(raw, FILE), dtype=str)
    curated = terms[terms["kind"] == CURATED]
    return (
        curated[["term", "hs6"]]
        .assign(hs_revision="HS2022", source_id=SOURCE_ID)
        .sort_values("term", ignore_index=True)
    )


def _unknown(frame: pd.DataFrame) -> int:
    return int((~frame["hs6"].isin(read_table("hs_codes")["code"])).sum())


def _code(term: str, hs6: int) -> Published:
    compute = reading("hs6", term=term)
    return Published(f"subheading of {term}", hs6, compute, 0, UK)


UK = "UK Trade Tariff, search references, July 2026"
PUBLISHED = (
    Published("terms", 4_006, len, 0, UK),
    Published("subheadings they lead to", 1_496, lambda f: f["hs6"].nunique(), 0, UK),
    Published("subheadings that are none of HS2022", 0, _unknown, 0, "Harmonized System 2022"),
    _code("oat milk", 220299),
    _code("chandeliers", 940511),
    _code("non-disposable vapes", 854340),
)
