"""Published elasticities: conventions, codes and how much of trade they reach."""

import pandas as pd
import pytest

from parley.tables.read import read_table


def scheme(name: str) -> pd.DataFrame:
    return read_table("elasticities").query("scheme == @name")


def test_each_study_is_whole() -> None:
    assert [len(scheme(name)) for name in ("protee", "broda_weinstein", "caliendo_parro")] == [5050, 11293, 20]


def test_groups_of_headings_keep_their_leading_zero() -> None:
    """The file holds 10.0 for group 010; read as text it would become 100, which is another group."""
    codes = set(scheme("broda_weinstein")["product_code"])
    assert {"010", "100"} <= codes
    assert all(len(code) == 3 for code in codes)


def test_broda_and_weinstein_cover_73_countries() -> None:
    assert scheme("broda_weinstein")["country_iso3"].nunique() == 73
    assert scheme("broda_weinstein").query("country_iso3 == 'USA'").shape[0] == 168


def test_extreme_values_stay_in_the_table() -> None:
    assert scheme("broda_weinstein")["elasticity"].max() == pytest.approx(16808, abs=0.5)


def test_the_trade_elasticity_is_sigma_less_one_or_missing() -> None:
    protee = scheme("protee")
    expected = -protee["elasticity"] - 1
    pd.testing.assert_series_equal(protee["trade_elasticity"], expected.where(expected > 0), check_names=False)
    broda = scheme("broda_weinstein")
    pd.testing.assert_series_equal(broda["trade_elasticity"], broda["elasticity"] - 1, check_names=False)
    assert (read_table("elasticities")["trade_elasticity"].dropna() > 0).all()


def test_through_hs2007_estimates_reach_nearly_all_imports_from_china() -> None:
    """97.3 % of the value of 2024 finds a row of ProTEE, 93.8 % one with a value."""
    imports = read_table("us_imports_hs6_2024").query("exporter_iso3 == 'CHN'")
    to_2007 = read_table("hs_map").query("to_revision == 'HS2007'").set_index("from_code")["to_code"]
    protee = scheme("protee").set_index("product_code")["elasticity"]
    code = imports["hs6"].map(to_2007)
    weight = imports["value_usd"] / imports["value_usd"].sum() * 100
    assert weight[code.isin(protee.index)].sum() == pytest.approx(97.3, abs=0.05)
    assert weight[code.isin(protee.dropna().index)].sum() == pytest.approx(93.8, abs=0.05)
