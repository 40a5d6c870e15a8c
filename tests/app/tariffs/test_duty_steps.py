"""The mirrored step chart: heights, sides and colours from the rows; words computed from them; dates before 2025."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.tariffs import duty_steps as charts
from parley.charts.theme import DARK, LIGHT, Palette

COLUMNS = [
    "importer_iso3",
    "authority",
    "valid_from",
    "valid_to",
    "since",
    "base_pct",
    "rate_pct",
    "state",
    "instrument",
    "programme",
]
LISTS = [
    ("USA", "section_301", "2018-07-06", "2024-12-31", "2018-07-06", 0, 25, "listed_goods", "List 1", "list_1"),
    (
        "CHN",
        "china_retaliation",
        "2018-07-06",
        "2024-12-31",
        "2018-07-06",
        0,
        25,
        "listed_goods",
        None,
        "list_2018_301",
    ),
]
HIGH = [
    ("USA", "ieepa_fentanyl", "2025-02-04", "2025-04-09", "2025-02-04", 0, 20, "in_force", "Order A", ""),
    ("USA", "ieepa_fentanyl", "2025-04-10", "2025-05-14", "2025-02-04", 0, 20, "in_force", "Order A", ""),
    ("USA", "ieepa_reciprocal", "2025-04-10", "2025-05-14", "2025-04-10", 20, 70, "in_force", "Order B", ""),
    ("CHN", "china_retaliation", "2025-04-12", "2025-06-30", "2025-04-12", 0, 40, "in_force", "Notice 6", ""),
]
LOW = [
    ("USA", "section_301", "2025-05-15", "2025-08-31", "2025-05-15", 0, 12.5, "in_force", "Order C", ""),
    ("USA", "section_301", "2025-09-01", "2025-12-31", "2025-05-15", 0, 12.5, "not_confirmed", "Order C", ""),
]
LISTED = charts.SAY("steps.lists")
LISTED_BY_US = charts.SAY("steps.listed", law="Section 301", programme="List 1")
LISTED_BY_CHINA = charts.SAY("steps.listed", law="China", programme="Lists 1 to 3")
UNTIL = date(2025, 12, 31)
NO_EVENTS = pd.DataFrame({"date": pd.to_datetime([])})


def steps(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    days = dict.fromkeys(("valid_from", "valid_to", "since"), "datetime64[us]")
    return frame.astype({**days, "base_pct": float, "rate_pct": float})


ALL = steps(*LISTS, *HIGH, *LOW)


def drawn(
    rows: pd.DataFrame, until: date = UNTIL, palette: Palette = LIGHT, events: pd.DataFrame = NO_EVENTS
) -> go.Figure:
    """The figure, put through Plotly's own checks, which the app leaves out."""
    figure = charts.mirrored_steps(rows, events, until, palette)
    go.Figure(figure.to_dict())
    return figure


def bars(figure: go.Figure, name: str) -> go.Bar:
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def words(figure: go.Figure) -> dict[str, str]:
    """Notes on the chart and their colours."""
    return {note.text: note.font.color for note in figure.layout.annotations}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_us_layers_stand_on_each_other_above_zero_and_chinas_hang_below(palette: Palette) -> None:
    figure = drawn(ALL, palette=palette)
    upper = bars(figure, charts.LEGEND["ieepa_reciprocal"])
    assert list(upper.base) == [20.0]
    assert list(upper.y) == [70.0]
    assert upper.marker.color == palette.us
    assert bars(figure, charts.LEGEND["ieepa_fentanyl"]).marker.color == palette.fentanyl
    lower = next(t for t in figure.data if t.name == charts.LEGEND["china_retaliation"] and t.xaxis == "x2")
    assert list(lower.y) == [-40.0]
    assert lower.marker.color == palette.china
    low, high = figure.layout.yaxis.range
    assert low <= -40
    assert high >= 90
    assert figure.layout.paper_bgcolor == palette.background


def test_a_bar_is_as_wide_as_the_days_both_ends_included() -> None:
    bar = bars(drawn(ALL), charts.LEGEND["ieepa_reciprocal"])
    assert list(bar.x) == ["2025-04-10"]
    assert list(bar.width) == [35 * charts.MS_PER_DAY]
    assert bar.offset == 0


def test_what_covers_lists_only_or_is_not_confirmed_is_hatched_and_the_rest_solid() -> None:
    figure = drawn(ALL)
    hatched = {(t.name, t.xaxis) for t in figure.data if t.marker.pattern.shape}
    assert hatched == {(LISTED, "x"), (charts.UNSURE, "x2")}
    laws = [t.hovertemplate for t in figure.data if t.name == LISTED]
    assert [named in law for named, law in zip((LISTED_BY_US, LISTED_BY_CHINA), laws, strict=True)] == [True, True]
    assert bars(figure, charts.UNSURE).marker.pattern.fgcolor == LIGHT.grey


