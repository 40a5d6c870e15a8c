"""Subheadings and industries: codes resolve, open digits stay open."""

from parley.tables.read import read_table


def test_every_subheading_is_one_of_hs2022() -> None:
    codes = set(read_table("hs_codes").query("level == 6")["code"])
    table = read_table("hs_naics")
    assert set(table["hs6"]) <= codes
    assert len(codes - set(table["hs6"])) == 35


def test_industries_are_those_of_the_trade_series_or_none_of_goods() -> None:
    traded = set(read_table("us_imports_naics3_monthly", columns=["naics3"])["naics3"])
    assert set(read_table("hs_naics")["naics3"]) - traded == {"511", "920"}


def test_live_horses_come_from_farms() -> None:
    table = read_table("hs_naics")
    assert list(table.loc[table["hs6"] == "010121", "naics6"]) == ["112920"]
