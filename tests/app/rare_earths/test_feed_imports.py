"""The chart of imports of compounds: stacked from zero, estimated weights hatched, words from the rows."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths import feed_imports
from parley.charts.theme import LIGHT
from tests.sent_charts import marks
from tests.wording import told

ROWS = pd.DataFrame(
    {
        "year": [2023, 2024, 2023, 2024, 2023, 2024],
        "partner_iso3": ["MMR", "MMR", "USA", "USA", "ROW", "ROW"],
        "origin": ["Myanmar", "Myanmar", "United States", "United States", "Others", "Others"],
        "net_weight_t": [72_000.0, 60_000.0, 500.0, 10_000.0, 3_000.0, 30_000.0],
        "is_weight_estimated": [False, False, True, True, True, True],
        "share_pct": [95.4, 60.0, 0.6, 10.0, 4.0, 30.0],
    }
)


def test_estimated_weights_are_hatched() -> None:
    figure = feed_imports.feed_bars(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    bars = marks(figure)
    shapes = {bar.name: bar.marker.pattern.shape for bar in bars}
    assert shapes == {"Myanmar": None, "United States": "/", "Others": None}
    assert list(bars[0].y) == [72, 60]
    assert [(bar.name, bar.marker.pattern.shape) for bar in figure.data[-1:]] == [("Weight estimated by the UN", "/")]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.ticktext[-1].endswith("kt")


def test_the_title_names_the_largest_origin_of_the_newest_year() -> None:
    words = feed_imports.feed_caption(ROWS)
    _, fields = told("rare_earths", "feed.finding", words.finding)
    assert fields == {"first": "Myanmar", "share": "60%", "year": "2024"}
    assert "10,000\u00a0t United States, 2024" in words.alt
