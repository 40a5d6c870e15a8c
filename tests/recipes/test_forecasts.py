"""Forecasts: pages against the data service, groupings and years of account kept apart."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import read_typed_facts
from parley.recipes.forecasts import KEY, tables_of_2026


@pytest.fixture(scope="module")
def forecasts() -> pd.DataFrame:
    return read_table("forecasts")


def test_a_printed_figure_equals_the_rounded_served_one_wherever_both_exist(forecasts: pd.DataFrame) -> None:
    served = forecasts[forecasts["decimals"] == 3]
    both = read_typed_facts("forecasts").merge(served, on=KEY, suffixes=("_printed", "_served"))
    both = both[both["decimals_printed"] == 1]
    assert len(both) == 35
    assert (both["value_pct_printed"] - both["value_pct_served"]).abs().max() <= 0.05 + 1e-9


def test_tables_of_2026_equal_the_served_figures_where_both_exist(forecasts: pd.DataFrame, raw: Path) -> None:
    """Growth of eight countries and Korea's inflation in Economic Outlook 119, two years each."""
    both = tables_of_2026(raw).merge(forecasts[forecasts["decimals"] == 3], on=KEY, suffixes=("_printed", "_served"))
    assert len(both) == 18
    assert (both["value_pct_printed"] - both["value_pct_served"]).abs().max() <= 0.05 + 1e-9


def test_a_table_of_an_edition_beats_a_press_page_and_both_agree(forecasts: pd.DataFrame, raw: Path) -> None:
    tables, pages = tables_of_2026(raw), read_typed_facts("forecasts")
    both = tables.merge(pages, on=KEY, suffixes=("_table", "_page")).set_index("edition")
    assert both["value_pct_table"].equals(both["value_pct_page"])
    britain = both.loc["IEO_2026_03"]
    assert britain["value_pct_table"].to_list() == [4.0, 2.6]  # inflation of the United Kingdom, March 2026
    kept = forecasts.merge(britain.reset_index()[KEY], on=KEY)
    assert kept["source_url"].str.startswith("https://www.oecd.org/").all()


def test_each_edition_of_2026_has_the_rows_of_its_tables(forecasts: pd.DataFrame) -> None:
    sizes = forecasts.groupby(["edition", "measure"])["area"].agg(["size", "nunique"])
    assert sizes.loc[("IEO_2026_09", "real_gdp_growth")].to_list() == [45, 23]  # 21 areas and the world, G20 for 2026
    assert sizes.loc[("EO119", "headline_inflation")].to_list() == [102, 51]
    march = sizes.loc["IEO_2026_03"]
    assert march.loc[["headline_inflation", "consumption_deflator_inflation"], "nunique"].sum() == 21
    assert sizes.loc[("WEO_2026_07", "real_gdp_growth")].to_list() == [36, 12]


def test_us_inflation_of_interim_reports_is_the_deflator_and_never_on_the_path_of_consumer_prices(
    forecasts: pd.DataFrame,
) -> None:
    us = forecasts[(forecasts["area"] == "USA") & (forecasts["institution"] == "OECD")]
    of_interims = us["edition"].str.startswith("IEO")
    assert set(us.loc[of_interims, "measure"]) == {"real_gdp_growth", "consumption_deflator_inflation"}
    assert "consumption_deflator_inflation" not in set(us.loc[~of_interims, "measure"])


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
    korea = (
        forecasts[(forecasts["area"] == "KOR") & (forecasts["edition"] == "EO119")]
        .groupby("measure")["target_year"]
        .agg(list)
    )
    years = [2026, 2027]
    assert korea.to_dict() == {"headline_inflation": years, "real_gdp_growth": years, "unemployment_rate": years}


def test_each_house_has_the_rows_that_were_read(forecasts: pd.DataFrame) -> None:
    assert forecasts["institution"].value_counts().to_dict() == {
        "OECD": 852,
        "IMF": 148,
        "WTO": 21,
        "ECB": 12,
        "World Bank": 11,
        "NIESR": 4,
    }


def test_unconfirmed_figures_are_marked(forecasts: pd.DataFrame) -> None:
    doubtful = forecasts[forecasts["verification"] == "unverified"]
    assert set(zip(doubtful["edition"], doubtful["area"], doubtful["measure"], strict=True)) == {
        ("EO118", "G20_AE", "core_inflation")
    }
