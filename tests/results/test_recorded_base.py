"""The base of the model's dollars beside what customs recorded, against totals the Census Bureau prints."""

from datetime import date

import pandas as pd
import pytest

from parley import Scenario, read_table
from parley.results.answers.solution import recorded_beside

DAY = date(2026, 11, 27)


def test_the_newest_twelve_months_stand_beside_the_base_of_2024() -> None:
    """Imports for consumption from China: 431 bn in 2024 and 299.8 bn in 2025 (Census Bureau), and less since."""
    table = recorded_beside(Scenario(DAY, base_year=2024)).set_index("origin")
    assert table.at["CHN", "base_year"] == 2024
    assert table.at["CHN", "base_usd"] / 1e9 == pytest.approx(431, abs=3)
    assert 200 < table.at["CHN", "recorded_usd"] / 1e9 < 299.8  # type: ignore[operator]
    assert table.at["CHN", "recorded_over_base_pct"] < -30  # type: ignore[operator]
    for column in ("base_usd", "recorded_usd"):
        assert table.at["all", column] == pytest.approx(table.at["CHN", column] + table.at["others", column])


def test_what_is_recorded_of_the_world_is_the_sum_of_its_months() -> None:
    table = recorded_beside(Scenario(DAY)).set_index("origin")
    rows = read_table("trade_monthly", where={"reporter_iso3": ["USA"], "partner_iso3": ["WLD"], "flow": ["import"]})
    rows = rows[(rows["basis"] == "consumption") & (rows["seasonal_adjustment"] == "NSA")]
    rows = rows.sort_values("vintage").drop_duplicates("month", keep="last").set_index("month")["value_usd"]
    first, last = table.at["all", "first_month"], table.at["all", "last_month"]
    months = rows[(rows.index >= first) & (rows.index <= last)]
    assert len(months) == 12
    assert table.at["all", "recorded_usd"] == pytest.approx(months.sum(), rel=1e-9)


def test_a_scenario_on_recorded_trade_has_no_difference_and_a_day_before_2025_no_record() -> None:
    today = recorded_beside(Scenario(DAY, trade="twelve_months", base_year=2025))
    assert today["recorded_over_base_pct"].to_numpy() == pytest.approx(0)
    pd.testing.assert_frame_equal(
        recorded_beside(Scenario(DAY)), today
    )  # what a scenario that names no trade stands on
    assert recorded_beside(Scenario(date(2024, 6, 1)))["recorded_usd"].isna().all()
    assert pd.isna(recorded_beside(Scenario(date(2024, 6, 1)))["last_month"]).all()
