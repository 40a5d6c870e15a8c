"""China's share by mineral: bars of the newest edition, marks of the one before, words for what is missing."""

import numpy as np
import pandas as pd
import pytest

from parley.app.rare_earths.charts import other_minerals
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told


def row(
    mineral: str, share: float, edition: str = "MCS2026", earlier: bool = False, gap: object = np.nan
) -> dict[str, object]:
    return {
        "mineral": mineral,
        "statistic": "mine",
        "year": 2024,
        "edition": edition,
        "share_pct": share,
        "gap": gap,
        "is_earlier": earlier,
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("Gallium", 98.9),
            row("Antimony", 33.6),
            row("Germanium", np.nan, gap="no world table printed"),
            row("Antimony", 60.0, "MCS2025", earlier=True),
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_edition_before_is_an_open_mark_on_the_same_row(rows: pd.DataFrame, palette: Palette) -> None:
    bars, marks, words = other_minerals.share_bars(rows, palette).data
    assert list(bars.x) == [98.9, 33.6]
    assert bars.marker.color == palette.china
    assert (list(marks.x), list(marks.y)) == ([60.0], [1])
    assert marks.marker.color == palette.background
    assert list(words.x) == [98.9, 33.6, 0]  # there is room between bar and mark
    assert "no world table printed" in words.text[2]


def test_the_title_names_the_largest_revision(rows: pd.DataFrame) -> None:
    caption = other_minerals.shares_caption(rows)
    case, fields = told("rare_earths", "minerals.finding", caption.finding)
    assert (case, fields["mineral"], fields["year"]) == ("revised", "antimony", "2024")
    assert (fields["before"], fields["old"], fields["after"], fields["new"]) == ("60 %", "MCS2025", "34 %", "MCS2026")
    assert "Germanium no world table printed" in caption.alt


def test_with_one_edition_the_title_counts_majorities(rows: pd.DataFrame) -> None:
    finding = other_minerals.shares_caption(rows[~rows["is_earlier"]]).finding
    case, fields = told("rare_earths", "minerals.finding", finding)
    assert (case, fields["over"], fields["count"]) == ("over", "one", "two")
