"""Reserves: the correction of May 2026, what was printed before it, and countries without a figure."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def reserves() -> pd.DataFrame:
    return read_table("reserves")


def test_the_correction_changed_brazil_and_the_total_alone(reserves: pd.DataFrame) -> None:
    corrected = reserves[reserves["raw_before_erratum"].notna()].set_index("country")
    assert corrected["raw_before_erratum"].to_dict() == {"Brazil": "21,000,000", "World total": ">85,000,000"}
    assert corrected["raw"].to_dict() == {"Brazil": "11,000,000", "World total": ">75,000,000"}
    assert set(corrected["edition"]) == {"MCS2026 v1.3"}


def test_the_world_is_a_lower_bound_in_every_edition_and_exceeds_the_sum_of_its_rows(reserves: pd.DataFrame) -> None:
    world = reserves[reserves["iso3"] == "WLD"].set_index("edition")
    assert set(world["comparator"]) == {"gt"}
    parts = reserves[reserves["iso3"] != "WLD"].groupby("edition")["reserves_t"].sum()
    assert (parts / world["reserves_t"]).between(0.98, 1.02).all()


def test_na_stays_empty(reserves: pd.DataFrame) -> None:
    missing = reserves["comparator"] == "not_available"
    assert reserves.loc[missing, "reserves_t"].isna().all()
    assert (reserves.loc[missing, "raw"] == "NA").all()
    assert reserves.loc[~missing, "reserves_t"].notna().all()
    burma = reserves[reserves["iso3"] == "MMR"]  # slipped into the notes in the file of 2025
    assert burma["raw"].to_list() == ["NA"] * 3


@pytest.mark.parametrize(
    ("day", "editions"),
    [
        (date(2025, 6, 9), {"MCS2025"}),
        (date(2026, 5, 26), {"MCS2025", "MCS2026"}),
        (date(2026, 5, 27), {"MCS2025", "MCS2026", "MCS2026 v1.3"}),
    ],
)
def test_the_correction_is_known_from_its_day(day: date, editions: set[str]) -> None:
    assert set(read_table("reserves", day)["edition"]) == editions
