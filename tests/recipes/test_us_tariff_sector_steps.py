"""Steps by sector: twins and the unmapped are gone, every day of the file has one rate."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def steps() -> pd.DataFrame:
    return read_table("us_tariff_sector_steps")


def test_no_sector_stands_in_two_spellings(steps: pd.DataFrame) -> None:
    assert steps.groupby("sector_name")["sector"].nunique().max() == 1
    assert "unmapped" not in set(steps["sector"])


def test_the_steps_of_a_sector_follow_each_other_without_gap(steps: pd.DataFrame) -> None:
    begins = steps.groupby("sector")["valid_from"].shift(-1).dropna()
    assert (begins - steps.loc[begins.index, "valid_to"] == pd.Timedelta(days=1)).all()
    assert steps.groupby("sector")["valid_from"].min().eq(pd.Timestamp("2025-01-01")).all()
    assert steps.groupby("sector")["valid_to"].max().eq(pd.Timestamp("2026-12-31")).all()


def test_steel_and_aluminium_rise_when_the_metal_duty_doubles(steps: pd.DataFrame) -> None:
    """Proclamation 10947 raised the duty on steel from 25 to 50 % on 4 June 2025."""
    steel = steps[steps["sector"] == "i_s"].set_index("valid_from")["rate_pct"]
    assert steel.loc[pd.Timestamp("2025-06-04")] > steel[steel.index < "2025-06-04"].iloc[-1] + 5
