"""China's imports of rare-earth compounds: a short extract, parts within the whole, weights with their flag."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def imports() -> pd.DataFrame:
    return read_table("china_feed_imports")


def test_the_extract_holds_eight_partners_since_2012(imports: pd.DataFrame) -> None:
    assert set(imports["partner_iso3"]) == {"WLD", "MMR", "MYS", "LAO", "VNM", "USA", "RUS", "THA"}
    assert (imports["year"].min(), imports["year"].max()) == (2012, 2024)


@pytest.mark.parametrize("column", ["net_weight_t", "value_usd"])
def test_the_seven_origins_do_not_exceed_the_world(imports: pd.DataFrame, column: str) -> None:
    world = imports[imports["partner_iso3"] == "WLD"].set_index("year")[column]
    parts = imports[imports["partner_iso3"] != "WLD"].groupby("year")[column].sum()
    assert len(world) == 13
    assert (parts <= world.reindex(parts.index) * 1.001).all()


def test_the_weight_of_the_world_is_always_partly_estimated(imports: pd.DataFrame) -> None:
    assert imports.loc[imports["partner_iso3"] == "WLD", "is_weight_estimated"].all()
    assert imports["net_weight_t"].notna().all()


def test_a_year_is_known_forty_days_after_its_end() -> None:
    assert read_table("china_feed_imports", date(2025, 2, 8))["year"].max() == 2023
    assert read_table("china_feed_imports", date(2025, 2, 9))["year"].max() == 2024
