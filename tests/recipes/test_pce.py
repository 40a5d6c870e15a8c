"""Imports in consumption: bridge, use table, import matrix and the estimate by category fit together."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.consumption import IMPORTS_FOLDER

# trade and transport stand in the bridge as margins, not as what producers get
MARGINS = ["481", "482", "483", "484", "4A0"]
MILLION, BILLION = 1e6, 1e9


def pce_2024() -> pd.DataFrame:
    return read_table("pce_imports").query("year == 2024").set_index("bea_commodity_code")


def test_the_use_table_and_the_bridge_agree_on_what_producers_get() -> None:
    bridge = read_table("pce_bridge").groupby("bea_commodity_code")["producers_value_usd"].sum()
    gap = (bridge - pce_2024()["pce_usd"]).dropna().drop(MARGINS)
    assert gap.abs().max() < 50 * MILLION


def test_the_two_tables_of_the_use_and_the_imports_agree() -> None:
    used = read_table("bea_use_import").query("use_code == 'F010'").set_index(["year", "bea_commodity_code"])
    table = read_table("pce_imports").set_index(["year", "bea_commodity_code"]).loc[used.index]
    assert (used["use_usd"] - table["pce_usd"]).abs().max() < MILLION
    assert (used["import_usd"] - table["pce_imports_usd"]).abs().max() < MILLION


def test_the_imports_by_use_add_up_to_the_import_matrix() -> None:
    """The column of imports carries the matrix with a minus sign."""
    rows = read_table("bea_use_import").query("use_code != 'F050'")
    sums = rows.groupby("year")["import_usd"].sum()
    matrix = read_table("pce_imports").groupby("year")["import_matrix_usd"].sum()
    assert (sums - matrix).abs().max() < 100 * MILLION
    inputs = rows.query("use_kind == 'industry'").groupby(["year", "bea_commodity_code"])["import_usd"].sum()
    printed = read_table("pce_imports").set_index(["year", "bea_commodity_code"])["intermediate_imports_usd"]
    assert (inputs - printed).dropna().abs().max() < 100 * MILLION


def test_an_import_share_is_imports_over_consumption_and_empty_where_that_is_not_positive() -> None:
    table = read_table("pce_imports")
    share = table["pce_imports_usd"] / table["pce_usd"] * 100
    positive = table["pce_usd"] > 0
    assert (share - table["pce_import_share_pct"])[positive].abs().max() < 0.001
    assert table.loc[~positive, "pce_import_share_pct"].isna().all()


def test_categories_add_up_to_what_the_commodities_say_but_for_those_without_a_share() -> None:
    """1,002.8 bn by commodity without noncomparable imports; the sum by category is 0.6 bn off."""
    by_commodity = pce_2024().drop("Other")["pce_imports_usd"].sum()
    by_category = read_table("pce_category_imports")["direct_imports_usd"].sum()
    assert by_commodity == pytest.approx(1_002.8 * BILLION, abs=0.05 * BILLION)
    assert by_category == pytest.approx(by_commodity, abs=BILLION)


def test_a_category_of_which_no_part_has_a_share_has_none() -> None:
    table = read_table("pce_category_imports").set_index("pce_category")
    none = table[table["direct_share_of_purchasers_pct"].isna()]
    assert set(none.index) == {
        "Net expenditures abroad by U.S. residents",
        "Less: Expenditures in the United States by nonresidents",
    }
    assert table["verification"].eq("derived").all()
    assert (table["direct_share_of_purchasers_pct"] <= table["total_share_of_purchasers_pct"]).sum() == 74


@pytest.mark.raw
def test_the_estimate_by_category_equals_the_one_made_by_another_hand(raw: Path) -> None:
    printed = pd.read_csv(raw / IMPORTS_FOLDER / "pce_category_import_shares_2024_derived.csv").set_index("nipa_line")
    ours = read_table("pce_category_imports").set_index("nipa_line")
    gap = ours["direct_imports_usd"] / MILLION - printed["direct_imports_musd"]
    assert gap.abs().max() < 5
    assert (ours["indirect_imports_usd"] / MILLION - printed["indirect_imports_in_domestic_musd"]).abs().max() < 5


def test_the_categories_of_2024_lie_near_those_of_2023_by_tenths() -> None:
    lines = read_table("pce_category_map").set_index("nipa_line")["line"]
    bridge = read_table("pce_bridge").groupby("nipa_line")["purchasers_value_usd"].sum()
    then = read_table("pce_deciles").drop_duplicates("line").set_index("line")["category_usd"]
    ratio = bridge.groupby(lines).sum() / then
    assert len(ratio) == 16
    assert ratio.between(0.935, 1.115).all()


def test_the_tenths_of_a_category_add_up_to_100() -> None:
    sums = read_table("pce_deciles").groupby("line")["share_pct"].sum()
    assert sums.between(99.985, 100.025).all()
