"""Everyday words for goods: the search references of the UK Trade Tariff, and a list of our own."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, read_facts
from parley.tables.read import read_table
from parley.tables.schema import TableInvalidError

NEEDS = ("hs_codes",)
FILE = "trade/uk-tariff-search-words/terms.csv"
UK_TARIFF, OWN = "uk_tariff_search_words", "everyday_words_own"
CURATED = "search_reference"
REVISION = "HS2022"


def build(raw: Path) -> pd.DataFrame:
    """One row per term and code; of the UK's file the curated terms alone, no descriptions of traders, no brands.

    Raises TableInvalidError naming the first row of a code that is none of HS 2022.
    """
    terms = pd.read_csv(raw_file(raw, FILE), dtype=str)
    curated = terms.loc[terms["kind"] == CURATED, ["term", "hs6"]].rename(columns={"hs6": "code"})
    typed = read_facts("synonyms")
    _refuse_unknown(typed["code"])
    both = pd.concat([curated.assign(source_id=UK_TARIFF), typed.assign(source_id=OWN)])
    return both.assign(hs_revision=REVISION).sort_values(["term", "code"], ignore_index=True)


def _refuse_unknown(codes: pd.Series) -> None:
    unknown = codes[~codes.isin(read_table("hs_codes")["code"])]
    if len(unknown):
        problem = f"{unknown.iloc[0]} is not a code of {REVISION}; correct data/facts/synonyms.csv"
        raise TableInvalidError("synonyms", "code", unknown.index[0], problem)


def _of_uk(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["source_id"] == UK_TARIFF]


def _unknown(frame: pd.DataFrame) -> int:
    return int((~frame["code"].isin(read_table("hs_codes")["code"])).sum())


def _code(term: str, code: int) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        rows = _of_uk(frame)
        return float(rows.loc[rows["term"] == term, "code"].item())

    return Published(f"subheading of {term}", code, compute, 0, UK)


UK = "UK Trade Tariff, search references, July 2026"
PUBLISHED = (
    Published("terms of the UK Trade Tariff", 4_006, lambda f: len(_of_uk(f)), 0, UK),
    Published("subheadings they lead to", 1_496, lambda f: _of_uk(f)["code"].nunique(), 0, UK),
    Published("codes that are none of HS 2022", 0, _unknown, 0, "Harmonized System 2022"),
    _code("oat milk", 220299),
    _code("chandeliers", 940511),
    _code("non-disposable vapes", 854340),
)
