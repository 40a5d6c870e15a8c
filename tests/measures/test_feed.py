"""Imports of compounds by origin: the rest is the world less the named, nothing is lost and nothing below zero."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures import minerals


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return minerals.by_origin(read_table("china_feed_imports"))


@pytest.mark.parametrize("column", ["net_weight_t", "value_usd"])
def test_origins_and_the_rest_add_to_the_world(rows: pd.DataFrame, column: str) -> None:
    table = read_table("china_feed_imports")
    world = table[table["partner_iso3"] == "WLD"].set_index("year")[column]
    assert rows.groupby("year")[column].sum().to_dict() == pytest.approx(world.to_dict(), rel=1e-6)
    assert (rows[column] >= 0).all()


def test_the_rest_is_derived_and_last(rows: pd.DataFrame) -> None:
    assert set(rows.loc[rows["partner_iso3"] == "ROW", "kind"]) == {"derived"}
    assert rows["partner_iso3"].iloc[-1] == "ROW"
    assert rows["partner_iso3"].iloc[0] == "MMR"


def test_myanmar_shipped_58_percent_of_the_weight_in_2024(rows: pd.DataFrame) -> None:
    row = rows[(rows["year"] == 2024) & (rows["partner_iso3"] == "MMR")]
    assert row["share_pct"].item() == pytest.approx(44_366 / 77_025 * 100, abs=0.01)


def test_a_total_below_its_parts_leaves_no_negative_rest() -> None:
    table = pd.DataFrame(
        {
            "year": [2020, 2020],
            "partner_iso3": ["WLD", "MMR"],
            "net_weight_t": [10.0, 10.01],
            "value_usd": [5.0, 4.0],
            "is_weight_estimated": [True, False],
        }
    )
    rest = minerals.by_origin(table).query("partner_iso3 == 'ROW'")
    assert rest[["net_weight_t", "value_usd"]].to_numpy().tolist() == [[0.0, 1.0]]
