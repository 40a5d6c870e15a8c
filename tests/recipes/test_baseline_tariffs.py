"""Tariffs of the base: what is known, and that the rest is not zero but absent."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.icio_sectors import GOODS


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("baseline_tariffs")


def test_the_usa_on_all_origins_and_china_on_the_usa_alone(table: pd.DataFrame) -> None:
    assert set(table["importer_iso3"]) == {"USA", "CHN"}
    assert set(table.loc[table["importer_iso3"] == "CHN", "exporter_iso3"]) == {"USA"}
    assert {"EU27", "TWN", "MEX", "CHN"} <= set(table.loc[table["importer_iso3"] == "USA", "exporter_iso3"])


def test_goods_alone_and_all_of_them_between_the_two(table: pd.DataFrame) -> None:
    assert set(table["sector"]) <= set(GOODS)
    for importer, exporter in (("USA", "CHN"), ("CHN", "USA")):
        pair = table[(table["importer_iso3"] == importer) & (table["exporter_iso3"] == exporter)]
        assert set(pair["sector"]) == set(GOODS)


def test_the_split_by_industry_keeps_the_value_of_us_imports(table: pd.DataFrame) -> None:
    imports = read_table("us_imports_hs6_2024")
    whole = imports.loc[imports["chapter"] < "98", "value_usd"].sum()
    assert table.loc[table["importer_iso3"] == "USA", "value_usd"].sum() == pytest.approx(whole, rel=0.01)


def test_apparel_from_china_pays_more_than_electronics(table: pd.DataFrame) -> None:
    china = table[(table["importer_iso3"] == "USA") & (table["exporter_iso3"] == "CHN")].set_index("sector")
    assert china.loc["C13T15", "tariff_pct"] > 15
    assert china.loc["C26", "tariff_pct"] < 10
