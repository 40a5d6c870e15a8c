"""Yearly average prices: editions apart, estimates marked, the basis as printed."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table

KEY = ["element", "specification", "year", "edition"]


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return read_table("oxide_prices")


def test_the_last_year_of_an_edition_is_estimated_and_no_other(prices: pd.DataFrame) -> None:
    last = prices.groupby("edition")["year"].transform("max")
    assert (prices["year"] == last).equals(prices["is_estimate"])


def test_only_yttrium_prints_china_as_the_place(prices: pd.DataFrame) -> None:
    assert set(prices.loc[prices["basis"] == "fob_china", "element"]) == {"Yttrium"}
    assert set(prices.loc[prices["edition"] == "MCS2025", "basis"]) == {"not_stated"}


def test_the_editions_differ_by_rounding_only_where_a_year_was_final_in_both(prices: pd.DataFrame) -> None:
    wide = prices[~prices["is_estimate"]].pivot(index=KEY[:3], columns="edition", values="price_usd_per_kg").dropna()
    assert len(wide) == 21  # seven products, 2021 to 2023
    off = (wide["MCS2025"] - wide["MCS2026"]).abs()
    assert (off <= (0.005 * wide["MCS2026"]).clip(lower=0.55)).all()


def test_prices_equal_those_tidied_before(prices: pd.DataFrame, raw: Path) -> None:
    tidied = pd.read_csv(raw / "rare_earths/compiled_facts/oxide_prices_annual_usgs.csv")
    both = tidied.merge(prices, on=KEY, how="left", validate="one_to_one")
    assert len(both) == 91
    assert both["usd_per_kg"].to_list() == both["price_usd_per_kg"].to_list()
