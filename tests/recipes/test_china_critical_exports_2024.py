"""China's exports of critical goods by destination in 2024: six codes, values only, the order of the press."""

import pandas as pd
import pytest

from parley import read_table

MAGNETS = "850511"


@pytest.fixture(scope="module")
def exports() -> pd.DataFrame:
    return read_table("china_critical_exports_2024")


def test_six_subheadings_and_no_weight(exports: pd.DataFrame) -> None:
    assert set(exports["hs6"]) == {MAGNETS, "811292", "811010", "250490", "810194", "810411"}
    assert [column for column in exports if column.endswith("_t")] == []


def test_the_largest_buyers_of_magnets_are_those_the_press_names(exports: pd.DataFrame) -> None:
    magnets = exports[exports["hs6"] == MAGNETS]
    assert magnets["partner_iso3"].head(4).to_list() == ["DEU", "USA", "VNM", "KOR"]
    assert not set(magnets["partner_iso3"]) & {"WLD", "EU27", "CHN"}


def test_the_members_of_the_eu_add_up_to_its_1077_million_of_magnets(exports: pd.DataFrame) -> None:
    countries = read_table("countries")
    members = countries.loc[countries["is_eu27"] & ~countries["is_aggregate"], "iso3"]
    magnets = exports[(exports["hs6"] == MAGNETS) & exports["partner_iso3"].isin(members)]
    assert magnets["value_usd"].sum() / 1e6 == pytest.approx(1077, abs=0.5)
