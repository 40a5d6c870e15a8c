"""The merged economies and industries, and the industry that makes a good."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.icio_sectors import GOODS, merged_economy, merged_sector, sector_of_naics, sectors_of_products


def test_eighty_economies_and_fifty_industries_become_77_and_45() -> None:
    industries = read_table("icio_country_sector")
    assert len({merged_economy(e) for e in industries["country_iso3"]}) == 77
    sectors = {merged_sector(s) for s in industries["sector"]}
    assert len(sectors) == 45
    assert set(GOODS) <= sectors


def test_goods_are_the_industries_a_to_c_without_mining_services() -> None:
    sectors = {merged_sector(s) for s in read_table("icio_country_sector")["sector"]}
    assert set(GOODS) == {s for s in sectors if s[0] in "ABC"} - {"B09"}


@pytest.mark.parametrize(
    ("naics", "sector"),
    [
        ("112920", "A01_02"),
        ("325412", "C21"),
        ("325199", "C20"),
        ("336111", "C29"),
        ("336411", "C30"),
        ("212230", "B07_08"),
    ],
)
def test_the_longest_digits_that_fit_tell_the_industry(naics: str, sector: str) -> None:
    assert sector_of_naics(naics) == sector


def test_every_industry_of_the_products_is_known_but_scrap_and_used_goods() -> None:
    table = read_table("hs_naics")
    unknown = table.loc[table["naics6"].map(sector_of_naics).isna(), "naics6"]
    assert {code[:2] for code in unknown} <= {"91", "92", "93", "99"}


def test_a_product_of_several_industries_is_split_in_equal_parts() -> None:
    pairs = pd.DataFrame({"hs6": ["010101"] * 3 + ["720449"], "naics6": ["336111", "336112", "332111", "910000"]})
    parts = sectors_of_products(pairs).set_index(["hs6", "sector"])["part"]
    assert parts.to_dict() == {("010101", "C25"): pytest.approx(1 / 3), ("010101", "C29"): pytest.approx(2 / 3)}
    whole = sectors_of_products(read_table("hs_naics")).groupby("hs6")["part"].sum()
    assert whole.tolist() == pytest.approx([1] * len(whole))
