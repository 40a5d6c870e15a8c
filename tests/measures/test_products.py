"""Imports by goods and by partner, exports by chapter and product group: sums, shares and rates."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import products

ROWS = pd.DataFrame(
    [
        ("CHN", "XVI", "85", "851713", 60, 6),
        ("CHN", "XVI", "84", "847130", 20, 0),
        ("VNM", "XVI", "85", "851713", 20, 1),
        ("CHN", None, "98", "980100", 5, 0),
    ],
    columns=["exporter_iso3", "section", "chapter", "hs6", "value_usd", "duty_usd"],
).assign(source_id="s")


def test_goods_of_one_partner_carry_their_duty_and_the_partner_s_part() -> None:
    table = products.by_goods(ROWS, "CHN", "chapter").set_index("code")
    assert list(table.index) == ["85", "84", "98"]
    assert table.loc["85", "effective_rate_pct"] == pytest.approx(10)
    assert table.loc["85", "share_pct"] == pytest.approx(75)


def test_goods_of_all_partners_and_those_without_a_section() -> None:
    table = products.by_goods(ROWS, products.ALL, "section").set_index("code")
    assert table.loc["XVI", "value_usd"] == 100
    assert table.loc[products.SPECIAL, "value_usd"] == 5
    assert (table["share_pct"] == 100).all()


def test_partners_are_ranked_and_their_parts_add_to_a_hundred() -> None:
    table = products.by_partner(ROWS)
    assert list(table["code"]) == ["CHN", "VNM"]
    assert table["share_pct"].sum() == pytest.approx(100)


def test_levels_of_the_table_add_to_the_same_total() -> None:
    rows = read_table("us_imports_hs6_2024", where={"exporter_iso3": ["CHN"]})
    sums = {level: products.by_goods(rows, "CHN", level)["value_usd"].sum() for level in products.LEVELS}
    assert set(sums.values()) == {rows["value_usd"].sum()}


def test_exports_change_against_the_base_year() -> None:
    exports = pd.DataFrame(
        {
            "chapter": ["12", "12", "27"],
            "year": [2020, 2024, 2024],
            "value_usd": [10, 15, 5],
            "source_id": "s",
        }
    )
    table = products.exports_by_chapter(exports, 2024, 2020).set_index("chapter")
    assert table.loc["12", "change_pct"] == pytest.approx(50)
    assert pd.isna(table.loc["27", "change_pct"])
    assert table["share_pct"].sum() == pytest.approx(100)


def test_product_groups_of_both_years_stand_side_by_side() -> None:
    exports = pd.DataFrame(
        {
            "month": pd.to_datetime(["2017-01-01", "2017-02-01", "2020-01-01", "2020-01-01"]),
            "value_usd": [1, 1, 3, 5],
            "phase_one_group": ["energy", "energy", "energy", "agriculture"],
            "phase_one_product": ["Coal", "Coal", "Coal", "Meat"],
            "source_id": "s",
        }
    )
    table = products.by_phase_one_product(exports, 2020, 2017).set_index("phase_one_product")
    assert table.loc["Coal", "value_base_usd"] == 2
    assert table.loc["Coal", "change_pct"] == pytest.approx(50)
    assert pd.isna(table.loc["Meat", "value_base_usd"])
