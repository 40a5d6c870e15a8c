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


def test_september_2025_is_the_month_of_most_destinations() -> None:
    periods = exports.periods_told(read_table("china_rare_earth_exports"), exports.MAGNETS)
    assert periods["period"].iloc[0] == "Sep 2025"
    assert periods["told"].iloc[0] == 5
    assert "2025" not in set(periods["period"])  # a year with the United States alone is no comparison


def test_the_named_destinations_and_the_rest_add_to_the_published_total() -> None:
    rows = exports.by_destination(read_table("china_rare_earth_exports"), exports.MAGNETS, "Sep 2025")
    assert rows["quantity_t"].sum() == 5774
    assert rows.set_index("destination_iso3")["quantity_t"]["USA"] == 420
    assert rows["destination_iso3"].iloc[-1] == "ROW"
    assert abs(rows["share_pct"].sum() - 100) < 1e-9


def test_no_destination_is_known_before_one_was_reported() -> None:
    assert exports.periods_told(read_table("china_rare_earth_exports", date(2025, 6, 9)), exports.MAGNETS).empty
