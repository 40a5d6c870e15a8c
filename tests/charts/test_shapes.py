"""The six shapes: names left, figures right, zero printed, keys in the legend, letters of 12 px, colours by meaning."""

import math
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.charts.bars import bars, stack
from parley.charts.columns import columns
from parley.charts.dots import Mark, dots
from parley.charts.lines import DOT_PX, lines
from parley.charts.named_rows import LINE_PX, ROW_PX, placed, wrapped
from parley.charts.spells import BAR_PX, Form, spells
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import Chart, checked, figures_right, marks

LONG = "Parts and accessories of automatic data processing machines, other than those of heading 8471, not elsewhere"
RATES = pd.DataFrame(
    {
        "name": ["Toys", "Furniture", LONG],
        "rate": [20.04, 35.5, 0.0],
        "low": [10.0, 30.0, 0.0],
        "high": [25.0, 40.0, 5.0],
        "last_year": [19.0, 36.0, math.nan],
        "is_bound": [False, True, False],
        "is_estimate": [False, False, True],
    }
)
SIDES = pd.DataFrame(
    {"name": ["Toys", "Toys", "Cars"], "side": ["China", "Others", "Others"], "value": [4e-3, 6e-3, 1e-3]}
)
MONTHS = pd.DataFrame(
    {
        "month": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-04-01", "2025-05-01"] * 2),
        "flow": ["Imports"] * 4 + ["Exports"] * 4,
        "value": [40.0, 38.0, 20.0, 18.0, 12.0, 11.0, 5.0, 17.5],
        "vintage": pd.to_datetime(["2026-01-01"] * 3 + ["2026-02-01"] + ["2026-01-01"] * 4),
        "exact": [f"{value} bn" for value in (40.0, 38.0, 20.0, 18.0, 12.0, 11.0, 5.0, 17.5)],
    }
)
YEARS = pd.DataFrame(
    {
        "year": [2016, 2016, 2019, 2020],
        "goods": ["Chips", "Other", "Chips", "Chips"],
        "value": [1.0, 2.0, 4.0, 5.0],
        "exact": ["1.0 bn", "2.0 bn", "4.0 bn", "5.0 bn"],
    }
)
STATES = pd.DataFrame(
    {
        "name": ["Ban", "Ban", "Rule", "Rule"],
        "side": ["US", "US", "China", "China"],
        "state": ["announced", "in force", "in force", "eased"],
        "valid_from": pd.to_datetime(["2024-01-10", "2024-02-01", "2024-03-01", "2024-06-01"]),
        "valid_to": pd.to_datetime(["2024-01-31", "2025-12-31", "2024-05-31", "2024-06-01"]),
        "hover": ["Ban announced", "Ban", "Rule", "Rule eased"],
    }
)
FORMS = {
    "in force": Form("In force", LIGHT.us),
    "announced": Form("Announced", LIGHT.muted, "hollow"),
    "eased": Form("Eased", LIGHT.ink, "point"),
}
FILLS = {"China": LIGHT.china, "Others": LIGHT.grey}
FLOWS = {"Imports": LIGHT.china, "Exports": LIGHT.us}
SHAPES: dict[str, Callable[[Palette], go.Figure]] = {
    "bars": lambda p: bars(
        RATES,
        p,
        value="rate",
        low="low",
        high="high",
        mark="last_year",
        hollow="is_bound",
        hatched="is_estimate",
        keys={"range": "Range", "mark": "a year before", "hollow": "At most"},
    ),
    "grouped bars": lambda p: bars(SIDES, p, value="value", unit="bn", series="side", fills=FILLS),
    "signed bars": lambda p: bars(RATES.assign(rate=[-2.0, 1.0, 0.0]), p, value="rate"),
    "stack": lambda p: stack(SIDES, p, value="value", part="side", fills=FILLS, totals=["0.010", "0.001"]),
    "columns": lambda p: columns(
        YEARS,
        p,
        value="value",
        exact="exact",
        part="goods",
        fills={"Chips": p.us, "Other": p.pale},
        events=[pd.Timestamp("2019-07-02")],
    ),
    "lines": lambda p: lines(
        MONTHS,
        p,
        x="month",
        y="value",
        exact="exact",
        series="flow",
        fills=FLOWS,
        release="vintage",
        events=[pd.Timestamp("2025-02-10")],
    ),
    "lines of years": lambda p: lines(
        YEARS[YEARS["goods"] == "Chips"], p, x="year", y="value", exact="exact", unit="%", dots=True
    ),
    "dots": lambda p: dots(
        RATES, p, marks=[Mark("last_year", "2024", p.grey, hollow=True), Mark("rate", "2025", p.grey)]
    ),
    "spells": lambda p: spells(STATES, p, state="state", forms=FORMS, hover="hover", group="side"),
}


