"""Rows of the Trade page against printed figures of Census and of China's customs."""

from datetime import date

import pandas as pd
import pytest

from parley.measures import bilateral
from parley.tables.read import read_table

LONDON = date(2025, 6, 9)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("trade_monthly")


@pytest.fixture(scope="module")
def shares(table: pd.DataFrame) -> pd.DataFrame:
    countries = read_table("countries")
    members = countries.loc[countries["is_eu27"] & ~countries["is_aggregate"], "iso3"]
    return bilateral.shares_by_year(table, set(members))


def test_full_years_of_trade_with_china_are_those_census_prints(table: pd.DataFrame) -> None:
    months = bilateral.us_china_months(table)
    years = (months.groupby(["flow", months["month"].dt.year])["value_usd"].sum() / 1e9).round(1)
    assert years["import"][2017] == 505.2
    assert years["import"][2018] == 538.5
    assert years["import"][2024] == 440.3
    assert years["export"][2017] == 130.0
    assert years["export"][2025] == 106.0


def test_each_flow_has_one_basis_and_each_month_one_row(table: pd.DataFrame) -> None:
    months = bilateral.us_china_months(table)
    assert set(zip(months["flow"], months["basis"], strict=True)) == {("import", "general"), ("export", "fas")}
    assert not months.duplicated(["flow", "month"]).any()


def test_december_sums_are_the_years_and_tell_the_oldest_release_in_them(table: pd.DataFrame) -> None:
    sums = bilateral.us_china_sums(table).set_index(["flow", "month"])
    december = sums.loc[("import", pd.Timestamp("2017-12-01"))]
    assert round(december["value_usd"] / 1e9, 1) == 505.2
    first = sums.loc["import"].index.min()
    assert first == pd.Timestamp("2015-12-01")
    november, full = (sums.loc[("import", pd.Timestamp(d))] for d in ("2023-11-01", "2023-12-01"))
    assert november["oldest_vintage"] < november["vintage"]
    assert full["oldest_vintage"] == full["vintage"]


def test_the_observed_duty_has_every_month_and_is_marked_where_derived(table: pd.DataFrame) -> None:
    """In print, after the revision of June 2026: 40.0% in June 2025, 30.8 in December, 22.8 in August 2026."""
    duty = bilateral.observed_duty(table)
    china = duty[duty["partner_iso3"] == "CHN"]
    assert bilateral.missing_months(china["month"]) == []
    by_month = china.set_index("month")["effective_rate_pct"].round(1)
    for month, rate in {"2025-06-01": 40.0, "2025-12-01": 30.8, "2026-07-01": 21.4, "2026-08-01": 22.8}.items():
        assert by_month[pd.Timestamp(month)] == rate
    assert not china["is_derived"].any()
    world = duty[duty["partner_iso3"] == "WLD"].set_index("month")
    assert round(world.at[pd.Timestamp("2026-08-01"), "effective_rate_pct"], 2) == 6.87
    assert set(world.index[world["is_derived"]].year) == {2023}  # later years have the duty itself


def test_the_union_stands_for_its_members_and_the_world_is_no_partner(shares: pd.DataFrame) -> None:
    assert "EU27" in set(shares["partner_iso3"])
    assert not {"DEU", "FRA", "WLD"} & set(shares["partner_iso3"])
    assert (shares.groupby("year")["share_pct"].sum() < 100.1).all()


def test_no_share_is_given_for_a_year_whose_world_total_is_not_known(shares: pd.DataFrame) -> None:
    assert shares["year"].max() == 2025
    assert bilateral.years_to_compare(shares)[0] == 2025
    assert bilateral.years_to_compare(shares[shares["year"] > 2017]) == []


def test_movers_are_china_and_the_partners_that_moved_most(shares: pd.DataFrame) -> None:
    change = bilateral.changes(shares, 2025)
    rows = bilateral.movers(shares, 2025, count=3)
    chosen = set(rows["partner_iso3"])
    assert len(chosen) == 4
    assert "CHN" in chosen
    assert change.drop("CHN").abs().nlargest(3).index.isin(chosen).all()
    assert set(rows["year"]) == set(range(2017, 2026))


