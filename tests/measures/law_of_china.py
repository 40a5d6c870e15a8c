"""Imports from China with the laws that name them, for the tests of statutory rates."""

from functools import cache
from typing import NamedTuple

import pandas as pd

from parley import read_table
from parley.measures.product_rates import match, with_content, with_ordinary
from parley.parameters import parameter


class Law(NamedTuple):
    """Lines of ``with_content``, rows of ``match`` and the table of layers."""

    lines: pd.DataFrame
    matched: pd.DataFrame
    layers: pd.DataFrame


@cache
def law_of_china() -> Law:
    """All lines imported from China in 2024 under the tables as they are."""
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    goods = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]}, columns=columns)
    matched = match(goods["hts10"], read_table("us_tariff_scope"))
    mfn = read_table("us_mfn_rates", where={"hts_edition": ["2025 basic"]})
    lines = with_content(
        with_ordinary(goods, mfn, matched), read_table("metal_content"), 100 * parameter("metal_share").value
    )
    return Law(lines, matched, read_table("tariff_layers"))
