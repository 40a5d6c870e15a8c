"""China's feed by kind: compounds against the other table of them, kinds of every year."""

import pytest

from parley import read_table


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_compounds_equal_china_s_own_report_to_the_united_nations(year: int) -> None:
    kinds = read_table("china_feed_imports_by_kind").query("year == @year and is_compound")["net_weight_t"].sum()
    world = read_table("china_feed_imports").query("year == @year and partner_iso3 == 'WLD'")["net_weight_t"].item()
    assert kinds == pytest.approx(world, rel=0.001)


def test_every_year_has_the_nine_kinds_of_which_six_are_compounds() -> None:
    kinds = read_table("china_feed_imports_by_kind")
    assert set(kinds.groupby("year").size()) == {9}
    assert set(kinds.loc[~kinds["is_compound"], "kind"]) == {"ore", "monazite", "metal"}
