"""Rates by sector on a day; the days and rates of steel are those of Proclamations 10896 and 10947."""

import pandas as pd
import pytest

from parley.measures.partners import sector_rates

# 25% from 12 March 2025, 50% from 4 June 2025 on
STEPS = pd.DataFrame(
    [
        ("i_s", "Steel", 0.0, "2025-01-01", "2025-03-11"),
        ("i_s", "Steel", 25.0, "2025-03-12", "2025-06-03"),
        ("i_s", "Steel", 50.0, "2025-06-04", "2026-12-31"),
        ("oil", "Oil", 0.0, "2025-01-01", "2026-12-31"),
    ],
    columns=["sector", "sector_name", "rate_pct", "valid_from", "valid_to"],
).assign(
    valid_from=lambda f: pd.to_datetime(f["valid_from"]),
    valid_to=lambda f: pd.to_datetime(f["valid_to"]),
    is_projection=False,
    vintage="",
    source_id="",
)


@pytest.mark.parametrize(
    ("day", "rate_pct"),
    [("2025-01-01", 0), ("2025-03-11", 0), ("2025-03-12", 25), ("2025-06-03", 25), ("2025-06-04", 50)],
)
def test_a_step_holds_from_its_first_day_to_its_last(day: str, rate_pct: float) -> None:
    rows = sector_rates(STEPS, pd.Timestamp(day)).set_index("sector")
    assert rows["rate_pct"].to_dict() == {"i_s": rate_pct, "oil": 0}


def test_the_rate_before_is_that_of_1_january_2025_and_the_highest_stands_first() -> None:
    rows = sector_rates(STEPS, pd.Timestamp("2025-06-04"))
    assert rows["sector"].tolist() == ["i_s", "oil"]
    assert rows["rate_before_pct"].tolist() == [0, 0]
    assert sector_rates(STEPS, pd.Timestamp("2024-12-31")).empty
