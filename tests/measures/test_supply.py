"""Shares, the Herfindahl-Hirschman index and the newest edition, against figures in print."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.supply import NOT_SHOWN, china_by_edition, hhi, revised_share, shares, stage_bars


def column(*values: float) -> pd.Series:
    return pd.Series(values, dtype="float64")


@pytest.fixture(scope="module")
def mines() -> pd.DataFrame:
    return read_table("mine_production")


def test_china_mines_69_2_percent_of_the_printed_total_and_68_5_of_the_sum(mines: pd.DataFrame) -> None:
    rows = shares(mines)
    china = rows[(rows["edition"] == "MCS2025") & (rows["year"] == 2024) & (rows["iso3"] == "CHN")]
    assert china["share_pct"].item() == pytest.approx(69.2, abs=0.05)
    assert china["share_of_sum_pct"].item() == pytest.approx(68.5, abs=0.05)


def test_shares_of_the_sum_add_to_100_and_no_total_row_is_left(mines: pd.DataFrame) -> None:
    rows = shares(mines[~mines["is_cross_check"]])
    assert not rows["is_world_total"].any()
    sums = rows.groupby(["edition", "year"])["share_of_sum_pct"].sum()
    assert sums.to_list() == pytest.approx([100] * 9)


def test_without_a_printed_total_there_is_no_share(mines: pd.DataFrame) -> None:
    rows = shares(mines[mines["is_cross_check"]])
    assert rows[["share_pct", "share_of_sum_pct"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("edition", "year", "printed"),
    [("MCS2025", 2023, 4874), ("MCS2025", 2024, 4924), ("MCS2026", 2024, 5192), ("MCS2026", 2025, 5072)],
)
def test_the_concentration_of_mining_with_others_as_one_unit(
    mines: pd.DataFrame, edition: str, year: int, printed: int
) -> None:
    rows = shares(mines[(mines["edition"] == edition) & (mines["year"] == year)])
    bounds = hhi(rows["share_of_sum_pct"], rows["is_other"])
    assert bounds.high == pytest.approx(printed, abs=0.5)
    assert bounds.low < bounds.high


def test_the_iea_mining_index_lies_between_4078_and_4168() -> None:
    stages = read_table("stage_shares")
    rows = stages[(stages["stage"] == "mine") & (stages["year"] == 2024) & (stages["edition"] == "IEA2025")]
    assert hhi(rows["share_pct"], rows["is_other"]) == pytest.approx((4078, 4168), abs=0.5)


def test_one_known_share_gives_bounds_and_no_point() -> None:
    assert hhi(column(94), pd.Series([False])) == (8836, 8872)


def test_a_monopoly_is_10000_and_equal_firms_are_10000_over_their_number() -> None:
    assert hhi(column(100), pd.Series([False])) == (10_000, 10_000)
    assert hhi(column(25, 25, 25, 25), pd.Series([False] * 4)) == (2500, 2500)


@pytest.mark.parametrize(
    ("values", "fault"), [((60, float("nan")), "missing"), ((60, -1), "negative"), ((69.2, 71.1), "adds to 140.30")]
)
def test_shares_that_cannot_be_are_refused(values: tuple[float, float], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        hhi(column(*values), pd.Series([False, False]))


def test_the_stages_are_those_of_the_newest_edition_known() -> None:
    china = stage_bars(read_table("stage_shares", date(2025, 6, 9))).query("iso3 == 'CHN' and kind != 'projection'")
    printed = {"mine": 61, "refine": 91, "magnet": 92}
    assert {r["stage"]: round(r["share_pct"]) for r in china.to_dict("records")} == printed
    later = stage_bars(read_table("stage_shares")).query("stage == 'magnet'")
    assert later["share_pct"].tolist() == [94, 6]
    assert later["country"].tolist() == ["China", NOT_SHOWN]


def test_every_bar_of_a_stage_is_whole() -> None:
    sums = stage_bars(read_table("stage_shares")).groupby(["stage", "year"])["share_pct"].sum()
    assert sums.to_list() == pytest.approx([100] * 5, abs=0.1)


def test_the_share_of_2024_was_revised_from_69_2_to_71_1() -> None:
    rows = china_by_edition(read_table("mine_production"))
    pair = revised_share(rows)
    assert pair is not None
    assert [p["year"] for p in pair] == [2024, 2024]
    assert [round(p["share_pct"], 1) for p in pair] == [71.1, 69.2]
    assert revised_share(china_by_edition(read_table("mine_production", date(2025, 6, 9)))) is None
