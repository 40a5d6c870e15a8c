"""The three input-output tables of 2022: they are one matrix, so their sums must meet."""

import pandas as pd
import pytest

from parley import read_table

MILLION = 1e6


@pytest.fixture(scope="module")
def industries() -> pd.DataFrame:
    return read_table("icio_country_sector")


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    return read_table("icio_intermediate").astype({"value_usd": "float64"})


@pytest.fixture(scope="module")
def uses() -> pd.DataFrame:
    return read_table("icio_use").astype({"value_usd": "float64", "domestic_usd": "float64"})


def test_eighty_economies_and_fifty_industries_each_named(industries: pd.DataFrame) -> None:
    assert (industries["country_iso3"].nunique(), industries["sector"].nunique()) == (80, 50)
    assert {"TWN", "VNM", "CHN", "USA"} <= set(industries["country_iso3"])
    assert "ROW" not in set(industries["country_iso3"])
    assert industries["sector_name"].notna().all()


def test_output_is_inputs_sold_and_final_sales(industries: pd.DataFrame, flows: pd.DataFrame) -> None:
    by_maker = flows.groupby(["exporter_iso3", "sector"])["value_usd"].sum()
    makers = industries.set_index(["country_iso3", "sector"])
    gap = makers["gross_output_usd"] - by_maker.reindex(makers.index).fillna(0) - makers["final_and_row_usd"]
    assert gap.abs().max() < 1.9 * MILLION


def test_output_is_inputs_bought_and_value_added(industries: pd.DataFrame) -> None:
    rest = industries["intermediate_usd"] + industries["value_added_taxes_row_usd"] - industries["gross_output_usd"]
    assert rest.abs().max() < 1  # one dollar


def test_inputs_by_user_are_those_of_the_industry(industries: pd.DataFrame, uses: pd.DataFrame) -> None:
    by_user = uses.groupby(["country_iso3", "using_sector"])["value_usd"].sum()
    bought = industries.set_index(["country_iso3", "sector"])["intermediate_usd"]
    gap = (by_user.reindex(bought.index).fillna(0) - bought).abs()
    assert (gap <= 1e-5 * bought + MILLION).all()


def test_inputs_made_at_home_are_the_home_flows(flows: pd.DataFrame, uses: pd.DataFrame) -> None:
    home = flows[flows["exporter_iso3"] == flows["importer_iso3"]].groupby(["importer_iso3", "sector"])
    of_user = uses.groupby(["country_iso3", "input_sector"])["domestic_usd"].sum()
    flow = home["value_usd"].sum().reindex(of_user.index).fillna(0)
    assert ((flow - of_user).abs() <= 1e-5 * flow + MILLION).all()
    assert (uses["domestic_usd"] <= uses["value_usd"] * (1 + 1e-6)).all()
