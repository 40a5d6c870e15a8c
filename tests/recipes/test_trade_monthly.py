"""US trade by month: bases, groups and vintages kept apart."""

import pandas as pd
import pytest

from parley.tables import read_table

WORKBOOK = "census_country_totals"


def trade() -> pd.DataFrame:
    return read_table("trade_monthly")


def series(partner: str, basis: str, source_id: str, flow: str = "import") -> pd.Series:
    rows = trade().query("partner_iso3 == @partner and basis == @basis and flow == @flow and source_id == @source_id")
    return rows.set_index("month")["value_usd"]


def members() -> set[str]:
    countries = read_table("countries")
    return set(countries.loc[countries["is_eu27"], "iso3"])


@pytest.mark.parametrize(("flow", "basis"), [("import", "general"), ("export", "fas")])
def test_the_european_union_is_its_27_members_in_every_month(flow: str, basis: str) -> None:
    """Until December 2019 the published row includes the United Kingdom; each cell is rounded to the dollar."""
    rows = trade().query("source_id == @WORKBOOK and flow == @flow and basis == @basis")
    added = rows[rows["partner_iso3"].isin(members())].groupby("month")["value_usd"].sum()
    union = series("EU27", basis, WORKBOOK, flow)
    assert len(union) == 96
    assert (union - added).abs().max() <= 30


def test_consumption_imports_from_the_union_do_not_jump_when_the_united_kingdom_leaves_the_file() -> None:
    """With the United Kingdom the ratio of the two bases would be 1.13 before 2018 and 1.00 after."""
    general = series("EU27", "general", WORKBOOK)
    ratio = (series("EU27", "consumption", "census_naics3_monthly") / general).dropna()
    assert len(ratio) == 96
    assert ratio.between(0.93, 1.05).all()


def test_the_older_vintage_has_the_union_only_without_the_united_kingdom() -> None:
    older = series("EU27", "general", "budgetlab_import_shares")
    assert older.index.min() == pd.Timestamp("2020-02-01")
    assert (older / series("EU27", "general", WORKBOOK)).dropna().between(0.98, 1.02).all()


def test_rows_that_were_computed_say_so() -> None:
    derived = trade().query("is_derived")
    assert set(derived["partner_iso3"]) == {"EU27", "WLD"}
    assert derived.query("partner_iso3 == 'EU27'")["month"].max() == pd.Timestamp("2019-12-01")
    assert set(derived.query("partner_iso3 == 'WLD'")["basis"]) == {"consumption"}


def test_no_group_of_countries_but_world_and_union_is_a_partner() -> None:
    countries = read_table("countries")
    groups = set(countries.loc[countries["is_aggregate"], "iso3"])
    assert set(trade()["partner_iso3"]) & groups == {"WLD", "EU27"}


def test_all_partners_add_to_the_world() -> None:
    rows = trade().query("source_id == @WORKBOOK and flow == 'import' and month < '2022-01-01'")
    added = rows[~rows["partner_iso3"].isin(["WLD", "EU27"])].groupby("month")["value_usd"].sum()
    assert (added / series("WLD", "general", WORKBOOK).loc[:"2021-12-01"] - 1).abs().max() < 1e-6


def test_two_vintages_of_imports_from_china_agree_closely() -> None:
    """In print: 0.017 % on average over 253 months, 0.38 % at most."""
    older = series("CHN", "general", "budgetlab_import_shares")
    gap = ((older / series("CHN", "general", WORKBOOK)).dropna() - 1).abs() * 100
    assert len(gap) == 96
    assert gap.max() <= 0.385
    assert gap.mean() < 0.05


def test_duty_stands_only_beside_consumption_imports_and_is_less_than_their_value() -> None:
    table = trade()
    assert (table["duty_usd"].notna() == (table["basis"] == "consumption")).all()
    assert (table["basis"] == "fas").equals(table["flow"] == "export")
    dutiable = table.dropna(subset="duty_usd")
    assert (dutiable["duty_usd"] < dutiable["value_usd"]).all()


def test_december_2025_has_no_duty_on_china() -> None:
    months = trade().query("partner_iso3 == 'CHN' and basis == 'consumption'")["month"]
    assert pd.Timestamp("2025-12-01") not in set(months)
    assert {pd.Timestamp("2025-11-01"), pd.Timestamp("2026-01-01")} <= set(months)


def test_a_month_is_known_forty_days_after_its_end() -> None:
    table = trade()
    released = table.loc[table["month"] == pd.Timestamp("2025-04-01"), "released_on"]
    assert (released == pd.Timestamp("2025-06-09")).all()
