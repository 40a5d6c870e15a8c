"""US import prices: one month not collected, one base a breakdown, and exchange rates of the same file as a check."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.us_prices import PRICES_FILE

OTHER_FILE = "trade/usd-exchange-rates-monthly/usd_exchange_rates_monthly.csv"


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return read_table("us_import_prices_monthly")


def test_october_2025_is_missing_in_every_series_and_nothing_else(prices: pd.DataFrame) -> None:
    whole = pd.date_range("2023-01-01", "2026-08-01", freq="MS")
    for _, rows in prices.groupby("series_id"):
        assert list(whole.difference(rows["month"])) == [pd.Timestamp("2025-10-01")]


def test_origins_and_end_uses_have_bases_of_their_own(prices: pd.DataFrame) -> None:
    assert set(zip(prices["breakdown"], prices["index_base"], strict=True)) == {
        ("origin", "2003-12"),
        ("end_use", "2000"),
    }
    assert (prices["partner_iso3"].notna() == (prices["breakdown"] == "origin")).all()
    assert set(prices["partner_iso3"].dropna()) == {"CHN", "ASEAN", "EU27", "JPN", "MEX"}


def test_prices_of_chinese_goods_before_duty_fell_by_3_4_percent_to_july_2025(prices: pd.DataFrame) -> None:
    china = prices[prices["series_id"] == "CHNTOT"].set_index("month")["price_index"]
    since = china["2024-12":]
    assert since.idxmin() == pd.Timestamp("2025-07-01")
    assert (since.min() / china["2024-12-01"] - 1) * 100 == pytest.approx(-3.4, abs=0.05)


def test_months_of_the_shutdown_are_known_later_and_none_after_the_series_were_read(prices: pd.DataFrame) -> None:
    assert read_table("us_import_prices_monthly", date(2025, 11, 30))["month"].max() == pd.Timestamp("2025-08-01")
    assert (prices["released_on"] <= prices["vintage"]).all()


@pytest.mark.parametrize(
    ("series", "column"), [("DEXCHUS", "cny_per_usd"), ("DTWEXBGS", "trade_weighted_dollar_index")]
)
def test_exchange_rates_beside_them_equal_those_of_another_carrier(raw: Path, series: str, column: str) -> None:
    """The same pull read rightly for two other series: yuan and broad dollar in all 38 common months."""
    own = pd.read_csv(raw / PRICES_FILE).query("series == @series").set_index("month")["value"]
    other = pd.read_csv(raw / OTHER_FILE).set_index("month")[column]
    both = pd.concat([own, other], axis=1, join="inner")
    assert len(both) == 38
    assert (both["value"] - both[column]).abs().max() <= 0.0011
