"""Forecasts: pages against the data service, groupings and years of account kept apart."""

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import read_typed_facts
from parley.recipes.forecasts import KEY


@pytest.fixture(scope="module")
def forecasts() -> pd.DataFrame:
    return read_table("forecasts")


def test_a_printed_figure_equals_the_rounded_served_one_wherever_both_exist(forecasts: pd.DataFrame) -> None:
    served = forecasts[forecasts["decimals"] == 3]
    both = read_typed_facts("forecasts").merge(served, on=KEY, suffixes=("_printed", "_served"))
    both = both[both["decimals_printed"] == 1]
    assert len(both) == 35
    assert (both["value_pct_printed"] - both["value_pct_served"]).abs().max() <= 0.05 + 1e-9


def test_the_double_hit_edition_is_in_no_baseline(forecasts: pd.DataFrame) -> None:
    assert set(forecasts.loc[forecasts["edition"] == "EO107", "scenario"]) == {"double_hit"}
    assert set(forecasts.loc[forecasts["scenario"] == "double_hit", "edition"]) == {"EO107"}


def test_the_three_euro_areas_stay_apart(forecasts: pd.DataFrame) -> None:
    by_area = forecasts[forecasts["decimals"] == 3].groupby("area")["edition"].agg(set)
    assert by_area["EA16"] == {"EO102", "EO103"}
    assert by_area["EA17"] == {f"EO{number}" for number in range(104, 120)}
    assert set(forecasts.loc[(forecasts["area"] == "EA17"), "decimals"]) == {3}


def test_india_is_counted_by_fiscal_year_and_no_one_else(forecasts: pd.DataFrame) -> None:
    assert ((forecasts["area"] == "IND") == (forecasts["year_basis"] == "fiscal_apr_mar")).all()


def test_employment_levels_are_not_among_the_rates(forecasts: pd.DataFrame) -> None:
    korea = forecasts[forecasts["area"] == "KOR"].groupby("measure")["target_year"].agg(list)
    years = [2026, 2027]
    assert korea.to_dict() == {"headline_inflation": years, "real_gdp_growth": years, "unemployment_rate": years}


def test_each_house_has_the_rows_that_were_read(forecasts: pd.DataFrame) -> None:
    assert forecasts["institution"].value_counts().to_dict() == {
        "OECD": 579,
        "IMF": 100,
        "WTO": 17,
        "ECB": 12,
        "World Bank": 11,
        "NIESR": 4,
    }


def test_unconfirmed_figures_are_marked(forecasts: pd.DataFrame) -> None:
    doubtful = forecasts[forecasts["verification"] == "unverified"]
    assert set(zip(doubtful["edition"], doubtful["area"], doubtful["measure"], strict=True)) == {
        ("EO118", "G20_AE", "core_inflation")
    }
