"""US trade by month: bases, groups and vintages kept apart."""

from pathlib import Path

import pandas as pd
import pytest

from parley.recipes import raw_file
from parley.tables.read import read_table

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
    assert set(derived.query("partner_iso3 == 'WLD'")["source_id"]) == {"census_total_monthly_2023_2026"}


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


DUTIES, TOTALS = "census_duties_2026_all_partners", "census_duty_totals_2024_2026"


def duties() -> pd.DataFrame:
    return trade().query("source_id == @DUTIES")


def test_duty_by_partner_is_a_vintage_of_its_own_with_as_many_partners_as_the_file() -> None:
    rows = duties()
    partners = rows.groupby("month")["partner_iso3"].nunique()
    assert set(partners.loc["2025"]) == {25}
    assert set(partners.loc["2026-01":"2026-07"]) == {127}
    assert partners.loc["2026-08-01"] == 46
    assert rows["vintage"].nunique() == 1
    assert len(rows) == 935 + 300


def test_the_partners_are_nearly_the_world_until_july_and_three_quarters_in_august() -> None:
    """In print: 99.9 % of imports and of duty; in August 73.1 and 80.6 %."""
    world = trade().query("source_id == @TOTALS and flow == 'import'").set_index("month")[["value_usd", "duty_usd"]]
    part = duties().groupby("month")[["value_usd", "duty_usd"]].sum() / world * 100
    assert part.loc["2026-01":"2026-07"].min().min() >= 99.85
    assert part.loc["2026-08-01"].tolist() == pytest.approx([73.1, 80.6], abs=0.05)


def test_ten_partners_equal_a_second_copy_to_the_dollar(raw: Path) -> None:
    file = raw_file(raw, "trade/census-country-2023-2026/us_calculated_duties_2026_selected.csv")
    copy = pd.read_csv(file, parse_dates=["month"]).set_index(["partner_iso3", "month"])
    own = duties().set_index(["partner_iso3", "month"]).loc[copy.index]
    assert len(copy) == 70
    assert own["value_usd"].tolist() == copy["imports_for_consumption_usd"].tolist()
    assert own["duty_usd"].tolist() == copy["calculated_duty_usd"].tolist()


@pytest.mark.parametrize(("flow", "months"), [("import", 30), ("export", 21)])
def test_the_world_equals_the_older_release_in_every_month_of_both(flow: str, months: int) -> None:
    basis = "consumption" if flow == "import" else "fas"
    newer, older = (series("WLD", basis, source, flow) for source in (TOTALS, "census_total_monthly_2023_2026"))
    both = newer.index.intersection(older.index)
    assert len(both) == months
    assert newer[both].tolist() == older[both].tolist()


def test_no_month_of_duty_on_china_is_missing_any_more() -> None:
    months = pd.DatetimeIndex(trade().query("partner_iso3 == 'CHN' and basis == 'consumption'")["month"].unique())
    assert months.max() == pd.Timestamp("2026-08-01")
    assert pd.date_range("2015-01-01", "2026-08-01", freq="MS").difference(months).empty


@pytest.mark.parametrize(
    ("month", "day", "basis"),
    [
        ("2025-04-01", "2025-06-09", "estimated"),
        ("2025-07-01", "2025-09-04", "day"),
        ("2025-08-01", "2025-11-19", "day"),
        ("2026-08-01", "2026-10-06", "day"),
    ],
)
def test_a_month_is_known_from_its_release_or_an_estimate_of_it(month: str, day: str, basis: str) -> None:
    table = trade()
    rows = table[table["month"] == pd.Timestamp(month)]
    assert set(rows["released_on"]) == {pd.Timestamp(day)}
    assert set(rows["date_basis"]) == {basis}
