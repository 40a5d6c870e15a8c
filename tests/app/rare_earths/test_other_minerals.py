"""China's share by mineral: ranked bars, words for what is missing."""

import numpy as np
import pandas as pd
import pytest

from parley.app.rare_earths import other_minerals
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right, marks
from tests.wording import told

ROWS = pd.DataFrame(
    {
        "mineral": ["Gallium", "Antimony", "Germanium"],
        "statistic": ["primary", "mine", np.nan],
        "year": 2025,
        "edition": "MCS2026",
        "share_pct": [98.9, 33.6, np.nan],
        "gap": [np.nan, np.nan, "no world table printed"],
    }
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_missing_share_is_said_and_is_no_bar(palette: Palette) -> None:
    figure = other_minerals.share_bars(ROWS, palette)
    (bars,) = marks(figure)
    assert list(bars.x) == [98.9, 33.6, 0]
    assert bars.marker.color == palette.china
    assert figures_right(figure)[0][2] == "no world table printed"


def test_the_title_counts_majorities() -> None:
    caption = other_minerals.shares_caption(ROWS)
    assert told("rare_earths", "minerals.finding", caption.finding)[1] == {"over": "one", "count": "two"}
    assert "Germanium no world table printed" in caption.alt


def test_minerals_whose_world_output_leaves_out_the_us_are_named() -> None:
    rows = ROWS.assign(excludes_us=[False, True, None])
    note = other_minerals.shares_note(rows)
    assert told("rare_earths", "minerals.excludes_us", note)[1] == {"minerals": "antimony"}
    assert other_minerals.shares_note(rows.assign(excludes_us=False)) == ""