def test_lists_stand_on_the_narrow_axis_before_2025_and_the_rest_after() -> None:
    figure = drawn(ALL)
    assert {t.xaxis for t in figure.data} == {"x", "x2"}
    assert figure.layout.xaxis.range[1] == figure.layout.xaxis2.range[0] == charts.BREAK
    names = [t.name for t in figure.data if t.showlegend]
    assert len(names) == len(set(names))
    assert {t.name for t in figure.data if t.showlegend and t.xaxis == "x"} == {LISTED}


def test_both_axes_are_of_days_even_where_one_has_no_bar() -> None:
    figure = drawn(steps(*LISTS), date(2025, 1, 15))
    assert {figure.layout.xaxis.type, figure.layout.xaxis2.type} == {"date"}


def test_a_step_tells_rate_authority_first_day_and_instrument() -> None:
    bar = bars(drawn(ALL), charts.LEGEND["ieepa_fentanyl"])
    assert [list(row) for row in bar.customdata] == [["20.0%", "4\u00a0Feb\u00a02025", "Order A"]] * 2
    for part in ("%{customdata[0]}", charts.LEGEND["ieepa_fentanyl"], "%{customdata[1]}", "%{customdata[2]}"):
        assert part in bar.hovertemplate
    blank = next(t for t in drawn(ALL).data if LISTED_BY_CHINA in t.hovertemplate)
    assert blank.customdata[0][2] == ""


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_totals_with_room_for_a_figure_are_printed_in_the_colour_of_their_side(palette: Palette) -> None:
    notes = words(drawn(ALL, palette=palette))
    assert notes["<b>90</b>"] == palette.us
    assert notes["<b>40</b>"] == palette.china_text
    assert notes["<b>12.5</b>"] == palette.us
    assert notes["<b>US on China</b>"] == palette.us
    assert notes["<b>China on US</b>"] == palette.china_text
    short = [("USA", "ieepa_fentanyl", "2025-02-04", "2025-02-06", "2025-02-04", 0, 33, "in_force", "Order A", "")]
    assert "<b>33</b>" not in words(drawn(steps(*short)))


def test_events_of_2025_and_later_are_numbered_lines() -> None:
    events = pd.DataFrame({"date": pd.to_datetime(["2018-07-06", "2025-04-10", "2025-05-14"])})
    figure = drawn(ALL, events=events)
    dotted = [str(shape.x0)[:10] for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert dotted == ["2025-04-10", "2025-05-14"]
    assert [n.text for n in figure.layout.annotations if n.yref == "paper" and n.text[3].isdigit()] == [
        "<b>1</b>",
        "<b>2</b>",
    ]


def test_the_axis_reaches_beyond_the_rates_of_2025_when_a_rate_does() -> None:
    rows = steps(
        ("USA", "ieepa_fentanyl", "2025-02-04", "2025-04-09", "2025-02-04", 0, 190, "in_force", "Order A", ""),
        ("CHN", "china_retaliation", "2025-04-12", "2025-06-30", "2025-04-12", 0, 170, "in_force", "Notice 6", ""),
    )
    low, high = drawn(rows).layout.yaxis.range
    assert high > 190
    assert low < -170


@pytest.mark.parametrize("until", [date(2024, 6, 1), date(2019, 3, 1)])
def test_before_2025_only_lists_are_drawn(until: date) -> None:
    rows = steps(*LISTS).assign(valid_to=pd.Timestamp(until))
    figure = drawn(rows, until)
    assert {t.xaxis for t in figure.data} == {"x"}
    assert ("25" in words(figure)) == (until > date(2019, 1, 1))
    assert "xaxis2" not in figure.to_plotly_json()["layout"]
    assert pd.Timestamp(figure.layout.xaxis.range[1]) == max(pd.Timestamp(until), pd.Timestamp("2018-12-31"))


@pytest.mark.parametrize(
    ("until", "ticks"),
    [
        (date(2018, 7, 10), ["Jan<br>2018", "Apr", "Jul", "Oct"]),
        (date(2020, 2, 1), ["2018", "2019", "2020"]),
    ],
)
def test_a_short_time_has_a_tick_at_every_quarter(until: date, ticks: list[str]) -> None:
    rows = steps(*LISTS).assign(valid_to=pd.Timestamp(until))
    assert list(drawn(rows, until).layout.xaxis.ticktext) == ticks


def test_no_rows_at_all_are_an_empty_chart_and_no_fault() -> None:
    figure = drawn(steps(), date(2017, 1, 1))
    assert len(figure.data) == 0
