"""To which day the acts in the tables reach: by the sources read, never past the as-of date."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.freshness import last_day

KNOWN = pd.Series(pd.to_datetime(["2026-08-21", "2026-09-28"]), index=["law", "chips"])


def acts(*rows: tuple[str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["source_id", "announced_on"])
    return frame.assign(announced_on=pd.to_datetime(frame["announced_on"]))


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([("law", "2026-01-01")], date(2026, 8, 21)),
        ([("law", "2026-01-01"), ("chips", None)], date(2026, 9, 28)),
        ([("unknown", "2026-10-01"), ("law", "2026-01-01")], date(2026, 10, 1)),
        ([("unknown", None)], date(2026, 11, 27)),
    ],
)
def test_acts_reach_as_far_as_the_newest_of_their_sources(rows: list[tuple[str, str | None]], last: date) -> None:
    assert last_day(acts(*rows), KNOWN, date(2026, 11, 27)) == last


def test_on_a_day_before_that_they_reach_the_day() -> None:
    assert last_day(acts(("law", "2024-01-01")), KNOWN, date(2025, 6, 9)) == date(2025, 6, 9)


def test_the_texts_of_law_in_hand_end_on_9_october_2026() -> None:
    """Revision 21 of the Harmonized Tariff Schedule, as the gaps of the table say."""
    known = read_table("sources").set_index("source_id")["last_known_on"]
    assert last_day(read_table("events"), known, date(2026, 11, 27)) == date(2026, 10, 9)