def drawn_words(figure: go.Figure) -> list[str]:
    return [word for trace in figure.data if trace.text is not None for word in trace.text if word]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shape", list(SHAPES))
def test_every_shape_is_legible_and_keeps_its_words_on_the_chart(shape: str, palette: Palette) -> None:
    figure = checked(SHAPES[shape](palette))
    sizes = [figure.layout.xaxis.tickfont.size, figure.layout.yaxis.tickfont.size, figure.layout.legend.font.size]
    for part in [*figure.data, *figure.layout.annotations]:
        font = part.textfont if hasattr(part, "textfont") else part.font
        sizes += [font.size] if isinstance(getattr(font, "size", None), int) else []
    assert min(sizes) >= 12
    assert Chart(SHAPES[shape](palette).to_dict(), "").hidden_words == []
    named = [trace.name for trace in figure.data if trace.showlegend is not False and trace.name]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("shape", ["bars", "grouped bars", "signed bars", "stack", "columns", "dots", "lines"])
def test_the_axis_of_values_prints_zero_and_its_unit_once(shape: str) -> None:
    figure = checked(SHAPES[shape](LIGHT))
    axis = figure.layout.yaxis if shape in ("columns", "lines") else figure.layout.xaxis
    assert axis.ticktext[list(axis.tickvals).index(0)] == "0"
    assert axis.range[0] <= 0 <= axis.range[1]
    assert [str(word)[-1].isalpha() or word.endswith("%") for word in axis.ticktext].count(True) == 1


def test_names_stand_left_on_three_lines_at_most_and_figures_right() -> None:
    figure = checked(SHAPES["bars"](LIGHT))
    *short, long = figure.layout.yaxis.ticktext
    assert short == ["Toys", "Furniture"]
    assert long.count("<br>") == 2
    assert long.endswith("…")
    assert max(len(line) for line in long.split("<br>")) <= 25
    assert figures_right(figure) == [["20", "36", "0"]]


def test_a_name_keeps_whole_clauses_and_its_row_is_higher_by_each_line() -> None:
    assert wrapped("Fish; crustaceans; molluscs and other invertebrates", 12) == ["Fish;", "crustaceans"]
    assert wrapped("one two three four five six seven", 12) == ["one two", "three four", "five six…"]
    places = placed(["Toys", "Suit-cases, hand bags and trunks", LONG])
    assert [word.count("<br>") for _, word in places.words] == [0, 1, 2]
    assert places.height == 3 * ROW_PX + 3 * LINE_PX
    assert placed(["Toys"], ["Home goods against imports, ratio to it"]).height == 2 * ROW_PX + LINE_PX


def test_a_bar_shows_its_value_range_mark_and_form() -> None:
    figure = checked(SHAPES["bars"](LIGHT))
    bar = marks(figure)[0]
    assert list(bar.x) == [20.04, 35.5, 0.0]
    assert list(bar.marker.color) == [LIGHT.us, LIGHT.background, LIGHT.us]
    assert list(bar.marker.pattern.shape) == ["", "", "/"]
    traces = {trace.name: trace for trace in figure.data}
    assert list(traces["Range"].x[:3]) == [10.0, 25.0, None]
    assert list(traces["a year before"].x[:2]) == [19.0, 36.0]
    assert traces["a year before"].customdata[0] == "<b>19.0%</b> a year before<br>Toys"
    assert traces["At most"].marker.color == LIGHT.background
    assert figure.layout.showlegend


