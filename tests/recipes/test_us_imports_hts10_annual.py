"""US imports by line and origin: what two other files say of the same sums, and what no line may break."""

from pathlib import Path

import pandas as pd
import pytest

from parley.recipes import raw_file
from parley.recipes.us_imports import ANNUAL_FILE, VALUES, YEARS
from parley.tables.read import read_table


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return read_table("us_imports_hts10_annual", columns=["hts10", "hs6", "exporter_iso3", "year", *VALUES])


def test_imports_of_2025_equal_the_monthly_file_after_the_revision_to_the_dollar(
    lines: pd.DataFrame, raw: Path
) -> None:
    """A second carrier of the same statistic: 25 partners by month, and all partners by month."""
    file = raw_file(raw, "trade/census-duties-2026-all-partners/us_duties_by_partner_2025.csv")
    monthly = pd.read_csv(file).groupby("partner_iso3")[["value_usd", "calculated_duty_usd"]].sum()
    yearly = lines[lines["year"] == 2025].groupby("exporter_iso3")[["value_usd", "duty_usd"]].sum()
    assert len(monthly) == 25
    assert yearly.loc[monthly.index].to_numpy().tolist() == monthly.to_numpy().tolist()


@pytest.mark.parametrize("year", YEARS)
def test_all_origins_equal_the_monthly_total_to_the_dollar(lines: pd.DataFrame, raw: Path, year: int) -> None:
    file = raw_file(raw, "trade/us-customs-receipts-2024-2026/us_calculated_duty_total_monthly.csv")
    monthly = pd.read_csv(file)
    months = monthly[monthly["month"].str.startswith(str(year))]
    own = lines[lines["year"] == year]
    assert len(months) == 12
    assert own["value_usd"].sum() == months["imports_usd"].sum()
    assert own["duty_usd"].sum() == months["calculated_duty_usd"].sum()


def test_general_imports_equal_the_monthly_table_of_the_same_vintage(lines: pd.DataFrame) -> None:
    """That table prints a tenth of a million a month."""
    trade = read_table("trade_monthly").query("source_id == 'census_country_2023_2026' and basis == 'general'")
    monthly = trade.groupby(["partner_iso3", trade["month"].dt.year])["value_usd"].sum()
    yearly = lines.groupby(["exporter_iso3", "year"])["general_value_usd"].sum()
    both = monthly[monthly.index.get_level_values(1).isin(YEARS)]
    assert len(both) == 2 * 23
    assert (yearly.reindex(both.index) - both).abs().max() <= 1.2e6


def test_nothing_the_source_prints_is_lost_or_added(lines: pd.DataFrame, raw: Path) -> None:
    printed = pd.concat([pd.read_parquet(raw_file(raw, ANNUAL_FILE.format(year=year))) for year in YEARS])
    assert len(printed) - len(lines) == 2  # two lines of Gaza Strip and West Bank, one country here
    sums = [printed[c].sum() for c in ("general_value_usd", "consumption_value_usd", "dutiable_value_usd")]
    assert [lines[c].sum() for c in VALUES[:3]] == sums


def test_duty_is_due_only_on_dutiable_value_which_is_part_of_the_value(lines: pd.DataFrame) -> None:
    assert (lines["dutiable_value_usd"] <= lines["value_usd"]).all()
    assert not ((lines["duty_usd"] > 0) & (lines["dutiable_value_usd"] == 0)).any()


def test_members_of_the_union_are_apart_and_no_group_is_an_origin(lines: pd.DataFrame) -> None:
    countries = read_table("countries")
    origins = set(lines["exporter_iso3"])
    assert set(countries.loc[countries["is_eu27"], "iso3"]) <= origins
    assert not origins & set(countries.loc[countries["is_aggregate"], "iso3"])


def test_the_six_digit_table_is_the_sum_of_the_lines(lines: pd.DataFrame) -> None:
    key = ["exporter_iso3", "hs6", "year"]
    six = read_table("us_imports_hs6", columns=[*key, *VALUES])
    summed = lines.groupby(key)[VALUES].sum()
    pd.testing.assert_frame_equal(summed.sort_index(), six.set_index(key).sort_index())


def test_special_provisions_stand_in_no_section() -> None:
    six = read_table("us_imports_hs6", columns=["chapter", "section", "exporter_iso3", "year", "value_usd"])
    assert set(six.loc[six["section"].isna(), "chapter"]) == {"98", "99"}
    assert six["section"].nunique() == 21
