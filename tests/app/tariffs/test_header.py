"""The Tariffs page's answer: from the peak to the newest date compared, or the newest printed figure."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.app.tariffs import header
from parley.measures import averages


def answer(on: date) -> str:
    tables = read_table("average_tariffs", on), read_table("us_tariff_partner_steps", on)
    us = averages.figures(*tables, "USA", "CHN", on)
    spread = averages.spreads(averages.marks(us, averages.latest_period(us), on))
    return header.page_answer(us, spread, on).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (
            date(2026, 11, 24),
            ["fell from 99–124 % on 12 Apr 2025", "to 23 % on 24 Jul 2026 (only Waugh)"],
        ),
        (
            date(2025, 6, 9),
            ["fell from 117–124 % on 12 Apr 2025", "to 42 % on 9 Jun 2025 (only Yale, rebuilt)"],
        ),
        (date(2025, 4, 15), ["was 117 % on 15 Apr 2025 (only Yale, rebuilt)", "near its highest, 117–124 % on 12 Apr"]),
        (date(2025, 4, 8), ["reached 56 % on 8 Apr 2025 (only Yale, rebuilt)"]),
        (date(2019, 10, 1), ["was 18.3 % on 31 May 2019, by PIIE"]),
        (date(2017, 1, 1), ["No provider's average", "known on 1 Jan 2017"]),
    ],
)
def test_the_answer_follows_the_as_of_date(on: date, words: list[str]) -> None:
    assert [w for w in words if w not in answer(on)] == []


def test_the_newest_figure_of_a_later_day_than_the_dates_compared_is_named_with_its_provider() -> None:
    us = pd.DataFrame(
        {
            "series": ["PIIE", "PIIE"],
            "date": pd.to_datetime(["2018-09-25", "2019-05-31"]),
            "rate_pct": [12.0, 18.3],
            "is_projection": [False, True],
        }
    )
    spread = pd.DataFrame(
        {
            "regime": ["Lists"],
            "regime_on": pd.to_datetime(["2018-09-25"]),
            "low_pct": [12.0],
            "high_pct": [12.0],
            "alone": ["PIIE"],
        }
    )
    assert "reached 12" in header.page_answer(us, spread, date(2019, 10, 1))
    known = header.page_answer(us.assign(is_projection=False), spread, date(2019, 10, 1))
    assert "by PIIE" in known
