"""Fees of an entry: years without a gap, and amounts that rise with prices."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def fees() -> pd.DataFrame:
    return read_table("us_entry_fees").set_index("fiscal_year")


def test_each_year_begins_the_day_after_the_last_one(fees: pd.DataFrame) -> None:
    assert list(fees.index) == list(range(2018, 2028))
    gaps = fees["valid_from"].iloc[1:].to_numpy() - fees["valid_to"].iloc[:-1].to_numpy()
    assert (gaps == pd.Timedelta(days=1)).all()


def test_minimum_and_maximum_rise_together_from_the_amounts_of_the_statute(fees: pd.DataFrame) -> None:
    """Of 25 and 485 dollars by one factor of prices each year, 19 CFR 24.23 and appendix B."""
    low, high = fees["processing_minimum_usd"] / 25, fees["processing_maximum_usd"] / 485
    assert (low - high).abs().max() < 1e-3
    assert low.is_monotonic_increasing
    assert fees["processing_rate_pct"].eq(0.3464).all()
    assert fees["harbor_rate_pct"].eq(0.125).all()