def test_grouped_bars_share_a_name_and_small_sums_are_told_in_millions() -> None:
    figure = checked(SHAPES["grouped bars"](LIGHT))
    assert list(figure.layout.yaxis.ticktext) == ["Toys", "Cars"]
    china, others = marks(figure)
    assert (china.name, list(china.x), china.marker.color) == ("China", [4e-3], LIGHT.china)
    assert list(others.x) == [6e-3, 1e-3]
    assert china.y[0] < others.y[0] < others.y[1]
    assert figure.layout.xaxis.ticktext[-1].endswith("m")


def test_changes_lie_to_either_side_of_zero_with_their_signs() -> None:
    figure = checked(SHAPES["signed bars"](LIGHT))
    assert figures_right(figure) == [["−2.0", "+1.0", "0.0"]]
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 0


def test_parts_lie_beside_one_another_and_the_figure_at_the_right() -> None:
    figure = checked(SHAPES["stack"](LIGHT))
    assert figure.layout.barmode == "relative"
    assert figures_right(figure) == [["0.010", "0.001"]]
    assert [trace.name for trace in marks(figure)] == ["China", "Others"]


def test_a_small_part_beside_a_large_one_says_its_own_figure_with_its_unit() -> None:
    rows = SIDES.assign(value=[35.2, 0.3, 1.0])
    figure = stack(rows, LIGHT, value="value", part="side", fills=FILLS, totals=["35.5", "1.0"])
    china, others = marks(figure)
    assert china.customdata[0] == "<b>35%</b> China<br>Toys"
    assert list(others.customdata) == ["<b>0.30%</b> Others<br>Toys", "<b>1.00%</b> Others<br>Cars"]


def test_rows_of_one_name_stay_apart() -> None:
    rows = SIDES.assign(name="Mine", place=["a", "a", "b"])
    figure = stack(rows, LIGHT, value="value", part="side", fills=FILLS, totals=["10", "1"], row="place")
    assert list(figure.layout.yaxis.ticktext) == ["Mine", "Mine"]
    assert list(marks(figure)[1].y) == list(figure.layout.yaxis.tickvals)


@pytest.mark.parametrize("shape", [stack, columns], ids=["stack", "columns"])
def test_a_part_that_would_not_be_drawn_is_refused(shape: Callable[..., go.Figure]) -> None:
    fills, more = {"Chips": LIGHT.us}, {"totals": ["3", "4", "5"]} if shape is stack else {"exact": "exact"}
    rows = YEARS.assign(name=YEARS["year"])
    with pytest.raises(ValueError, match="Other"):
        shape(rows, LIGHT, value="value", part="goods", fills=fills, **more)
    shape(rows.assign(value=[1.0, 0.0, 4.0, 5.0]), LIGHT, value="value", part="goods", fills=fills, **more)


def test_years_without_figures_leave_one_marked_place() -> None:
    figure = checked(SHAPES["columns"](LIGHT))
    assert list(figure.data[0].x) == [0, 2, 3]
    assert list(figure.layout.xaxis.ticktext) == ["2016", "2017–<br>2018", "2019", "2020"]
    assert [note.text for note in figure.layout.annotations] == ["n/a", "<b>1</b>"]
    assert drawn_words(figure) == ["<b>3.0</b>", "<b>4.0</b>", "<b>5.0</b>"]
    assert figure.layout.shapes[0].x0 == pytest.approx(2.0, abs=0.01)  # the middle of 2019


def test_a_year_whose_figures_are_missing_is_no_zero() -> None:
    rows = YEARS.assign(value=[math.nan, math.nan, 4.0, 5.0])
    figure = checked(
        columns(rows, LIGHT, value="value", exact="exact", part="goods", fills={"Chips": LIGHT.us, "Other": LIGHT.pale})
    )
    assert drawn_words(figure) == ["n/a", "<b>4.0</b>", "<b>5.0</b>"]


def test_a_line_breaks_at_a_missing_month_and_at_a_new_release() -> None:
    figure = checked(SHAPES["lines"](LIGHT))
    imports = [trace for trace in figure.data if trace.name == "Imports"]
    assert [list(trace.y) for trace in imports] == [[40.0, 38.0, pytest.approx(math.nan, nan_ok=True), 20.0], [18.0]]
    assert [terms.day(pd.Timestamp("2026-01-01")) in trace.hovertemplate for trace in imports] == [True, False]
    assert [terms.day(pd.Timestamp("2026-02-01")) in trace.hovertemplate for trace in imports] == [False, True]
    assert [trace.mode for trace in imports] == ["lines+markers", "lines+markers"]
    assert list(imports[0].marker.size) == [0, 0, 0, DOT_PX]  # April stands alone between a gap and a new release
    assert not figure.layout.showlegend
    ends = {note.text.split("<br>")[0]: note for note in figure.layout.annotations if note.xanchor == "left"}
    assert list(ends) == ["<b>Imports</b>", "<b>Exports</b>"]
    assert ends["<b>Imports</b>"].y - ends["<b>Exports</b>"].y > 3  # 18 and 17.5 would lie on each other
    assert ends["<b>Imports</b>"].font.color == LIGHT.china_text


