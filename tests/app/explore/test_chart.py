"""What an answer is drawn as, and that its marks are the figures of its rows."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.explore import chart as answers
from parley.app.explore.chart import Form
from parley.app.explore.names import DOLLARS, PERCENT, Unit
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked, figures_right, marks

BILLIONS = Unit(DOLLARS)


def rows(names: list[str], columns: list[str], first_year: int | None = None) -> pd.DataFrame:
    """Every name in every column, values from 1 bn on; names are years from ``first_year`` on."""
    told = [
        {
            "name": name,
            "column": column,
            "value": (1 + i * len(columns) + j) * 1e9,
            "at": pd.NaT if first_year is None else pd.Timestamp(first_year + i, 1, 1),
        }
        for i, name in enumerate(names)
        for j, column in enumerate(columns)
    ]
    return pd.DataFrame(told)


def many(count: int) -> list[str]:
    return [f"row {n}" for n in range(count)]


@pytest.mark.parametrize(
    ("table", "is_time", "form"),
    [
        (rows(many(3), [""]), False, "bars"),
        (rows(many(51), [""]), False, "bars"),
        (rows(many(52), [""]), False, ""),
        (rows(["2024", "2025"], [""], 2024), True, "bars"),
        (rows(many(9), [""], 2013), True, "lines"),
        (rows(many(2), ["China", "Mexico"], 2024), True, "lines"),
        (rows(many(3), ["2024", "2025"]), False, "pairs"),
        (rows(many(3), ["a", "b", "c"]), False, "marks"),
        (rows(many(1), ["a", "b", "c"], 2024), True, "marks"),
        (rows(many(3), [""]).assign(value=0.0), False, ""),
        (rows(many(3), [""]).assign(value=float("nan")), False, ""),
    ],
)
def test_an_answer_is_drawn_as_its_shape_asks(table: pd.DataFrame, is_time: bool, form: Form) -> None:
    assert answers.form_of(table, is_time) == form


def drawn(form: Form, table: pd.DataFrame, unit: Unit = BILLIONS, palette: Palette = LIGHT) -> go.Figure:
    return checked(answers.chart(form, table, unit, {"China": "CHN", "Mexico": "MEX"}, palette))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_are_the_values_in_billions_and_china_has_its_colour(palette: Palette) -> None:
    figure = drawn("bars", rows(["Mexico", "China"], [""]), palette=palette)
    (bars,) = marks(figure)
    assert list(bars.x) == [1.0, 2.0]
    assert list(bars.marker.color) == [palette.grey, palette.china]
    assert figures_right(figure) == [["$1.00bn", "$2.00bn"]]


@pytest.mark.parametrize("form", ["marks", "lines"])
def test_no_other_economy_is_drawn_in_a_colour_of_the_two_sides(form: Form) -> None:
    traces = marks(drawn(form, rows(["2024", "2025"], ["Mexico", "China", "Vietnam"], 2024)))
    colours = {trace.name: trace.marker.line.color if form == "marks" else trace.line.color for trace in traces}
    assert colours["China"] == LIGHT.china
    assert len({*colours.values(), LIGHT.us, LIGHT.china}) == 4


def test_a_row_without_a_figure_has_no_bar() -> None:
    table = rows(["Mexico", "China", "Vietnam"], [""])
    table.loc[1, "value"] = float("nan")
    (bars,) = marks(drawn("bars", table, Unit(PERCENT)))
    assert list(bars.x) == [1e9, 3e9]


def test_pairs_join_both_columns_and_a_missing_one_has_no_mark() -> None:
    table = rows(["Mexico", "China"], ["2024", "2025"])
    table.loc[2, "value"] = float("nan")
    pairs = [trace for trace in marks(drawn("pairs", table)) if trace.name]
    assert [(trace.name, list(trace.x)) for trace in pairs] == [("2024", [1.0]), ("2025", [2.0, 4.0])]


def test_marks_are_one_colour_a_column() -> None:
    columns = ["China", "Mexico", "a", "b", "c"]
    traces = [trace for trace in marks(drawn("marks", rows(many(2), columns))) if trace.name]
    assert [trace.name for trace in traces] == columns
    colours = [trace.marker.line.color for trace in traces]
    assert colours[0] == LIGHT.china and len(set(colours)) == len(colours)
    assert list(traces[1].x) == [2.0, 7.0]


@pytest.mark.parametrize(("is_newest", "shown"), [(False, "abcde"), (True, "cdefg")])
def test_of_many_columns_the_first_are_drawn_and_of_periods_the_last(is_newest: bool, shown: str) -> None:
    table = answers.with_room(rows(many(2), list("abcdefg")), is_newest)
    assert "".join(table["column"].unique()) == shown and len(table) == 2 * answers.MOST_COLUMNS


def test_lines_run_over_time() -> None:
    lines = {
        trace.name: trace for trace in marks(drawn("lines", rows(["2013", "2014", "2015"], ["China", "Mexico"], 2013)))
    }
    assert (list(lines["China"].y), list(lines["Mexico"].y)) == ([1.0, 3.0, 5.0], [2.0, 4.0, 6.0])
    assert list(lines["China"].x) == [2013, 2014, 2015]


def test_no_form_has_no_chart() -> None:
    with pytest.raises(ValueError, match="no chart"):
        answers.chart("", rows(many(2), [""]), BILLIONS, {}, LIGHT)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit(DOLLARS), 2.5e9, "$2.50bn"),
        (Unit(DOLLARS), 2.5e5, "$250,000"),
        (Unit(PERCENT), 30.6, "30.6%"),
        (Unit("t"), 1_462_345, "1,462,000 t"),
    ],
)
def test_a_figure_has_the_unit(unit: Unit, value: float, words: str) -> None:
    assert unit.say(value).replace("\u00a0", " ") == words


def test_a_line_ends_with_its_name_cut_at_a_word_and_its_newest_figure() -> None:
    long = "Machinery and mechanical appliances"
    figure = drawn("lines", rows(["2014", "2015"], [long, "Toys"], 2014))
    ends = {note.text.replace("\u00a0", " ") for note in figure.layout.annotations}
    assert ends == {"<b>Machinery and…</b><br>$3.00bn", "<b>Toys</b><br>$4.00bn"}
