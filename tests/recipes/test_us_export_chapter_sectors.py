"""Industries of the chapters of US exports to China."""

import pytest

from parley import read_table
from parley.measures.icio_sectors import GOODS


def test_the_shares_of_a_chapter_add_to_100_and_only_goods_are_made() -> None:
    table = read_table("us_export_chapter_sectors")
    assert table.groupby("chapter")["share_pct"].sum().to_numpy() == pytest.approx(100)
    assert set(table["sector"]) <= set(GOODS)


@pytest.mark.parametrize(
    ("chapter", "sector"), [("12", "A01_02"), ("27", "B05_06"), ("30", "C21"), ("87", "C29"), ("88", "C30")]
)
def test_a_chapter_is_made_by_the_industry_it_is_named_for(chapter: str, sector: str) -> None:
    rows = read_table("us_export_chapter_sectors").query("chapter == @chapter").set_index("sector")["share_pct"]
    assert rows.idxmax() == sector
    assert rows[sector] > 50
