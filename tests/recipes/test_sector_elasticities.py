"""Elasticities by industry: medians of the published ones."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.icio_sectors import GOODS
from parley.recipes.elasticities import weighted_median


def test_every_industry_that_makes_goods_has_one() -> None:
    assert list(read_table("sector_elasticities")["sector"]) == sorted(GOODS)


def test_half_of_the_value_lies_on_each_side_of_the_median() -> None:
    assert weighted_median(pd.Series([3.0, 1.0, 2.0]), pd.Series([1.0, 1.0, 5.0])) == 2
    assert weighted_median(pd.Series([3.0, 1.0, 2.0]), pd.Series([9.0, 1.0, 5.0])) == 3


def test_the_elasticity_is_that_of_substitution_less_one() -> None:
    """An industry's median is one of the published values, in the sign and concept of the study, less one."""
    published = read_table("elasticities")
    protee = published[published["scheme"] == "protee"]["elasticity"].dropna()
    for value in read_table("sector_elasticities")["trade_elasticity"]:
        assert (-protee - 1 - value).abs().min() < 0.05, value


@pytest.mark.parametrize(("sector", "least", "most"), [("C13T15", 2, 6), ("C21", 10, 30), ("C26", 5, 10)])
def test_textiles_answer_less_than_electronics_and_medicines_most(sector: str, least: float, most: float) -> None:
    table = read_table("sector_elasticities").set_index("sector")
    assert least < table.loc[sector, "trade_elasticity"] < most
