"""Announced, statutory, collected: three series of the shipped tables, each as its own table gives it."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.app.kit.law_average import law_range
from parley.measures.tariffs import headline_additional
from parley.measures.three_measures import ANNOUNCED, COLLECTED, STATUTORY, three_measures

LATEST = date(2026, 11, 24)


def rows_on(day: date) -> pd.DataFrame:
    tables = (read_table(name, day) for name in ("tariff_layers", "us_tariff_origin_steps", "trade_monthly"))
    layers, steps, trade = tables
    return three_measures(layers, steps, trade, day)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return rows_on(LATEST)


def held(rows: pd.DataFrame, series: str, day: str) -> float:
    on = pd.Timestamp(day)
    own = rows[(rows["series"] == series) & (rows["date"] <= on) & (rows["last_day"] >= on)]
    return float(own["rate_pct"].item())


@pytest.mark.parametrize("day", ["2025-02-04", "2025-04-10", "2025-06-09", "2025-11-10", "2026-02-24", "2026-07-24"])
def test_what_is_announced_is_the_headline_of_the_day(rows: pd.DataFrame, day: str) -> None:
    layers = read_table("tariff_layers")
    assert held(rows, ANNOUNCED, day) == headline_additional(layers, "USA", "CHN", pd.Timestamp(day).date())


@pytest.mark.parametrize(
    ("day", "rate"), [("2025-01-01", 11.87), ("2025-04-10", 116.66), ("2025-05-14", 40.43), ("2025-06-09", 41.53)]
)
def test_the_statutory_average_is_near_that_of_the_rebuilt_tracker(rows: pd.DataFrame, day: str, rate: float) -> None:
    assert held(rows, STATUTORY, day) == pytest.approx(rate, rel=0.05, abs=1)


@pytest.mark.parametrize("day", ["2025-04-10", "2026-03-01", "2026-10-09", "2026-11-20"])
def test_the_statutory_average_is_the_number_of_home_and_by_product(rows: pd.DataFrame, day: str) -> None:
    found = law_range(date.fromisoformat(day))
    assert found is not None
    assert held(rows, STATUTORY, day) == pytest.approx(found[1], abs=0.001)


@pytest.mark.parametrize(
    ("day", "rate"), [("2025-06-10", 40.0), ("2025-12-10", 30.8), ("2026-07-10", 21.4), ("2026-08-10", 22.8)]
)
def test_what_is_collected_is_the_ratio_of_the_census(rows: pd.DataFrame, day: str, rate: float) -> None:
    assert held(rows, COLLECTED, day) == pytest.approx(rate, abs=0.05)


def test_no_series_runs_past_what_was_known(rows: pd.DataFrame) -> None:
    for series in (ANNOUNCED, STATUTORY):
        own = rows[rows["series"] == series]
        assert own["last_day"].max() == pd.Timestamp(LATEST)
        assert own.loc[own["is_confirmed"], "last_day"].max() == pd.Timestamp("2026-10-09")
    assert rows.loc[rows["series"] == COLLECTED, "date"].max() == pd.Timestamp("2026-08-01")
    early = rows_on(date(2025, 6, 9))
    assert early["last_day"].max() == pd.Timestamp("2025-06-09")
    assert early.loc[early["series"] == COLLECTED, "date"].max() == pd.Timestamp("2025-04-01")


def test_before_2025_there_is_nothing_to_compare() -> None:
    assert rows_on(date(2024, 6, 1)).empty
