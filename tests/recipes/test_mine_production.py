"""Mine production: totals against parts, editions kept apart, and what is not oxide content."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table

GROUP = ["source_id", "edition", "year"]


@pytest.fixture(scope="module")
def mines() -> pd.DataFrame:
    return read_table("mine_production")


def test_the_printed_total_is_within_1_1_percent_of_the_sum_of_its_rows(mines: pd.DataFrame) -> None:
    total = mines[mines["is_world_total"]].set_index(GROUP)["output_t"]
    parts = mines[~mines["is_world_total"] & ~mines["is_cross_check"]].groupby(GROUP)["output_t"].sum()
    assert len(total) == 9
    assert (parts / total.reindex(parts.index) - 1).abs().max() <= 0.011


def test_an_edition_has_one_source_and_one_day(mines: pd.DataFrame) -> None:
    editions = mines.groupby("edition")[["source_id", "published_on", "date_basis"]].nunique()
    assert editions.to_numpy().tolist() == [[1, 1, 1]] * 4
    assert mines.groupby("edition").size().to_dict() == {"MYB2022": 65, "MCS2025": 28, "MCS2026": 28, "BGS": 18}


def test_the_year_2024_is_in_two_editions_and_thailand_moved(mines: pd.DataFrame) -> None:
    thailand = mines[(mines["year"] == 2024) & (mines["iso3"] == "THA")].set_index("edition")["output_t"]
    assert thailand.to_dict() == {"MCS2025": 13_000, "MCS2026": 2_100}


def test_the_us_output_of_bgs_is_0_600_of_that_of_usgs(mines: pd.DataFrame) -> None:
    us = mines[(mines["iso3"] == "USA") & mines["year"].between(2021, 2023)].set_index("year")
    bgs, usgs = us[us["is_cross_check"]]["output_t"], us[~us["is_cross_check"]]["output_t"]
    assert (bgs / usgs).to_list() == pytest.approx([0.6] * 3)


def test_bgs_is_a_cross_check_for_three_countries_since_2018(mines: pd.DataFrame) -> None:
    bgs = mines[mines["is_cross_check"]]
    assert set(bgs["edition"]) == {"BGS"}
    assert set(bgs["iso3"]) == {"CHN", "USA", "MMR"}
    assert bgs["year"].min() == 2018


def test_rows_called_gross_weight_equal_chinese_customs_and_later_usgs_rows_do_not(
    mines: pd.DataFrame, raw: Path
) -> None:
    customs = pd.read_csv(raw / "rare_earths/compiled_facts/china_imports_hs2846_by_origin_tidy.csv")
    myanmar = customs[customs["partner_iso3"] == "MMR"].set_index("year")["net_weight_kg"] / 1000
    rows = mines[mines["iso3"] == "MMR"]
    gap = (rows["output_t"] / rows["year"].map(myanmar) - 1).abs()
    gross = rows["basis"] == "gross_weight"
    assert gross.sum() == 9
    assert gap[gross].max() < 0.013  # figures are rounded to two digits
    assert gap[~gross & (rows["year"] <= 2023)].min() > 0.3
