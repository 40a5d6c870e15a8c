"""The chart of reserves: bars from zero, the edition before a tick where it differs, shares as upper bounds."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths import reserves
from parley.charts.theme import LIGHT
from tests.sent_charts import figures_right, marks
from tests.wording import told

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


def test_only_a_changed_figure_has_a_tick_where_it_was() -> None:
    figure = reserves.reserve_bars(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    solid, before = marks(figure)
    assert [x for x in before.x if not pd.isna(x)] == [21.0]
    assert before.name == "MCS2026, where it differs"
    assert list(solid.x) == [44.0, 11.0]
    assert figures_right(figure) == [["44", "11 (was 21)"], ["≤ 58.7%", "≤ 14.7%"]]
    assert list(solid.customdata) == ["<b>44.0\u00a0million\u00a0t</b> China", "<b>11.0\u00a0million\u00a0t</b> Brazil"]
    assert before.customdata[1] == "<b>21.0\u00a0million\u00a0t</b>, edition before"
    assert list(solid.marker.color) == [LIGHT.china, LIGHT.grey]
    assert figure.layout.xaxis.range[0] == 0


def test_the_title_gives_an_upper_bound_and_the_correction() -> None:
    words = reserves.reserves_caption(ROWS)
    assert told("rare_earths", "reserves.finding", words.finding)[1] == {"share": "58.7%"}
    case, fields = told("rare_earths", "reserves.note", reserves.reserves_note(ROWS))
    assert (case, fields) == ("both", {"missing": "Myanmar", "day": "27 May 2026", "countries": "Brazil"})
    case, fields = told("rare_earths", "reserves.measure", words.measure)
    assert (case, fields["total"]) == ("over", "75 million t")
    assert "Brazil 11 (was 21), ≤ 14.7%" in words.alt.replace("\u00a0", " ")


def test_without_an_erratum_or_an_earlier_edition_nothing_is_said_of_them() -> None:
    first = ROWS.assign(raw_before_erratum=None, edition_before=None, reserves_before_t=NAN)
    assert told("rare_earths", "reserves.note", reserves.reserves_note(first))[0] == "missing"
    assert len(marks(reserves.reserve_bars(first, LIGHT))) == 1


def test_a_figure_that_was_dropped_says_so() -> None:
    dropped = ROWS.assign(reserves_before_t=[44e6, 11e6, 6.9e6, 90e6])
    figure = reserves.reserve_bars(dropped, LIGHT)
    assert figures_right(figure)[0][-1] == "n/a (was 6.9)"
    assert [x for x in marks(figure)[1].x if not pd.isna(x)] == [6.9]


def test_a_share_too_small_for_one_decimal_is_not_printed_as_nothing() -> None:
    tiny = reserves.reserves_caption(ROWS.assign(share_at_most_pct=[58.67, 0.005, NAN, NAN])).alt.replace("\u00a0", " ")
    assert "Brazil 11 (was 21), under 0.1%" in tiny
