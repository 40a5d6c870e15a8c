"""Chapters of China's duty on US goods: complete, and apart by exactly the general layer on the dates it changes."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.tariffs import headline_additional


@pytest.fixture(scope="module")
def chapters() -> pd.DataFrame:
    return read_table("china_tariff_on_us_chapters")


def test_there_are_96_chapters_at_nine_dates(chapters: pd.DataFrame) -> None:
    assert chapters.groupby("date").size().tolist() == [96] * 9
    assert "77" not in set(chapters["chapter"])  # reserved in the Harmonized System


@pytest.mark.parametrize(("before", "after"), [("2025-03-10", "2025-04-12"), ("2025-04-12", "2025-05-14")])
def test_between_two_dates_each_chapter_moves_by_the_general_layer(
    chapters: pd.DataFrame, before: str, after: str
) -> None:
    layers = read_table("tariff_layers")
    general = [headline_additional(layers, "CHN", "USA", pd.Timestamp(day).date()) for day in (before, after)]
    rates = chapters.pivot(index="chapter", columns="date", values="simple_mean_pct")
    moved = rates[pd.Timestamp(after)] - rates[pd.Timestamp(before)]
    assert moved.tolist() == pytest.approx([general[1] - general[0]] * 96, abs=0.002)


def test_the_farm_duties_of_march_2025_raise_farm_chapters_and_end_in_november(chapters: pd.DataFrame) -> None:
    rates = chapters.pivot(index="chapter", columns="date", values="simple_mean_pct")
    raised = rates[pd.Timestamp("2025-03-10")] - rates[pd.Timestamp("2025-02-10")]
    assert 0 < raised["02"] <= 15  # the act adds 10 or 15 on part of the codes
    assert raised["84"] == pytest.approx(0, abs=1e-9)
    ended = rates[pd.Timestamp("2025-11-10")] - rates[pd.Timestamp("2025-05-14")]
    assert ended["02"] == pytest.approx(-raised["02"], abs=0.002)
