"""Single quotes: few, cited, known when the days they refer to are over."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def quotes() -> pd.DataFrame:
    return read_table("price_quotes")


def test_every_quote_names_its_page_and_the_ends_are_in_order(quotes: pd.DataFrame) -> None:
    assert quotes["source_url"].str.startswith("https://").all()
    assert (quotes["low_usd_per_kg"] <= quotes["high_usd_per_kg"]).all()
    assert (quotes["date_start"] <= quotes["date_end"]).all()


def test_the_average_of_a_year_is_not_known_before_the_year_is_over() -> None:
    then = read_table("price_quotes", date(2025, 6, 9))
    assert len(then) == 6
    assert set(then["kind"]) == {"assessment", "press"}
    assert "volume_average" in set(read_table("price_quotes", date(2025, 12, 31))["kind"])
