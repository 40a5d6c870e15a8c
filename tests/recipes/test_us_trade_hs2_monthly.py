"""Trade by chapter: the month the file holds twice, and the total of all chapters."""

import pandas as pd
import pytest

from parley.tables.read import read_table


@pytest.fixture(scope="module")
def imports() -> pd.DataFrame:
    return read_table(
        "us_trade_hs2_monthly", where={"flow": ["import"]}, columns=["partner_iso3", "chapter", "month", "value_usd"]
    )


def test_june_2021_is_counted_once(imports: pd.DataFrame) -> None:
    """The carrier's file holds that month twice, row for row, and doubles its total too."""
    month = pd.Timestamp("2021-06-01")
    sums = imports[imports["month"] == month].groupby("partner_iso3")["value_usd"].sum()
    total = read_table("trade_monthly").query("source_id == 'census_naics3_monthly' and month == @month")
    ratio = (sums / total.set_index("partner_iso3")["value_usd"]).dropna()
    assert len(ratio) == 21
    assert ratio.between(0.97, 1.03).all()


def test_chapters_add_to_the_total_by_industry_before_revisions(imports: pd.DataFrame) -> None:
    sums = imports[imports["month"].dt.year == 2017].groupby(["partner_iso3", "month"])["value_usd"].sum()
    total = read_table("trade_monthly").query("source_id == 'census_naics3_monthly' and month.dt.year == 2017")
    both = pd.concat([sums, total.set_index(["partner_iso3", "month"])["value_usd"]], axis=1, join="inner")
    assert len(both) == 21 * 12
    assert (both.iloc[:, 0] == both.iloc[:, 1]).all()


def test_each_flow_has_its_own_partners_months_and_basis() -> None:
    table = read_table("us_trade_hs2_monthly", columns=["flow", "basis", "partner_iso3", "month"])
    about = table.groupby("flow").agg(
        partners=("partner_iso3", "nunique"), last=("month", "max"), basis=("basis", "unique")
    )
    assert list(about["partners"]) == [21, 21]
    assert list(about.loc["import", "basis"]) == ["consumption"]
    assert list(about.loc["export", "basis"]) == ["fas"]
    assert about.loc["export", "last"] == pd.Timestamp("2020-11-01")
    assert about.loc["import", "last"] == pd.Timestamp("2021-06-01")


def test_exports_have_no_duty() -> None:
    part = read_table("us_trade_hs2_monthly", where={"flow": ["export"]}, columns=["duty_usd"])
    assert part["duty_usd"].isna().all()


def test_exports_to_china_are_the_bilateral_series() -> None:
    part = read_table("us_trade_hs2_monthly", where={"flow": ["export"], "partner_iso3": ["CHN"]})
    sums = part.groupby("month")["value_usd"].sum()
    series = read_table("trade_monthly").query("partner_iso3 == 'CHN' and basis == 'fas' and month <= '2020-11-01'")
    gap = (sums / series.set_index("month")["value_usd"] - 1).dropna().abs()
    assert len(gap) == 71
    assert gap.max() < 0.02
