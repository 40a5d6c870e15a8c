"""Ticks of axes: where they stand, and their words."""

from parley import terms
from parley.charts.labels import signed_ticks, tick_words, unit_ticks, whole_ticks


def test_the_unit_stands_on_the_last_tick_only() -> None:
    assert unit_ticks(1_150, "{} lines") == {"tickvals": [0, 500, 1000], "ticktext": ["0", "500", "1,000\u00a0lines"]}
    assert unit_ticks(80, "${}")["ticktext"] == ["0", "20", "40", "60", "$80"]
    assert tick_words([-0.5, 0, 0.5], "%", terms.signed) == ["\u22120.5", "0.0", "+0.5%"]
    assert tick_words([-10, 0], "%", terms.signed, "0") == ["\u221210", "0%"]


def test_ticks_stand_on_both_sides_of_zero_where_marks_do() -> None:
    assert signed_ticks(-24, 16) == [-20, -10, 0, 10]
    assert signed_ticks(-76, 45) == [-50, 0, 20]  # a tick of its own where no step has room
    assert signed_ticks(-86, 14) == [-50, 0]  # the word of zero goes before that of 10
    assert signed_ticks(-16, 409) == [0, 200, 400]  # a mark too short to be read on the axis
    assert tick_words(signed_ticks(-86, 14), "bn", zero="0")[-1] == "$0bn"


def test_an_axis_without_fractions_has_whole_ticks() -> None:
    assert whole_ticks(1.1) == [0, 1]
    assert whole_ticks(2.4) == [0, 1, 2]
    assert whole_ticks(7_000) == [0, 2_000, 4_000, 6_000]