def test_months_of_one_release_whose_day_is_not_known_are_one_line() -> None:
    unknown = MONTHS[MONTHS["flow"] == "Imports"].assign(vintage=pd.NaT)
    figure = lines(unknown, LIGHT, x="month", y="value", exact="exact", release="vintage")
    assert ["release" in trace.hovertemplate for trace in figure.data] == [False]


def test_a_range_stands_with_its_line_and_breaks_where_that_does() -> None:
    months = MONTHS.iloc[:4].assign(low=[39.0, 37.0, 19.0, 17.0], high=[41.0, 39.0, 21.0, 19.0])
    figure = checked(
        lines(months, LIGHT, x="month", y="value", exact="exact", low="low", high="high", release="vintage")
    )
    ranges = [trace for trace in figure.data if trace.hoverinfo == "skip"]
    line = [list(trace.x) for trace in figure.data if trace.hoverinfo != "skip"]
    assert [list(trace.x) for trace in ranges[::2]] == [line[0][:2], line[0][3:], line[1]]
    assert [list(trace.y) for trace in ranges[:2]] == [[41.0, 39.0], [39.0, 37.0]]


def test_a_series_without_a_value_is_not_named_and_days_stand_where_they_are() -> None:
    days = MONTHS.assign(
        month=MONTHS["month"] + pd.Timedelta(days=9), value=MONTHS["value"].where(MONTHS["flow"] == "Imports")
    )
    figure = checked(lines(days, LIGHT, x="month", y="value", exact="exact", series="flow", fills=FLOWS))
    assert {trace.name for trace in figure.data} == {"Imports"}
    (end,) = [note for note in figure.layout.annotations if note.xanchor == "left"]
    assert pd.Timestamp(end.x) == days["month"].max()


def test_five_lines_are_told_by_the_legend() -> None:
    rows = pd.concat([MONTHS.iloc[:4].assign(flow=str(i)) for i in range(5)])
    fills = {str(i): LIGHT.us for i in range(5)}
    figure = checked(lines(rows, LIGHT, x="month", y="value", exact="exact", series="flow", fills=fills))
    assert figure.layout.showlegend
    assert not figure.layout.annotations


def test_two_marks_are_joined_where_both_are_there() -> None:
    figure = checked(SHAPES["dots"](LIGHT))
    joins, before, now = marks(figure)
    assert list(joins.x[:2]) == [19.0, 20.04]
    assert list(joins.x[6:8]) == [0.0, 0.0]  # a row without its earlier figure has one mark
    assert (before.marker.color, now.marker.color) == (LIGHT.background, LIGHT.grey)
    assert [before.name, now.name] == ["2024", "2025"]


def test_a_spell_lasts_from_its_first_day_to_the_end_of_its_last() -> None:
    figure = checked(SHAPES["spells"](LIGHT))
    assert list(figure.layout.yaxis.ticktext) == ["<b>US</b>", "Ban", "<b>China</b>", "Rule"]
    bar = figure.data[0]
    ends = [pd.Timestamp(b) + pd.Timedelta(milliseconds=x) for b, x in zip(bar.base, bar.x, strict=True)]
    assert [str(end.date()) for end in ends] == ["2026-01-01", "2024-06-01"]
    assert list(bar.y) == [figure.layout.yaxis.tickvals[1], figure.layout.yaxis.tickvals[3]]
    assert [trace.name for trace in figure.data] == ["In force", "Announced", "Eased"]
    assert [trace.width for trace in figure.data[:2]] == [BAR_PX, BAR_PX]  # of pixels: the axis of rows counts these
    assert figure.data[2].marker.symbol == "diamond"
