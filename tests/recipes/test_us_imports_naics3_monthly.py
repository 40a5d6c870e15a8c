"""Imports by industry: industries add to the bilateral total, the Union is 27 members in every month."""

import pandas as pd
import pytest

from parley.tables.read import read_table

KEY = ["partner_iso3", "month"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_imports_naics3_monthly", columns=["partner_iso3", "naics3", "month", "value_usd", "duty_usd"])


def test_industries_add_to_the_bilateral_total_to_the_dollar(table: pd.DataFrame) -> None:
    sums = table.groupby(KEY)[["value_usd", "duty_usd"]].sum()
    total = read_table("trade_monthly").query("source_id == 'census_naics3_monthly'").set_index(KEY)
    for column in ("value_usd", "duty_usd"):
        both = pd.concat([sums[column], total[column]], axis=1, join="inner")
        assert len(both) == len(total)
        assert (both.iloc[:, 0] == both.iloc[:, 1]).all()


def test_there_are_32_industries_and_32_partners(table: pd.DataFrame) -> None:
    assert table["naics3"].nunique() == 32
    assert table["partner_iso3"].nunique() == 32
    assert {"EU27", "WLD"} < set(table["partner_iso3"])


def test_the_union_is_never_less_than_its_members_shown(table: pd.DataFrame) -> None:
    countries = read_table("countries")
    members = set(countries.loc[countries["is_eu27"], "iso3"])
    wide = table.pivot(index=["naics3", "month"], columns="partner_iso3", values="value_usd").fillna(0)
    shown = wide[[c for c in wide.columns if c in members]].sum(axis=1)
    assert (wide["EU27"] - shown).min() >= 0


def test_no_large_industry_falls_when_the_united_kingdom_leaves_the_file(table: pd.DataFrame) -> None:
    """With the United Kingdom in 2017 and not in 2018, drinks, computers and vehicles would fall by 6 to 13 %."""
    rows = table[(table["partner_iso3"] == "EU27") & table["naics3"].between("311", "339")]
    years = rows.groupby(["naics3", rows["month"].dt.year])["value_usd"].sum().unstack()
    large = years[(years[2017] > 10e9) & (years.index != "324")]  # oil prices rose by a third
    assert {"312", "334", "336"} <= set(large.index)
    assert (large[2018] / large[2017]).between(1.0, 1.2).all()


def test_rows_of_the_union_before_2018_say_that_they_are_derived() -> None:
    marked = read_table("us_imports_naics3_monthly", where={"is_derived": [True]}, columns=["partner_iso3", "month"])
    assert set(marked["partner_iso3"]) == {"EU27"}
    assert marked["month"].max() == pd.Timestamp("2017-12-01")


def test_duty_is_less_than_value(table: pd.DataFrame) -> None:
    assert (table["duty_usd"] <= table["value_usd"]).all()
