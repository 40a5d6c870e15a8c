"""Imports from China of 2024 by line with the laws that name them, which three recipes start from."""

from typing import NamedTuple

import pandas as pd

from parley.measures.product_rates import match, with_ordinary
from parley.tables import read_table

EDITION = "2025 basic"
NEEDS = ("us_imports_hs10_2024", "us_mfn_rates", "tariff_layers")


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
