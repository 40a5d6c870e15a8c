"""Products as entries: chapters, headings and subheadings with their words, tariff lines with their digits alone."""

from collections.abc import Mapping

import pandas as pd

from parley.search import opens
from parley.search.entries import Entry
from parley.tables import read_table
from parley.terms.goods import in_pairs

SCHEDULE = "2025 basic"  # the edition in which the pages look a tariff line up


def products() -> list[Entry]:
    """One entry for each chapter, heading and subheading of HS 2022, with US imports from all origins."""
    codes = read_table("hs_codes")
    codes = codes[codes["level"] > 0]
    values = imports_usd("us_imports_hs6", "hs6")
    names = read_table("synonyms").groupby("code")["term"].agg(tuple).to_dict()
    rows = zip(codes["code"], codes["description"], codes["section"].fillna(""), strict=True)
    return [_product(code, words, section, names.get(code, ()), values) for code, words, section in rows]


def _product(code: str, words: str, section: str, names: tuple[str, ...], values: Mapping[str, float]) -> Entry:
    page, query = opens.product(code, section)
    text = " ".join([words, *names])
    return Entry("product", code, f"{in_pairs(code)} {words}", page, query, names, text, values.get(code))


def lines() -> dict[str, float]:
    """US imports of each tariff line of eight and ten digits that the pages can look up, US dollars; 0 where none."""
    held = read_table("us_mfn_rates", where={"hts_edition": [SCHEDULE]}, columns=["hts8"])["hts8"]
    values = imports_usd("us_imports_hts10_annual", "hts10")
    known = set(held)
    return {
        **dict.fromkeys(sorted(known), 0.0),
        **{code: value for code, value in values.items() if len(code) >= 8 and code[:8] in known},
    }


def imports_usd(table: str, column: str) -> dict[str, float]:
    """US imports for consumption in the newest year from all origins, by code and by all that it begins with."""
    every = read_table(table, columns=[column, "year", "value_usd"])
    newest = every[every["year"] == every["year"].max()]
    by_code = newest.groupby(column)["value_usd"].sum().astype(float)
    digits = range(2, by_code.index.str.len().max() + 1, 2)
    every_level = pd.concat([by_code.groupby(by_code.index.str[:n]).sum() for n in digits])
    return {str(code): float(value) for code, value in every_level.items()}
