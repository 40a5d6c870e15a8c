"""Household spending: items add up, and means of groups are the mean of all."""

import pandas as pd
import pytest

from parley import read_table

GROUP = ["grouping", "income_group"]
UNITS_ROW, TOTAL_ROW = 4, 52


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return read_table("cex_income")


def row(survey: pd.DataFrame, item_row: int) -> pd.Series:
    return survey[survey["item_row"] == item_row].set_index(GROUP)["value"]


def test_the_14_main_items_add_up_to_all_spending_in_all_17_groups(survey: pd.DataFrame) -> None:
    main = survey[survey["is_main"]]
    assert (main.groupby(GROUP).size() == 14).all()
    gap = main.groupby(GROUP)["value"].sum() - row(survey, TOTAL_ROW)
    assert len(gap) == 17
    assert gap.abs().max() <= 2


def test_the_shares_of_the_main_items_add_up_to_100(survey: pd.DataFrame) -> None:
    sums = survey[survey["is_main"]].groupby(GROUP)["share_pct"].sum()
    assert sums.between(99.6, 100.4).all()


@pytest.mark.parametrize(("grouping", "mean"), [("quintile", 78_544), ("decile", 78_542)])
def test_the_mean_of_the_groups_is_near_that_of_all_units(survey: pd.DataFrame, grouping: str, mean: float) -> None:
    units, spending = (row(survey, r)[grouping].drop(0) for r in (UNITS_ROW, TOTAL_ROW))
    assert (units * spending).sum() / units.sum() == pytest.approx(mean, abs=0.5)


def test_a_standard_error_over_its_mean_is_the_relative_one(survey: pd.DataFrame) -> None:
    rows = survey.dropna(subset=["standard_error", "relative_standard_error_pct"])
    rows = rows[(rows["value"] >= 1000) & (rows["standard_error"] > 10)]
    assert len(rows) > 300
    ratio = rows["standard_error"] / rows["value"] * 100
    assert (ratio - rows["relative_standard_error_pct"]).abs().max() < 0.02


def test_a_missing_figure_has_its_sign(survey: pd.DataFrame) -> None:
    assert survey.loc[survey["value"].isna(), "note"].notna().all()
    assert survey.loc[survey["kind"] == "expenditure", "value"].notna().all()


def test_tenths_are_in_the_order_of_income(survey: pd.DataFrame) -> None:
    incomes = row(survey, 10)
    for grouping, last in (("quintile", 5), ("decile", 10)):
        values = incomes[grouping].loc[1:last]
        assert values.is_monotonic_increasing
        assert len(values) == last
