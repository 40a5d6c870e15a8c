"""Charts of restricted exports: bounds and not one figure, ends printed."""

import pandas as pd
import pytest

from parley.app.rare_earths import what_if_bounds as charts
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked, figures_right, marks
from tests.wording import told

NB, DASH = "\u00a0", "\u2013"
ROWS = pd.DataFrame(
    {
        "name": ["Japan, assumption", "France, assumption"],
        "low_pct": [0.012, 0.003],
        "middle_pct": [1.8, 0.4],
        "high_pct": [7.14, 2.6],
    }
)
NONE = ROWS.assign(low_pct=0.0, middle_pct=0.0, high_pct=0.0)
PRINTED = ROWS.assign(
    published_low_pct=[1.8, 0.3], published_pct=[1.8, 4.0], published_high_pct=[1.8, 4.0], use="held_against"
)
BITES = {"name": "Japan, assumption", "onset_months": 3.0, "low_pct": 0.01, "middle_pct": 1.0, "high_pct": 3.0}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_bound_runs_from_low_to_high_with_a_hollow_mark_between(palette: Palette) -> None:
    figure = checked(charts.bounds(ROWS, palette))
    band, low, high, mark = marks(figure)
    assert list(band.x) == [0.012, 7.14, None, 0.003, 2.6, None]
    assert (list(low.x), list(high.x), list(mark.x)) == ([0.012, 0.003], [7.14, 2.6], [1.8, 0.4])
    assert mark.marker.color == palette.background
    named = [trace.name for trace in figure.data if trace.showlegend is not False and trace.name]
    assert named == ["Easily replaced to irreplaceable", "Our central figure"]
    assert figures_right(figure)[0][0] == f"2%<br>(0.01{DASH}7.1%)"


def test_published_figures_are_solid_marks_and_need_not_lie_inside() -> None:
    figure = checked(charts.bounds(PRINTED, LIGHT))
    ring, published = marks(figure)[-2:]
    assert list(published.x) == [1.8, 4.0]
    assert ring.marker.size - ring.marker.line.width > 1.3 * published.marker.size  # the width of a diamond
    assert published.marker.color == LIGHT.ink
    beside = [words.rpartition("<br>")[2] for words in figures_right(figure)[0]]
    assert beside == [charts.SAY("what_if.print.mark", value=f"{value}%") for value in ("1.8", f"0.3{DASH}4.0")]
    words = charts.published_caption(PRINTED)
    assert inside(words.finding) == ("one", "two")
    _, fields = told("rare_earths", "what_if.print.finding", words.finding)
    assert fields["missed"] == "no"  # 0.4 lies in the published range
    _, fields = told("rare_earths", "what_if.print.weak", charts.published_note(PRINTED))
    assert fields["times"] == f"600{DASH}900"  # 7.14 over 0.012, 2.6 over 0.003
    assert f"0.01{DASH}7.1%, 1.8 in the middle" in words.alt
    apart = charts.published_caption(PRINTED.assign(published_low_pct=[1.8, 4.0], middle_pct=[1.94, 0.4]))
    assert (
        told("rare_earths", "what_if.print.finding", apart.finding)[1]["missed"] == "two"
    )  # 1.9 against 1.8 as published, 0.4 against 4.0


def test_a_loss_of_nothing_lies_within_only_where_the_lower_bound_is_nothing_as_printed() -> None:
    none = {"published_low_pct": 0.0, "published_pct": 0.0, "published_high_pct": 0.0, "use": "held_against"}
    assert inside(charts.published_caption(ROWS.assign(**none)).finding) == ("all", "two")
    assert inside(charts.published_caption(ROWS.assign(**none, low_pct=[0.06, 0.003])).finding) == ("one", "two")


def inside(finding: str) -> tuple[str, str]:
    """How many of the published losses lie inside, and of how many."""
    case, fields = told("rare_earths", "what_if.print.finding", finding)
    return fields.get("inside", case), fields["count"]


def test_nothing_lost_is_told_as_nothing() -> None:
    checked(charts.bounds(NONE, LIGHT))
    assert told("rare_earths", "what_if.bounds.none", charts.bounds_caption(NONE).finding)
    assert charts.bound_words(0.0, 0.0) == "0%"


def test_the_title_names_the_place_of_several_and_the_loss_of_one_with_its_bounds() -> None:
    _, fields = told("rare_earths", "what_if.bounds.places", charts.bounds_caption(ROWS).finding)
    assert fields == {"count": "two", "place": "Japan", "high": "7.1%"}
    _, fields = told("rare_earths", "what_if.bounds.single", charts.bounds_caption(ROWS.head(1)).finding)
    assert fields == {"place": "Japan", "bounds": f"0.01{DASH}7.1%"}
    assert f"0.01{DASH}7.1%" in charts.bounds_caption(ROWS).alt


def test_over_the_months_nothing_is_lost_while_stocks_last() -> None:
    figure = checked(charts.over_months(BITES, 12.0, LIGHT))
    upper = figure.data[1]
    assert list(upper.x) == [0, 3, 3, 12]
    assert list(upper.y) == [0, 0, 3, 3]
    assert figure.data[2].line.dash == "dash"
    printed = [note.text for note in figure.layout.annotations]
    assert "<b>Japan</b>" in printed
    assert [text.partition("<b>")[2] for text in printed[:3]] == [f"{v}%</b>" for v in ("0.01", "1", "3.0")]
    covered = checked(charts.over_months({**BITES, "onset_months": float("inf")}, 12.0, LIGHT))
    assert list(covered.data[1].x) == [0, 12, 12, 12]


def test_the_title_over_the_months_tells_how_long_stocks_last() -> None:
    for months, case in ((12.0, "lasting"), (3.0, "covered")):
        finding = charts.months_caption(pd.DataFrame([BITES]), months).finding
        assert told("rare_earths", "what_if.bounds.months", finding)[0] == case
    nothing = charts.months_caption(pd.DataFrame([BITES]).assign(high_pct=0.0), 12.0).finding
    assert told("rare_earths", "what_if.bounds.none", nothing)


def test_where_nothing_is_lost_the_axis_has_one_zero() -> None:
    nothing = {**BITES, "low_pct": 0.0, "middle_pct": 0.0, "high_pct": 0.0, "onset_months": 12.0}
    for axis in (charts.bounds(NONE, LIGHT).layout.xaxis, charts.over_months(nothing, 12, LIGHT).layout.yaxis):
        assert list(axis.ticktext) == ["0%"]
