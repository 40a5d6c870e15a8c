"""Release days: what months take from them, and what stays an estimate."""

from datetime import date

import pandas as pd
import pytest

from parley.recipes.releases import dated, known_from
from parley.tables.read import read_table

SHUTDOWN = {
    "2025-08": "2025-11-19",
    "2025-09": "2025-12-11",
    "2025-10": "2026-01-08",
    "2025-11": "2026-01-29",
    "2025-12": "2026-02-19",
}
OTHERS = {"2020-09": "2020-11-04", "2024-06": "2024-08-06", "2025-06": "2025-08-05", "2025-07": "2025-09-04"}
OF_2026 = {
    "2026-02": "2026-04-02",
    "2026-03": "2026-05-05",
    "2026-05": "2026-07-07",
    "2026-06": "2026-08-04",
    "2026-07": "2026-09-03",
    "2026-08": "2026-10-06",
}


def known(*months: str) -> pd.DataFrame:
    return known_from(pd.Series([pd.Timestamp(f"{month}-01") for month in months]))


@pytest.mark.parametrize(("month", "day"), [*SHUTDOWN.items(), *OTHERS.items(), *OF_2026.items()])
def test_a_month_is_known_from_its_release(month: str, day: str) -> None:
    row = known(month).iloc[0]
    assert (row["released_on"], row["date_basis"]) == (pd.Timestamp(day), "day")


def test_a_month_without_a_release_in_hand_is_known_40_days_after_its_end_and_says_so() -> None:
    row = known("2025-04").iloc[0]
    assert (row["released_on"], row["date_basis"]) == (pd.Timestamp("2025-06-09"), "estimated")


@pytest.mark.parametrize(
    ("month", "day"), [("2018-12", "2019-03-06"), ("2026-01", "2026-03-12"), ("2026-04", "2026-06-09")]
)
def test_a_day_to_be_confirmed_stays_an_estimate(month: str, day: str) -> None:
    row = known(month).iloc[0]
    assert (row["released_on"], row["date_basis"]) == (pd.Timestamp(day), "estimated")


def test_no_statistic_comes_out_before_its_month_has_ended() -> None:
    table = read_table("releases")
    monthly = table[table["series"].isin(["census_ft900", "gacc_preliminary"])]
    month_end = pd.to_datetime(monthly["period"] + "-01") + pd.offsets.MonthEnd()
    assert len(monthly) == 26
    assert ((monthly["released_on"] - month_end).dt.days.between(1, 90)).all()


def test_a_revised_figure_and_one_that_came_before_its_estimate_are_known_from_the_day_they_came() -> None:
    figures = pd.DataFrame({"month": pd.to_datetime(["2026-08-01", "2026-08-01", "2030-01-01"])})
    rows = dated(figures, pd.Series([False, True, False]), date(2030, 2, 20), "file")
    assert rows["released_on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-10-06", "2030-02-20", "2030-02-20"]
    assert rows["date_basis"].tolist() == ["day", "file", "file"]
