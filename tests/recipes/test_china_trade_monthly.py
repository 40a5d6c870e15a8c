"""China's trade by month as revised: beside its first prints, never in them; sums against what customs print."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def months() -> pd.DataFrame:
    return read_table("china_trade_monthly")


def test_revised_values_are_near_the_first_prints_and_not_the_same(months: pd.DataFrame) -> None:
    """Customs revise a month by half a percent at most in the months of which both are known."""
    printed = read_table("china_customs").query("currency == 'USD' and status != 'prior_year_base_as_quoted_2026'")
    printed = printed[printed["period_start"] + pd.offsets.MonthEnd() == printed["period_end"]]
    printed = printed.dropna(subset="value_usd").rename(columns={"period_start": "month"})
    both = months.merge(printed, on=["month", "partner_iso3", "flow"], suffixes=("", "_printed"))
    gap = (both["value_usd"] / both["value_usd_printed"] - 1).abs()
    world = both["partner_iso3"] == "WLD"
    assert (world.sum(), (~world).sum()) == (13, 4)
    assert gap[world].max() < 0.005
    assert gap[world].max() > 0.001
    assert gap[~world].max() < 0.002


def test_the_growth_printed_of_may_2025_is_on_the_revised_base(months: pd.DataFrame) -> None:
    """316.10 bn as first published over the revised May 2024 gives the 4.8 % customs printed, not 4.5."""
    base = months.query("partner_iso3 == 'WLD' and flow == 'export'").set_index("month").at["2024-05-01", "value_usd"]
    assert round((316.10e9 / base - 1) * 100, 1) == 4.8


def test_the_change_given_is_that_of_the_values(months: pd.DataFrame) -> None:
    us = months[months["partner_iso3"] == "USA"].set_index("month")
    own = (us["value_usd"] / us["value_usd"].shift(12) - 1).mul(100).dropna()
    assert len(own) == 18
    assert (own - us["change_pct"]).abs().max() < 0.06


def test_months_to_march_2026_and_printed_growth_give_the_half_year_in_print(months: pd.DataFrame) -> None:
    """2,125.36 bn, printed for January to June 2026; growth of April to June as printed 14.1, 19.4 and 27.0 %."""
    exports = months.query("partner_iso3 == 'WLD' and flow == 'export'").set_index("month")["value_usd"] / 1e9
    spring = [exports[f"2025-0{m}-01"] * (1 + g / 100) for m, g in ((4, 14.1), (5, 19.4), (6, 27.0))]
    assert exports["2026-01":"2026-03"].sum() + sum(spring) == pytest.approx(2125.36, rel=0.001)


def test_no_month_is_missing_in_any_series(months: pd.DataFrame) -> None:
    for (_, _), rows in months.groupby(["partner_iso3", "flow"]):
        whole = pd.date_range(rows["month"].min(), rows["month"].max(), freq="MS")
        assert list(rows["month"]) == list(whole)


def test_january_is_known_with_february_and_may_2025_on_the_day_of_its_release() -> None:
    eve, day = (read_table("china_trade_monthly", date(2025, 6, d))["month"].max() for d in (8, 9))
    assert (eve, day) == (pd.Timestamp("2025-04-01"), pd.Timestamp("2025-05-01"))
    winter = read_table("china_trade_monthly").set_index("month").sort_index().loc["2026-01":"2026-02"]
    assert winter["released_on"].nunique() == 1
