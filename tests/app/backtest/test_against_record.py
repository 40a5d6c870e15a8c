"""Charts of the back-test: recorded solid, modelled hollow in a pale range, titles counted from the rows."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.backtest import against_record as charts
from parley.app.backtest import words
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told

MINUS, NBSP = "\u2212", "\u00a0"
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
    traces = {trace.name: trace for trace in figure.data if trace.name}
    ranges, default, recorded = (traces[name] for name in ("Modelled range", "Modelled, default", "Recorded"))
    assert list(ranges.x) == [-51, -20, None, -40, -17, None, -45, -12, None]
    assert list(default.x) == [-36, -30, -25]
    assert default.marker.color == palette.background
    assert list(recorded.x) == [-30, -50, -5]
    assert recorded.marker.color == palette.china
    words = [trace.text[0].replace(NBSP, "").strip() for trace in figure.data if trace.text]
    assert words == [f"{MINUS}30", f"{MINUS}51 to {MINUS}20"]
    low, high = figure.layout.xaxis.range
    assert low < -51
    assert high >= 0


def test_a_single_row_beyond_zero_is_drawn() -> None:
    row = ROWS.head(1).assign(recorded=12.0)
    figure = charts.against(row, LIGHT)
    go.Figure(figure.to_dict())
    assert figure.layout.xaxis.range[1] > 12


def test_titles_count_what_the_range_holds_and_name_the_side_of_the_others() -> None:
    held = charts.episodes_caption(ROWS, relative=True)
    case, fields = told("backtest", "chart.held", held.finding)
    assert (case, fields["held"], fields["count"]) == ("mixed", "One", "three")
    assert held.measure == charts.SAY("chart.relative")
    assert words.span("first_trade_war").replace("\u00a0", " ") == "2017 to Sep–Dec 2019"  # no whole year


@pytest.mark.parametrize(
    ("numbers", "case", "fields"),
    [
        ([0, 1], "one_left_larger", {"held": "One", "count": "two"}),
        ([1, 1], "none_larger", {"count": "two"}),
        ([0, 0, 2], "one_left_smaller", {"held": "Two", "count": "three"}),
        ([0, 1, 1], "larger", {"held": "One", "count": "three", "left": "two"}),
        ([1, 2], "none_mixed", {"count": "two"}),
        ([0, 0], "both_within", {}),
        ([0, 0, 0], "all_within", {"count": "three"}),
        ([2, 2, 2], "none_smaller", {"count": "three"}),
        ([0], "one_within", {}),
        ([1], "one_larger", {}),
        ([2], "one_smaller", {}),
    ],
)
def test_titles_count_right_at_every_count(numbers: list[int], case: str, fields: dict[str, str]) -> None:
    finding = charts.episodes_caption(ROWS.iloc[numbers], relative=False).finding
    assert told("backtest", "chart.held", finding) == (case, fields)


def test_goods_count_those_within_and_their_trade() -> None:
    goods = charts.goods_caption(ROWS, "sections", "first_trade_war", relative=True)
    _, fields = told("backtest", "chart.goods", goods.finding)
    assert goods.measure == charts.SAY("chart.relative_goods", months=words.span("first_trade_war"))
    assert fields == {"episode": "2019", "count": "One", "total": "three", "goods": "sections", "share": "80%"}
    assert f"Machinery: {MINUS}30 recorded, {MINUS}51 to {MINUS}20 modelled" in goods.alt
