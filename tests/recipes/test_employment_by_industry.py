"""Employment: only the months and industries named, each once."""

import pandas as pd

from parley import read_table


def test_only_three_months_of_mining_and_manufacturing_are_passed_on() -> None:
    table = read_table("employment_by_industry")
    assert [f"{m:%Y-%m}" for m in table["month"].unique()] == ["2018-06", "2025-01", "2026-02"]
    assert (table.groupby("month")["industry"].nunique() == 22).all()
    assert table["employees_thousand"].notna().all()


def test_no_two_industries_are_copies_of_each_other() -> None:
    """In the carrier's file housing and other real estate are."""
    wide = read_table("employment_by_industry").pivot(index="industry", columns="month", values="employees_thousand")
    assert not wide.duplicated().any()


def test_the_industries_with_a_code_are_those_of_the_trade_series() -> None:
    codes = read_table("employment_by_industry")["naics3"].dropna().unique()
    assert set(codes) - {"213"} <= set(read_table("us_imports_naics3_monthly", columns=["naics3"])["naics3"])


def test_the_newest_month_was_not_known_in_june_2025() -> None:
    then = read_table("employment_by_industry", as_of=pd.Timestamp("2025-06-09").date())
    assert then["month"].max() == pd.Timestamp("2025-01-01")
