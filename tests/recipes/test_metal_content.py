"""Metal in goods: means of industries, parts within the whole, numbers of the trade table."""

import pandas as pd
import pytest

from parley import read_table

METALS = ["steel_share_pct", "aluminium_share_pct", "copper_share_pct", "other_metal_share_pct"]


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return read_table("metal_content")


def test_the_goods_of_one_industry_have_one_share(shares: pd.DataFrame) -> None:
    by_industry = shares.groupby("bea_detail_code")[[*METALS, "metal_share_pct"]].nunique()
    assert (by_industry == 1).all(axis=None)


def test_the_parts_add_up_but_where_the_source_cuts_all_metals_to_100(shares: pd.DataFrame) -> None:
    """Of the 1,510 numbers more than a point apart in the source 295 have no share at all and none here."""
    apart = (shares[METALS].sum(axis=1) - shares["metal_share_pct"]).abs() > 1
    assert apart.sum() == 1_510 - 295
    assert shares.loc[apart, "metal_share_pct"].eq(100).all()
    assert set(shares.loc[apart, "naics"].str[:3]) == {"331"}


def test_a_metal_is_cut_only_where_it_is_flagged(shares: pd.DataFrame) -> None:
    full = shares[METALS].eq(100).any(axis=1)
    assert (full == shares["is_capped"]).all()
    assert set(shares.loc[full, "naics"].str[:4]) == {"3311", "3312", "3313", "3314", "3315"}


def test_the_numbers_are_those_of_the_imports_of_2024_but_for_later_splits(shares: pd.DataFrame) -> None:
    imports = read_table("us_imports_hs10_2024", columns=["hts10", "value_usd"])
    known = imports["hts10"].isin(shares["hts10"])
    assert imports.loc[known, "value_usd"].sum() / imports["value_usd"].sum() * 100 == pytest.approx(97.3, abs=0.05)


def test_only_used_and_special_goods_have_no_industry_and_no_share(shares: pd.DataFrame) -> None:
    without = shares[shares["bea_detail_code"].isna()]
    assert set(without["naics"].str[:2]) == {"91", "93", "98", "99"}
    assert len(without) == 295
    assert without[[*METALS, "metal_share_pct"]].isna().all(axis=None)
