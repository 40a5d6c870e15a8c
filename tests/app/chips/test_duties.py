"""Duty collected: colours of the sides, and a zero is written."""

import pandas as pd

from parley.app.chips import duties
from parley.charts.theme import LIGHT
from tests.sent_charts import checked, figures_right, marks
from tests.wording import told


def test_duty_from_china_is_in_chinas_colour_and_zero_is_written() -> None:
    rows = pd.DataFrame(
        {
            "heading": ["8542", "8542"],
            "origin": ["CHN", "ROW"],
            "year": 2024,
            "value_usd": [1e9, 9e9],
            "effective_rate_pct": [21.04, 0.0],
        }
    )
    figure = checked(duties.duty_bars(rows, LIGHT))
    assert [bar.marker.color for bar in marks(figure)] == [LIGHT.china, LIGHT.grey]
    assert figures_right(figure) == [["21.0%", "0.0%"]]
    _, fields = told("chips", "duty.finding", duties.duty_caption(rows).finding)
    assert fields == {"china": "21.0%", "rest": "0.0%", "year": "2024"}
