"""The chart of imports of compounds: stacked from zero, estimated weights hatched, words from the rows."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths.charts import feed_imports
from parley.charts.theme import LIGHT
from tests.wording import told

ROWS = pd.DataFrame(
    {
        "year": [2023, 2024, 2023, 2024, 2023, 2024],
        "partner_iso3": ["MMR", "MMR", "USA", "USA", "ROW", "ROW"],
        "origin": ["Myanmar", "Myanmar", "United States", "United States", "Others", "Others"],
        "net_weight_t": [72_000.0, 60_000.0, 500.0, 10_000.0, 3_000.0, 30_000.0],
        "value_usd": [1.4e9, 8e8, 8e6, 1.8e7, 1e8, 2e8],
        "is_weight_estimated": [False, False, True, True, True, True],
    }
)


def test_estimated_weights_are_hatched_and_values_are_not() -> None:
    figure = feed_imports.feed_bars(ROWS, "net_weight_t", LIGHT)
    go.Figure(figure.to_dict())
    drawn = [bar for bar in figure.data if bar.x[0] is not None]
    shapes = {bar.name: list(bar.marker.pattern.shape) for bar in drawn}
    assert shapes == {"Myanmar": ["", ""], "United States": ["/", "/"], "Others": ["", ""]}
    assert list(drawn[0].y) == [72, 60]
    key = [(bar.name, bar.marker.pattern.shape) for bar in figure.data if bar.x[0] is None]
    assert key == [*((name, None) for name in shapes), ("Weight estimated by the UN", "/")]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.ticktext[-1].endswith("kt")
    value = feed_imports.feed_bars(ROWS, "value_usd", LIGHT)
    drawn = [bar for bar in value.data if bar.x[0] is not None]
    assert {shape for bar in drawn for shape in bar.marker.pattern.shape} == {""}
    assert list(drawn[0].y) == [1400, 800]


def test_the_title_names_the_largest_origins_of_the_newest_year() -> None:
    small_rest = ROWS.assign(net_weight_t=[72_000.0, 81_000.0, 500.0, 10_000.0, 3_000.0, 9_000.0])
    words = feed_imports.feed_caption(small_rest, "net_weight_t")
    case, fields = told("rare_earths", "feed.finding", words.finding)
    assert (case, fields["first"], fields["share"], fields["year"]) == ("weight_more", "Myanmar", "81 %", "2024")
    assert fields["others"] == "the United States 10 %"
    assert told("rare_earths", "feed.measure", words.measure)[0] == "weight"
    assert "10,000\u00a0t United States, 2024" in words.alt


def test_an_origin_smaller_than_the_rest_is_not_named_after_the_first() -> None:
    """In 2017 the US, 1 % by value, came third in the title; origins without a row supplied 11 %."""
    case, fields = told("rare_earths", "feed.finding", feed_imports.feed_caption(ROWS, "net_weight_t").finding)
    assert (case, fields["first"], fields["share"]) == ("weight", "Myanmar", "60 %")
