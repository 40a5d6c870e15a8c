"""Names on one line or two."""

from parley.charts.labels import two_lines, unit_ticks


def test_a_name_that_fits_stays_on_one_line() -> None:
    assert two_lines("Natural graphite", 22) == "Natural graphite"


def test_a_longer_name_takes_two_small_lines_and_only_what_is_longer_still_is_cut() -> None:
    assert (
        two_lines("Uranium and thorium ores", 22) == "<span style='font-size:11px'>Uranium and thorium<br>ores</span>"
    )
    assert two_lines("one two three", 5) == "<span style='font-size:11px'>one<br>two…</span>"


def test_the_unit_stands_on_the_last_tick_only() -> None:
    assert unit_ticks(1_150, "{} lines") == {"tickvals": [0, 500, 1000], "ticktext": ["0", "500", "1,000\u00a0lines"]}
    assert unit_ticks(80, "US$ {}")["ticktext"] == ["0", "20", "40", "60", "US$\u00a080"]
