"""Mean errors: by edition over countries, and other houses on the same countries and years as the OECD."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.forecasts import GROUPS, by_edition, by_house, forecast_errors, pairs


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return read_table("forecasts"), read_table("forecast_editions"), read_table("gdp_actuals")


@pytest.fixture(scope="module")
def compared(tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    return pairs(*tables)


def test_the_mean_of_outlook_117_is_that_of_its_printed_errors(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    forecasts, editions, actuals = tables
    errors = forecast_errors(forecasts, actuals)
    printed = {"USA": -0.53, "CHN": -0.25, "IND": -1.33, "DEU": 0.05}  # in points, two decimals
    part = errors[errors["area"].isin(printed)]
    rows = by_edition(part, editions).set_index(["edition", "horizon_years"])
    row = rows.loc[("EO117", 0)]
    assert (row["n_countries"], row["target_year"]) == (4, 2025)
    assert row["mean_abs_error_pp"] == pytest.approx(sum(map(abs, printed.values())) / 4, abs=0.005)
    assert row["mean_error_pp"] == pytest.approx(sum(printed.values()) / 4, abs=0.005)


def test_groups_of_countries_count_in_no_mean(tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> None:
    forecasts, editions, actuals = tables
    errors = forecast_errors(forecasts, actuals)
    assert set(errors["area"]) & GROUPS
    alone = errors[~errors["area"].isin(GROUPS)]
    pd.testing.assert_frame_equal(by_edition(errors, editions), by_edition(alone, editions))


def test_a_house_is_scored_beside_the_oecd_figure_newest_on_its_day(compared: pd.DataFrame) -> None:
    assert (compared["oecd_published_on"] <= compared["published_on"]).all()
    key = ["institution", "edition", "area", "target_year"]
    assert not compared.duplicated(key).any()
    china = compared.set_index(key).loc[("IMF", "WEO_2025_04", "CHN", 2025)]
    assert china["oecd_edition"] == "IEO_2025_03"
    assert china["error_pp"] == pytest.approx(3.954 - 5.0, abs=0.0005)
    brazil = compared.set_index(key).loc[("IMF", "WEO_2025_04", "BRA", 2025)]
    assert brazil["oecd_edition"] == "EO116"  # the interim report of March has none for Brazil


def test_world_levels_of_different_houses_are_never_compared(compared: pd.DataFrame) -> None:
    assert not set(compared["area"]) & GROUPS
    assert set(compared["institution"]) == {"IMF", "World Bank"}


def test_means_by_house_hold_each_pair_once(compared: pd.DataFrame) -> None:
    rows = by_house(compared)
    assert rows["n_pairs"].sum() == len(compared)
    assert (rows["oecd_published_on"] <= rows["published_on"]).all()
    assert rows[["source_id", "oecd_source_id"]].notna().all(axis=None)


def test_nothing_is_compared_before_outcomes_were_published(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    forecasts, editions, actuals = tables
    before = forecasts[forecasts["edition"] != "EO119"]
    assert pairs(before, editions, actuals[actuals["vintage"] != "EO119"]).empty
