"""Product numbers to industries: the sums by industry are those of the Census Bureau."""

import pandas as pd

from parley import read_table


def with_fallback(imports: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """The industry of each number, else the commonest of the same eight, then six digits."""
    found = imports["hts10"].map(table.set_index("hts10")["naics3"])
    for digits in (8, 6):
        commonest = table.groupby(table["hts10"].str[:digits])["naics3"].agg(lambda codes: codes.mode().iloc[0])
        found = found.fillna(imports["hts10"].str[:digits].map(commonest))
    return found


def test_imports_from_china_by_industry_are_those_of_the_census_table() -> None:
    imports = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]}, columns=["hts10", "value_usd"])
    ours = imports.groupby(with_fallback(imports, read_table("hts10_naics_bea")))["value_usd"].sum()
    census = read_table("us_imports_naics3_monthly", where={"partner_iso3": ["CHN"]})
    theirs = census[census["month"].dt.year == 2024].groupby("naics3")["value_usd"].sum()
    gap = ours.sub(theirs, fill_value=0).abs().sum() / theirs.sum() * 100
    assert len(ours) > 25
    assert gap < 2


def test_the_industries_are_those_of_the_table_of_metal_content() -> None:
    metal = read_table("metal_content").set_index("hts10")["naics"]
    ours = read_table("hts10_naics_bea").set_index("hts10")["naics"]
    assert ours.sort_index().equals(metal.sort_index())


def test_every_commodity_is_one_of_the_input_output_tables() -> None:
    codes = set(read_table("pce_imports")["bea_commodity_code"])
    assert set(read_table("hts10_naics_bea")["bea_commodity_code"].dropna()) <= codes
