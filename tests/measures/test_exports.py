"""Magnet exports by month against the figures in print, and what was known when."""

from datetime import date

import pandas as pd

from parley import read_table
from parley.measures import exports


def months(day: date | None = None, commodity: str = exports.MAGNETS) -> pd.DataFrame:
    return exports.months(read_table("china_rare_earth_exports", day), commodity, ["WLD", "USA"])


def tonnes(rows: pd.DataFrame, to: str, first: str) -> list[float]:
    return rows.loc[(rows["destination_iso3"] == to) & (rows["period_start"] == first), "quantity_t"].tolist()


def test_46_tonnes_of_magnets_went_to_the_us_in_may_2025() -> None:
    assert tonnes(months(), "USA", "2025-05-01") == [46]
    assert tonnes(months(), "WLD", "2025-05-01") == [1238]


def test_the_46_tonnes_were_not_known_before_21_july_2025() -> None:
    assert months(date(2025, 6, 9)).empty
    assert tonnes(months(date(2025, 7, 20)), "USA", "2025-05-01") == []
    assert tonnes(months(date(2025, 7, 21)), "USA", "2025-05-01") == [46]


def test_the_year_2025_adds_to_the_printed_57392_tonnes() -> None:
    rows = months()
    world = rows[(rows["destination_iso3"] == "WLD") & (rows["period_end"] <= "2025-12-31")]
    assert world["n_months"].sum() == 12
    assert world["quantity_t"].sum() == 57392


def test_two_months_published_as_one_sum_are_one_row_at_their_mean() -> None:
    rows = months()
    joint = rows[rows["n_months"] == 2]
    assert joint["quantity_t"].tolist() == [9945]
    assert joint["per_month_t"].tolist() == [9945 / 2]


def test_missing_months_stay_missing() -> None:
    assert tonnes(months(), "USA", "2025-04-01") == []
    assert tonnes(months(), "USA", "2026-01-01") == []


def test_the_mean_of_2024_is_620_tonnes_a_month_and_known_from_january_2026() -> None:
    table = read_table("china_rare_earth_exports")
    assert round(exports.year_row(table, exports.MAGNETS, "USA", 2024)["per_month_t"].item()) == 620
    before = read_table("china_rare_earth_exports", date(2026, 1, 19))
    assert exports.year_row(before, exports.MAGNETS, "USA", 2024).empty


def test_by_value_the_largest_and_the_others_add_to_all_destinations() -> None:
    """BACI V202601, HS 850511: Germany 513.9 and the United States 366.3 m US$ of 3,109.6."""
    rows = exports.by_value(read_table("china_critical_exports_2024"), "850511", 12)
    assert len(rows) == 13
    assert rows["n_destinations"].sum() == 188
    assert (rows["value_usd"].sum() / 1e6).round(1) == 3109.6
    assert rows["destination_iso3"].head(2).to_list() == ["DEU", "USA"]
    assert rows["share_pct"].head(2).round(1).to_list() == [16.5, 11.8]
    assert rows["kind"].to_list() == ["reported"] * 12 + ["derived"]


def test_what_arrived_in_europe_is_two_means_of_the_eu_and_months_of_the_uk() -> None:
    windows, months = read_table("eu_imports_around_controls"), read_table("uk_critical_imports_monthly")
    rows = exports.arrivals(windows, months, "rare-earth magnets", "85051110")
    eu = rows[rows["destination_iso3"] == "EU27"]
    assert eu["per_month_t"].round().to_list() == [1532, 2009]
    assert eu["n_months"].to_list() == [24, 6]
    uk = rows[rows["destination_iso3"] == "GBR"]
    assert len(uk) == 25
    assert set(uk["n_months"]) == {1}
    assert uk["per_month_t"].iloc[-1] == 103.581


def test_on_the_day_of_the_talks_no_mean_after_the_licences_was_known() -> None:
    day = date(2025, 6, 9)
    windows, months = read_table("eu_imports_around_controls", day), read_table("uk_critical_imports_monthly", day)
    rows = exports.arrivals(windows, months, "rare-earth magnets", "85051110")
    assert rows["period_end"].max() == pd.Timestamp("2025-03-31")
    assert (rows["destination_iso3"] == "EU27").sum() == 1


def test_the_newest_single_month_is_told_and_a_newer_pair_is_none() -> None:
    """Chinese customs as cited on 21 July 2025: 353 tonnes to the United States in June."""
    rows = months(date(2025, 7, 21))
    june = exports.latest_month(rows, "USA")
    assert june is not None
    assert (f"{june['period_start']:%Y-%m}", june["quantity_t"]) == ("2025-06", 353)
    pair = rows.tail(1).assign(destination_iso3="USA", period_start=pd.Timestamp("2025-07-01"), n_months=2)
    newest = exports.latest_month(pd.concat([rows, pair]), "USA")
    assert newest is not None and newest["quantity_t"] == 353
    assert exports.latest_month(rows, "JPN") is None


def test_december_and_january_together_are_two_months() -> None:
    """A sum of two months across the turn of the year, as the releases of customs have them within one."""
    known = read_table("china_rare_earth_exports")
    joint = known[(known["period_start"] != known["period_end"]) & (known["commodity"] == exports.MAGNETS)].iloc[[0]]
    turn = joint.assign(
        period_start=pd.Timestamp("2026-12-01"), period_end=pd.Timestamp("2027-01-31"), quantity_t=100.0
    )
    row = exports.months(turn, exports.MAGNETS, [*turn["destination_iso3"]]).iloc[0]
    assert (row["n_months"], row["per_month_t"]) == (2, 50.0)
