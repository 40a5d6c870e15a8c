"""Who took China's place: the same months of both years, shortfalls that add up, missing years left missing."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import places

TABLE = "us_imports_naics3_monthly"
EU = {"DEU", "FRA"}


def month_rows(year: int, values: dict[tuple[str, str], float], months: int = 2) -> pd.DataFrame:
    rows = [
        (industry, partner, pd.Timestamp(year, month, 1), value / months, "s")
        for (industry, partner), value in values.items()
        for month in range(1, months + 1)
    ]
    return pd.DataFrame(rows, columns=["naics3", "partner_iso3", "month", "value_usd", "source_id"])


# Industry 1: China 50 of 100, then 40 of 200: 30 points of 200 = 60. Vietnam +20 points, Germany in the Union,
# Mexico -5, the rest +15: gains of 40, 0, 30. Industry 2: China gains.
BOTH = pd.concat(
    [
        month_rows(
            2017,
            {
                ("1", "WLD"): 100,
                ("1", "CHN"): 50,
                ("1", "VNM"): 10,
                ("1", "MEX"): 20,
                ("1", "EU27"): 10,
                ("1", "DEU"): 9,
                ("2", "WLD"): 10,
                ("2", "CHN"): 1,
            },
        ),
        month_rows(
            2025,
            {
                ("1", "WLD"): 200,
                ("1", "CHN"): 40,
                ("1", "VNM"): 60,
                ("1", "MEX"): 30,
                ("1", "EU27"): 20,
                ("1", "DEU"): 15,
                ("2", "WLD"): 10,
                ("2", "CHN"): 5,
            },
        ),
    ],
    ignore_index=True,
)


def test_a_shortfall_is_the_lost_share_times_the_newer_imports() -> None:
    table = places.by_industry(BOTH, 2025).set_index("naics3")
    assert table.loc["1", "share_before_pct"] == pytest.approx(50)
    assert table.loc["1", "share_pct"] == pytest.approx(20)
    assert table.loc["1", "shortfall_usd"] == pytest.approx(60)
    assert table.loc["2", "shortfall_usd"] == pytest.approx(-4)


def test_flows_of_an_industry_add_to_its_shortfall_and_follow_the_gains() -> None:
    flows = places.flows(BOTH, 2025, EU)
    assert set(flows["naics3"]) == {"1"}  # in the other China gained
    sums = flows.set_index("partner_iso3")["flow_usd"]
    assert set(sums.index) == {"VNM", places.OTHERS}  # the Union kept its share, Mexico lost, Germany is inside
    assert sums.sum() == pytest.approx(60)
    assert sums["VNM"] / sums[places.OTHERS] == pytest.approx(40 / 30)


def test_gathering_loses_nothing() -> None:
    flows = pd.DataFrame(
        {
            "naics3": ["1", "1", "2", "3"],
            "partner_iso3": ["VNM", "MEX", "VNM", places.OTHERS],
            "flow_usd": [5.0, 1.0, 2.0, 1.0],
            "source_id": "s",
        }
    )
    few = places.gathered(flows, industries=1, partners=1)
    assert few["flow_usd"].sum() == flows["flow_usd"].sum()
    assert set(few["naics3"]) == {"1", "other"}
    assert set(few["partner_iso3"]) == {"VNM", places.OTHERS}


def test_shortfalls_of_the_table_equal_the_flows_laid_on_partners() -> None:
    both = [date(y, m, 1) for y in (2017, 2025) for m in range(1, 12)]
    rows = read_table(
        TABLE, where={"month": both}, columns=["naics3", "partner_iso3", "month", "value_usd", "source_id"]
    )
    countries = read_table("countries")
    members = set(countries.loc[countries["is_eu27"] & ~countries["is_aggregate"], "iso3"])
    industry = places.by_industry(rows, 2025).set_index("naics3")["shortfall_usd"]
    flows = places.flows(rows, 2025, members).groupby("naics3")["flow_usd"].sum()
    pd.testing.assert_series_equal(
        flows.sort_index(), industry[industry > 0].sort_index(), check_names=False, rtol=1e-9
    )


def test_months_are_counted_from_january_without_a_gap() -> None:
    months = pd.Series(
        [*pd.date_range("2017-01-01", "2018-12-01", freq="MS"), *pd.to_datetime(["2019-01-01", "2019-03-01"])]
    )
    assert places.months_known(months) == {2019: 1, 2018: 12}
    assert places.months_known(months[months.dt.year > 2017]) == {}
    assert places.months_known(months[months != pd.Timestamp("2017-01-01")]) == {}


def test_a_year_just_begun_is_not_the_one_shown_first() -> None:
    assert places.default_year({2025: 4, 2024: 12}) == 2024
    assert places.default_year({2025: 11, 2024: 12}) == 2025
    assert places.default_year({2018: 3}) == 2018
    with pytest.raises(ValueError, match="no year"):
        places.default_year({})


def test_shares_compare_the_same_months_of_each_year() -> None:
    rows = pd.concat([month_rows(2017, {("1", "WLD"): 12, ("1", "CHN"): 12}, 12), month_rows(2025, {("1", "WLD"): 4})])
    rows = pd.concat([rows, month_rows(2025, {("1", "CHN"): 1})])
    shares = places.shares(rows, 2, EU).set_index("year")
    assert shares.loc[2017, "value_usd"] == pytest.approx(2)
    assert shares.loc[2025, "share_pct"] == pytest.approx(25)


def test_the_years_by_product_are_divided_by_their_own_sums_and_add_no_stranger() -> None:
    rows = pd.concat([month_rows(2017, {("1", "WLD"): 10, ("1", "CHN"): 4, ("1", "VNM"): 1}, 12)])
    products = pd.DataFrame(
        {
            "exporter_iso3": ["CHN", "CHN", "VNM", "EU27", "CHN", "VNM"],
            "year": [2024, 2024, 2024, 2024, 2025, 2025],
            "value_usd": [10, 10, 30, 50, 5, 45],
            "source_id": "p",
        }
    )
    both = places.with_years_of_products(places.shares(rows, 12, EU), products)
    newest = both[both["year"] == 2024].set_index("partner_iso3")
    assert set(newest.index) == {"CHN", "VNM"}
    assert newest.loc["CHN", "share_pct"] == pytest.approx(20)
    assert both.set_index(["partner_iso3", "year"]).loc[("CHN", 2025), "share_pct"] == pytest.approx(10)
    assert set(newest["source_id"]) == {"p"}
    assert set(both.loc[both["year"] == 2017, "source_id"]) == {"s"}


def test_sums_of_twelve_months_need_all_twelve() -> None:
    rows = pd.DataFrame(
        {
            "partner_iso3": "CHN",
            "month": pd.date_range("2020-01-01", periods=13, freq="MS"),
            "value_usd": 1.0,
            "source_id": "s",
        }
    )
    assert list(places.summed(rows)["value_usd"]) == [12.0, 12.0]
    assert places.summed(rows.drop(index=5)).empty
