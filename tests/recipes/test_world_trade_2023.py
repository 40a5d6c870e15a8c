"""The world trade matrix and GDP beside it: one list of countries, and what GDP says of exports."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def trade() -> pd.DataFrame:
    return read_table("world_trade_2023")


def test_no_country_trades_with_itself_and_no_pair_is_zero(trade: pd.DataFrame) -> None:
    assert (trade["exporter_iso3"] != trade["importer_iso3"]).all()
    assert (trade["value_usd"] > 0).all()


def test_taiwan_is_missing_on_both_sides(trade: pd.DataFrame) -> None:
    countries = set(read_table("country_macro")["iso3"])
    assert len(countries) == 194
    assert set(trade["exporter_iso3"]) | set(trade["importer_iso3"]) <= countries
    assert "TWN" not in countries


def test_rows_ship_and_columns_buy(trade: pd.DataFrame) -> None:
    """The US buys far more from China than it sells there; a transposed matrix would say the opposite."""
    flow = trade.set_index(["exporter_iso3", "importer_iso3"])["value_usd"]
    assert flow["CHN", "USA"] > 2.5 * flow["USA", "CHN"]


def test_exports_exceed_gdp_in_two_small_countries_only(trade: pd.DataFrame) -> None:
    """Both are flags of ships or pass goods on: home sales as GDP less exports need another rule there."""
    gdp = read_table("country_macro").set_index("iso3")["gdp_usd"]
    exports = trade.groupby("exporter_iso3")["value_usd"].sum()
    assert set(gdp.index[gdp - exports.reindex(gdp.index).fillna(0) < 0]) == {"GMB", "MHL"}


def test_goods_and_gdp_are_both_in_dollars(trade: pd.DataFrame) -> None:
    gdp = read_table("country_macro")["gdp_usd"].sum()
    assert 0.15 < trade["value_usd"].sum() / gdp < 0.3
