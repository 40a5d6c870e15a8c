"""Rates of one origin alone: those the tariff schedule prints, on the days it prints them for."""

from datetime import date

import pytest

from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import economy_rates


@pytest.mark.parametrize(
    ("origin", "programme", "heading", "rate"),
    [
        ("DEU", "cars", "9903.94.51", 15.0),  # HTS 2026, note 33: 15% in all, ordinary duty included
        ("JPN", "cars", "9903.94.41", 15.0),
        ("GBR", "cars", "9903.94.31", 7.5),  # EO 14309: 10% in all within the quota
        ("KOR", "timber", "9903.76.23", 15.0),
    ],
)
def test_the_rates_are_those_of_the_schedule(origin: str, programme: str, heading: str, rate: float) -> None:
    rows = economy_rates.in_force(origin, date(2026, 10, 9))
    (row,) = rows[(rows["programme"] == programme) & (rows["heading_ch99"] == heading)].to_dict("records")
    assert (row["rate_pct"], bool(row["citation"])) == (rate, True)


def test_a_rate_is_there_from_its_first_day_to_its_last() -> None:
    """Heading 9903.02.20, 15% on goods of the Union: 7 August 2025 until the ruling on the emergency powers."""
    for day, holds in (("2025-08-06", False), ("2025-08-07", True), ("2026-02-23", True), ("2026-02-24", False)):
        headings = economy_rates.in_force("EU27", date.fromisoformat(day))["heading_ch99"]
        assert headings.eq("9903.02.20").any() == holds


def test_an_origin_without_rates_of_its_own_says_so() -> None:
    with pytest.raises(NothingToShowError):
        economy_rates.own_rates("DEU", date(2018, 2, 1))
