"""Names on one line or two."""

from parley.charts.labels import two_lines


def test_a_name_that_fits_stays_on_one_line() -> None:
    assert two_lines("Natural graphite", 22) == "Natural graphite"


def test_a_longer_name_takes_two_small_lines_and_only_what_is_longer_still_is_cut() -> None:
    assert (
        two_lines("Uranium and thorium ores", 22) == "<span style='font-size:11px'>Uranium and thorium<br>ores</span>"
    )
    assert two_lines("one two three", 5) == "<span style='font-size:11px'>one<br>two…</span>"