def test_chinas_rates_of_may_2025_are_the_printed_ones_on_the_day_of_their_release() -> None:
    rows = bilateral.published_rates(read_table("china_customs", LONDON), "WLD", pd.Timestamp("2024-01-01"))
    may = rows[rows["period_start"] == pd.Timestamp("2025-05-01")].set_index("flow")["change_pct"]
    assert may.to_dict() == {"export": 4.8, "import": -3.4}
    assert rows["period_start"].max() == pd.Timestamp("2025-05-01")
    first_released = 316.10 / 302.35 * 100 - 100
    assert round(first_released, 1) == 4.5 != may["export"]


def test_periods_longer_than_two_months_and_other_currencies_are_left_out() -> None:
    customs = read_table("china_customs")
    rows = bilateral.published_rates(customs, "USA", pd.Timestamp("2019-01-01"))
    assert set(rows["currency"]) == {"USD"}
    assert ((rows["period_end"] - rows["period_start"]).dt.days < 62).all()
    assert rows["change_pct"].notna().all()


def test_the_two_sides_of_2025_are_shown_as_each_records_them(table: pd.DataFrame) -> None:
    rows = bilateral.mirror(read_table("china_customs"), table)
    rows = rows[rows["period_end"] == pd.Timestamp("2025-12-31")].set_index(["from_iso3", "reporter_iso3"])
    values = rows["value_usd"] / 1e9
    assert round(values["CHN", "CHN"], 2) == 420.05
    assert round(values["USA", "CHN"], 2) == 139.70
    assert round(values["CHN", "USA"], 1) == 308.7
    assert round(values["USA", "USA"], 1) == 106.0
    older = table[table["vintage"] <= pd.Timestamp("2026-03-31")]
    months = bilateral.us_china_months(older).query("flow == 'import'").set_index("month")["value_usd"]
    assert round(months["2025-01":"2025-12"].sum() / 1e9, 1) == 308.4


def test_the_half_year_of_2026_is_the_newest_both_sides_have(table: pd.DataFrame) -> None:
    """215.92 and 73.23 bn, printed by China's customs in July 2026."""
    rows = bilateral.mirror(read_table("china_customs"), table)
    assert list(rows["period_end"].drop_duplicates()) == [
        pd.Timestamp(day) for day in ("2026-06-30", "2025-12-31", "2025-05-31")
    ]
    assert set(rows.groupby("period_end").size()) == {4}
    china = rows[rows["reporter_iso3"] == "CHN"].head(2).set_index("flow")["value_usd"] / 1e9
    assert china.round(2).to_dict() == {"export": 215.92, "import": 73.23}
    months = bilateral.us_china_months(table).query("flow == 'import' and '2026-01-01' <= month <= '2026-06-01'")
    us = rows.query("reporter_iso3 == 'USA' and flow == 'import'")["value_usd"].iloc[0]
    assert us == months["value_usd"].sum()


def test_before_a_period_of_both_sides_is_published_there_is_no_mirror(table: pd.DataFrame) -> None:
    """May 2025: China on 9 June, the US on 3 July."""
    known = read_table("china_customs", LONDON), read_table("trade_monthly", LONDON)
    assert bilateral.mirror(*known).empty


def test_the_months_of_both_sides_are_two_series_of_two_bases(table: pd.DataFrame) -> None:
    rows = bilateral.mirror_months(read_table("china_trade_monthly"), table)
    assert set(zip(rows["reporter_iso3"], rows["flow"], rows["basis"], strict=True)) == {
        ("CHN", "export", "gacc"),
        ("USA", "import", "general"),
    }
    assert not rows.duplicated(["reporter_iso3", "month"]).any()
    assert set(rows.groupby("reporter_iso3")["month"].min()) == {pd.Timestamp("2024-01-01")}
    china = rows[rows["reporter_iso3"] == "CHN"].set_index("month")["value_usd"] / 1e9
    assert china.index.max() == pd.Timestamp("2026-06-01")
    assert round(china.iloc[-1], 2) == 43.46
    assert round(china["2025-05-01"], 2) == 28.82


def test_a_figure_that_is_not_confirmed_keeps_its_mark() -> None:
    rows = bilateral.published_rates(read_table("china_customs"), "WLD", pd.Timestamp("2026-06-01"))
    marks = rows.set_index(["period_start", "flow"])["verification"]
    assert marks[pd.Timestamp("2026-06-01"), "import"] == "unverified"
    assert (marks.drop((pd.Timestamp("2026-06-01"), "import")) == "secondary").all()
    assert marks.index[-1] == (pd.Timestamp("2026-08-01"), "import")
