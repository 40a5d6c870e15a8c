"""The laws behind today's rates: every layer of the last day, with its order's link."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.app.home.duties_in_force import key_events, laws
from parley.measures import tariffs


def told(on: date) -> str:
    steps = tariffs.both_sides_steps(read_table("tariff_layers", on), on)
    return laws(steps, read_table("events", on)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("on", "parts"),
    [
        (
            date(2026, 11, 24),
            ["on Chinese goods **12.5%** Section 301", "24 Jul 2026", "on US goods **10%** ([Announcement"],
        ),
        (
            date(2025, 6, 9),
            ["**20%** Emergency powers, fentanyl", "and **10%** Emergency powers, reciprocal ([EO 14298](https"],
        ),
        (date(2025, 2, 5), ["on Chinese goods **10%** Emergency powers, fentanyl"]),
    ],
)
def test_each_law_is_told_with_rate_text_and_first_day(on: date, parts: list[str]) -> None:
    assert [part for part in parts if part not in told(on)] == []


def test_before_there_were_duties_on_all_goods_nothing_is_said() -> None:
    assert told(date(2018, 7, 10)) == ""
    assert "on US goods" not in told(date(2025, 2, 5))


def test_a_law_without_a_link_is_named_all_the_same() -> None:
    on = date(2026, 11, 24)
    steps = tariffs.both_sides_steps(read_table("tariff_layers", on), on)
    plain = laws(steps, read_table("events", on).assign(source_url=pd.NA))
    assert "(Memorandum of 23 July 2026, since" in plain
    assert "http" not in plain


@pytest.mark.parametrize(
    ("on", "last"), [(date(2025, 11, 1), "geneva"), (date(2025, 11, 10), "busan"), (date(2026, 3, 1), "scotus")]
)
def test_a_turn_known_but_still_ahead_has_no_number_in_the_chart(on: date, last: str) -> None:
    """The Busan truce was announced on 30 October 2025 and began on 10 November."""
    assert key_events(read_table("events", on), on)["event_id"].iloc[-1] == last
