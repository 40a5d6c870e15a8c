"""The chart of reserves: bars from zero, the edition before hollow where it differs, shares as upper bounds."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths import reserves
from parley.charts.theme import LIGHT
from tests.wording import among, told

NAN = float("nan")
ROWS = pd.DataFrame(
    {
        "edition": "MCS2026 v1.3",
        "country": ["China", "Brazil", "Myanmar", "World total"],
        "iso3": ["CHN", "BRA", "MMR", "WLD"],
        "reserves_t": [44e6, 11e6, NAN, 75e6],
        "raw": ["44,000,000", "11,000,000", "NA", ">75,000,000"],
        "raw_before_erratum": [None, "21,000,000", None, ">85,000,000"],
        "share_at_most_pct": [58.67, 14.67, NAN, NAN],
        "edition_before": "MCS2026",
        "reserves_before_t": [44e6, 21e6, NAN, 85e6],
        "published_on": pd.Timestamp("2026-05-27"),
    }
)


def test_only_a_changed_figure_has_a_hollow_bar() -> None:
    figure = reserves.reserve_bars(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    hollow, solid = figure.data[0], figure.data[1]
    assert list(hollow.x) == [21.0]
    assert hollow.marker.color == LIGHT.background
    assert list(solid.x) == [44.0, 11.0]
    assert list(solid.marker.color) == [LIGHT.china, LIGHT.grey]
    assert figure.layout.xaxis.range[0] == 0


def test_the_title_gives_an_upper_bound_and_the_correction() -> None:
    words = reserves.reserves_caption(ROWS)
    assert told("rare_earths", "reserves.finding", words.finding)[1] == {"share": "58.7 %"}
    missing, correction = reserves.reserves_note(ROWS).split(". ")
    assert told("rare_earths", "reserves.missing", missing)[1] == {"countries": "Myanmar"}
    _, fields = told("rare_earths", "reserves.correction", correction)
    assert fields["day"] == "27 May 2026"
    _, moved = told("rare_earths", "reserves.moved", fields["moved"])
    assert moved == {"country": "Brazil", "before": "21", "after": "11"}
    assert told("rare_earths", "reserves.measure", words.measure)[1]["total"] == "more than 75 million t"
    assert "Brazil 11 (was 21), ≤ 14.7 %" in words.alt.replace("\u00a0", " ")


def test_without_an_erratum_or_an_earlier_edition_nothing_is_said_of_them() -> None:
    first = ROWS.assign(raw_before_erratum=None, edition_before=None, reserves_before_t=NAN)
    assert among("rare_earths", "reserves.correction", [reserves.reserves_note(first)]) == []
    bars = [t for t in reserves.reserve_bars(first, LIGHT).data if t.type == "bar"]
    assert len(bars) == 1


def test_a_figure_that_was_dropped_says_so() -> None:
    dropped = ROWS.assign(reserves_before_t=[44e6, 11e6, 6.9e6, 90e6])
    figure = reserves.reserve_bars(dropped, LIGHT)
    assert [t.strip("\u00a0") for t in figure.data[-1].text][-1] == "n/a (was 6.9)"
    assert list(figure.data[0].x) == [6.9]


def test_a_share_too_small_for_one_decimal_is_not_printed_as_nothing() -> None:
    tiny = reserves.reserves_caption(ROWS.assign(share_at_most_pct=[58.67, 0.005, NAN, NAN])).alt.replace("\u00a0", " ")
    assert "Brazil 11 (was 21), under 0.1 %" in tiny
