"""Imports from China with the laws that name them, for the tests of statutory rates."""

from functools import cache

from parley import read_table
from parley.measures.metal_content import with_content
from parley.recipes.tariff_lists.schedule import ChinaLines as Law
from parley.recipes.tariff_lists.schedule import lines_from_china
from parley.tables.parameters import parameter


@cache
def law_of_china() -> Law:
    """All lines imported from China in 2024 under the tables as they are."""
    lines, matched, layers = lines_from_china(read_table("us_tariff_scope"))
    return Law(with_content(lines, read_table("metal_content"), parameter("metal_share").range_pct), matched, layers)
