"""Charts of the back-test: recorded solid, modelled hollow in a pale range, titles counted from the rows."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.backtest.charts import against_record as charts
from parley.charts.theme import DARK, LIGHT, Palette

NB, MINUS = "\u00a0", "\u2212"
ROWS = pd.DataFrame(
    {
        "name": ["Machinery", "Footwear", "Paper"],
        "recorded": [-30.0, -50.0, -5.0],
        "default": [-36.0, -30.0, -25.0],
        "low_pct": [-51.0, -40.0, -45.0],
        "high_pct": [-20.0, -17.0, -12.0],
        "is_within": [True, False, False],
        "share_pct": [80.0, 15.0, 5.0],
        "months": "September to December 2019 over the same months of 2017",
    }
)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_record_is_solid_and_the_model_hollow_in_its_range(palette: Palette) -> None:
    figure = charts.against(ROWS, palette)
    go.Figure(figure.to_dict())
    bar, default, recorded, words = figure.data
    assert list(bar.base) == [-51, -40, -45]
    assert list(bar.x) == [31, 23, 33]
    assert list(default.x) == [-36, -30, -25]
    assert default.marker.color == palette.background
    assert list(recorded.x) == [-30, -50, -5]
    assert recorded.marker.color == palette.china
    assert words.text[0] == f"Machinery: {MINUS}30 recorded, {MINUS}51 to {MINUS}20 modelled"
    assert words.textfont.shadow.count(palette.background) == 3  # the grid does not run through the words
    low, high = figure.layout.xaxis.range
    assert low < -51
    assert high > 0


def test_a_single_row_beyond_zero_is_drawn() -> None:
    row = ROWS.head(1).assign(recorded=12.0)
    figure = charts.against(row, LIGHT)
    go.Figure(figure.to_dict())
    assert figure.layout.xaxis.range[1] > 12


def test_titles_count_what_the_range_holds_and_name_the_side_of_the_others() -> None:
    held = charts.episodes_caption(ROWS, relative=True)
    assert held.finding == (
        "One of three recorded falls lies within the modelled range; the others are on both sides of it"
    )
    assert (
        "September to December 2019 over the same months of 2017" in held.measure
    )  # no whole year, as "2019" may read


@pytest.mark.parametrize(
    ("numbers", "finding"),
    [
        ([0, 1], "One of two recorded falls lies within the modelled range; the other is larger"),
        ([1, 1], "None of two recorded falls lies within the modelled range; both are larger"),
        ([0, 0, 2], "Two of three recorded falls lie within the modelled range; the other is smaller"),
        ([0, 0], "Both recorded falls lie within the modelled range"),
        ([0, 0, 0], "All three recorded falls lie within the modelled range"),
        ([2, 2, 2], "None of three recorded falls lies within the modelled range; all are smaller"),
        ([0], "The recorded fall lies within the modelled range"),
        ([1], "The recorded fall is larger than modelled"),
        ([2], "The recorded fall is smaller than modelled"),
    ],
)
def test_titles_of_other_counts_are_plain_english(numbers: list[int], finding: str) -> None:
    assert charts.episodes_caption(ROWS.iloc[numbers], relative=False).finding == finding


def test_goods_count_those_within_and_their_trade() -> None:
    goods = charts.goods_caption(ROWS, "sections", "2019", relative=True)
    assert goods.finding == f"2019: one of three sections, with 80{NB}% of the trade, lie within the range"
    assert f"Machinery: {MINUS}30 recorded, {MINUS}51 to {MINUS}20 modelled" in goods.alt
