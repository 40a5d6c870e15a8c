"""Elements by deposit: sums near 100, blanks that are no zeros, upper bounds."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def content() -> pd.DataFrame:
    return read_table("element_content")


def test_every_deposit_has_fifteen_elements_that_add_to_97_to_104_percent(content: pd.DataFrame) -> None:
    deposits = content.groupby(["mineral", "location"])
    assert set(deposits.size()) == {15}
    assert deposits["share_of_reo_pct"].sum().between(97, 104).all()


def test_what_is_not_available_is_empty_and_not_zero(content: pd.DataFrame) -> None:
    missing = content["comparator"] == "not_available"
    assert content.loc[missing, "share_of_reo_pct"].isna().all()
    assert (content.loc[~missing, "share_of_reo_pct"] > 0).all()


def test_the_two_upper_bounds_are_those_of_longnan(content: pd.DataFrame) -> None:
    bounds = content[content["comparator"] == "lt"]
    assert set(bounds["location"]) == {"Longnan, Jiangxi"}
    assert bounds.set_index("element")["raw"].to_dict() == {"Ce": "<1.09", "Eu": "<0.37"}


def test_heavy_elements_follow_terbium_in_the_periodic_table_and_yttrium_joins_them(content: pd.DataFrame) -> None:
    heavy = content["element_group"] == "heavy"
    assert ((content["atomic_number"] >= 65) | (content["element"] == "Y")).equals(heavy)
