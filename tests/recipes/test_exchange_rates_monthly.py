"""Exchange rates: the two copies agree, and neither has a hole."""

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.us_prices import TO_AUGUST, TO_FEBRUARY


@pytest.mark.parametrize("column", ["yuan_per_dollar", "broad_dollar_index"])
def test_the_copies_agree_to_the_decimals_printed_in_all_38_common_months(column: str) -> None:
    copies = read_table("exchange_rates_monthly").pivot(index="month", columns="source_id", values=column).dropna()
    assert len(copies) == 38
    assert (copies[TO_FEBRUARY] - copies[TO_AUGUST]).abs().max() < 0.001


def test_no_month_is_missing() -> None:
    for _, rows in read_table("exchange_rates_monthly").groupby("source_id"):
        assert list(rows["month"]) == list(pd.date_range(rows["month"].min(), rows["month"].max(), freq="MS"))


def test_a_month_is_not_known_before_it_is_over() -> None:
    then = read_table("exchange_rates_monthly", as_of=pd.Timestamp("2025-06-09").date())
    assert then["month"].max() == pd.Timestamp("2025-05-01")
