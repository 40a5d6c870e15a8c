"""Reserves of an edition: shares are upper bounds, the edition before stands beside, the correction has its day."""

from datetime import date

import pytest

from parley import read_table
from parley.measures import minerals


def test_china_holds_at_most_58_7_percent_after_the_correction() -> None:
    rows = minerals.by_country(read_table("reserves"), "MCS2026 v1.3").set_index("iso3")
    assert rows.at["CHN", "share_at_most_pct"] == pytest.approx(58.7, abs=0.05)
    assert rows.at["BRA", "reserves_before_t"] == 21e6
    assert rows.at["BRA", "edition_before"] == "MCS2026"
    assert rows["share_at_most_pct"].isna()["WLD"]


def test_an_edition_is_compared_with_the_one_before_and_the_first_with_none() -> None:
    table = read_table("reserves")
    assert minerals.editions(table) == ["MCS2026 v1.3", "MCS2026", "MCS2025"]
    second = minerals.by_country(table, "MCS2026").set_index("iso3")
    assert second.at["AUS", "reserves_before_t"] == 5.7e6
    first = minerals.by_country(table, "MCS2025")
    assert first["reserves_before_t"].isna().all()
    assert first["edition_before"].isna().all()


def test_before_27_may_2026_the_correction_is_not_known() -> None:
    table = read_table("reserves", date(2026, 5, 26))
    rows = minerals.by_country(table, minerals.editions(table)[0]).set_index("iso3")
    assert rows.at["BRA", "reserves_t"] == 21e6
    assert rows["raw_before_erratum"].isna().all()


def test_the_largest_stands_first_and_the_world_last() -> None:
    rows = minerals.by_country(read_table("reserves"), "MCS2026 v1.3")
    assert rows["iso3"].iloc[0] == "CHN"
    assert rows["iso3"].iloc[-1] == "WLD"
