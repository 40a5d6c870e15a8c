"""Recorded growth: which years are closed and which areas each source has."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def actuals() -> pd.DataFrame:
    return read_table("gdp_actuals")


def test_the_oecd_rows_are_nine_areas_in_sixteen_years_without_the_world(actuals: pd.DataFrame) -> None:
    oecd = actuals[actuals["source_id"] == "actuals_oecd_eo119"]
    areas = {"BRA", "CHN", "DEU", "EA17", "GBR", "IND", "JPN", "OECD", "USA"}
    assert set(zip(oecd["area"], oecd["year"], strict=True)) == {(a, y) for a in areas for y in range(2010, 2026)}
    assert set(oecd["vintage"]) == {"EO119"}


def test_only_2025_is_an_estimate(actuals: pd.DataFrame) -> None:
    assert ((actuals["status"] == "estimate") == (actuals["year"] == 2025)).all()


def test_world_bank_growth_ends_in_2023_and_holds_no_blank(actuals: pd.DataFrame) -> None:
    bank = actuals[actuals["source_id"] == "actuals_wdi"]
    assert (bank["year"].min(), bank["year"].max()) == (2010, 2023)
    assert bank["growth_pct"].notna().all()


def test_the_two_sources_differ_so_a_pairing_must_name_one(actuals: pd.DataFrame) -> None:
    wide = actuals[actuals["area"] == "CHN"].pivot(index="year", columns="source_id", values="growth_pct").dropna()
    assert len(wide) == 14
    assert (wide["actuals_oecd_eo119"] - wide["actuals_wdi"]).abs().max() > 0
