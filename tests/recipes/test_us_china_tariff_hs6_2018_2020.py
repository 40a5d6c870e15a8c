"""Duties of the first trade war: complete on every date, and weighted as printed."""

import pandas as pd
import pytest

from parley import read_table

TABLE = "us_china_tariff_hs6_2018_2020"


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return read_table(TABLE)


def test_each_side_lists_the_same_codes_on_every_date(lines: pd.DataFrame) -> None:
    codes = lines.groupby(["importer_iso3", "valid_from"])["hs6"].agg(["size", "nunique"])
    assert codes.groupby("importer_iso3").size().to_dict() == {"USA": 7, "CHN": 12}
    for side, count in {"USA": 5114, "CHN": 5387}.items():
        assert set(codes.loc[side].to_numpy().ravel()) == {count}


def test_a_duty_ends_the_day_before_the_next_date_and_the_last_stays_open(lines: pd.DataFrame) -> None:
    for _, side in lines.drop_duplicates(["importer_iso3", "valid_from"]).groupby("importer_iso3"):
        following = side["valid_from"].shift(-1) - pd.Timedelta(days=1)
        assert (
            side["valid_to"].fillna(pd.Timestamp("2100-01-01")).tolist()
            == following.fillna(pd.Timestamp("2100-01-01")).tolist()
        )


@pytest.mark.parametrize(("day", "mean"), [("2018-09-24", 12.14), ("2019-09-01", 20.86), ("2020-02-14", 18.80)])
def test_weighted_by_imports_of_2024_matched_by_raw_code(lines: pd.DataFrame, day: str, mean: float) -> None:
    imports = read_table("us_imports_hs6_2024")
    values = imports[imports["exporter_iso3"] == "CHN"].set_index("hs6")["value_usd"]
    us = lines[(lines["importer_iso3"] == "USA") & (lines["valid_from"] == day)].set_index("hs6")["rate_pct"]
    matched = values[values.index.isin(us.index)]
    assert matched.sum() / values.sum() == pytest.approx(0.79, abs=0.005)
    assert (us[matched.index] * matched).sum() / matched.sum() == pytest.approx(mean, abs=0.005)


def test_rates_the_files_lack_stay_missing(lines: pd.DataFrame) -> None:
    """38 ordinary duties of 2018 on the US side, four film codes on the Chinese side; each has a rate on other dates"""
    missing = lines[lines["rate_pct"].isna()]
    assert missing.groupby("importer_iso3")["hs6"].nunique().to_dict() == {"USA": 38, "CHN": 4}
    assert set(missing.loc[missing["importer_iso3"] == "USA", "valid_from"]) == {pd.Timestamp("2018-01-01")}
    assert set(missing.loc[missing["importer_iso3"] == "CHN", "hs6"].str[:4]) == {"3702"}


def test_codes_that_pay_a_list_twice_are_flagged_and_nothing_else(lines: pd.DataFrame) -> None:
    us = lines[lines["importer_iso3"] == "USA"]
    rates = us.pivot(index="hs6", columns="valid_from", values="rate_pct")
    added = rates.sub(rates.iloc[:, 0], axis=0).max(axis=1)
    flagged = set(us.loc[us["is_flagged"], "hs6"])
    assert "420291" in flagged  # golf bags: 9 + 2 x 25
    assert (added[~added.index.isin(flagged)].dropna() <= 25.01).all()
    assert (added[sorted(flagged)] > 25.01).all()
    assert not lines.loc[lines["importer_iso3"] == "CHN", "is_flagged"].any()


def test_the_additional_duty_of_the_first_list_is_25_points(lines: pd.DataFrame) -> None:
    """84.62.10, forging machines, was on the list of 6 July 2018; 61.09.10, cotton T-shirts, on that of 1 September
    2019 at 15 %, halved on 14 February 2020 (Section 301 notices of the US Trade Representative)."""
    us = lines[lines["importer_iso3"] == "USA"].pivot(index="hs6", columns="valid_from", values="rate_pct")
    before, first = us[pd.Timestamp("2018-01-01")], us[pd.Timestamp("2018-07-06")]
    assert first["846210"] - before["846210"] == pytest.approx(25)
    shirts = us.loc["610910"].diff()
    assert shirts[pd.Timestamp("2019-09-01")] == pytest.approx(15)
    assert shirts[pd.Timestamp("2020-02-14")] == pytest.approx(-7.5)
