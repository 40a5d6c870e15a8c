"""The state of controls on a day: what the notices say, and where our sources stop."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import export_controls

APRIL, OCTOBER = "mofcom-2025-18", "mofcom-2025-57"


def on(day: date) -> pd.DataFrame:
    return export_controls.spells(read_table("control_items", day), read_table("events", day), day)


def states(day: date, act: str) -> dict[str, str]:
    rows = export_controls.on_the_day(on(day))
    rows = rows[rows["event_id"] == act]
    return dict(zip(rows["item"], rows["state"], strict=True))


def test_the_seven_elements_of_april_2025_are_in_force_on_9_june_2025() -> None:
    assert states(date(2025, 6, 9), APRIL) == dict.fromkeys(
        ["dysprosium", "gadolinium", "lutetium", "samarium", "scandium", "terbium", "yttrium"], "in force"
    )
    assert states(date(2025, 6, 9), OCTOBER) == {}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 10, 8), None),
        (date(2025, 10, 9), "announced"),
        (date(2025, 11, 6), "announced"),
        (date(2025, 11, 7), "suspended"),
        (date(2026, 11, 10), "suspended"),
        (date(2026, 11, 11), "unclear"),
    ],
)
def test_the_five_elements_of_october_never_began_and_nothing_is_known_after_the_printed_end(
    day: date, state: str | None
) -> None:
    found = states(day, OCTOBER)
    assert set(found.values()) == ({state} if state else set())
    assert len(found) == (5 if state else 0)


def test_a_control_is_in_force_to_the_last_day_its_state_was_told() -> None:
    rows = on(date(2026, 11, 24))
    terbium = rows[(rows["event_id"] == APRIL) & (rows["item"] == "terbium")]
    assert list(terbium["state"]) == ["in force", "unclear"]
    assert terbium["valid_to"].iloc[0] == pd.Timestamp("2026-06-30")
    assert terbium["valid_from"].iloc[1] == pd.Timestamp("2026-07-01")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("mofcom-2023-23", "2025-11-09"),  # a page on the pause announced that day
        ("mofcom-2023-39", "2026-06-30"),  # the ministry's list, read to June 2026
        ("mofcom-2024-33", "2026-06-30"),
        ("mofcom-2025-10", "2026-06-30"),
        ("mofcom-2026-1", "2026-06-30"),
    ],
)
def test_no_control_is_drawn_in_force_to_the_day_the_file_was_compiled(act: str, told: str) -> None:
    rows = on(date(2026, 11, 24))
    rows = rows[rows["event_id"] == act]
    assert set(rows.loc[rows["state"] == "in force", "valid_to"]) == {pd.Timestamp(told)}
    assert set(export_controls.on_the_day(rows)["state"]) == {"unclear"}


def test_spells_follow_each_other_without_gap_or_overlap() -> None:
    rows = on(date(2026, 11, 24))
    for _, course in rows.groupby(["event_id", "item"]):
        follows = course["valid_from"].iloc[1:].to_numpy() - course["valid_to"].iloc[:-1].to_numpy()
        assert (follows == pd.Timedelta(days=1)).all()


def test_before_the_first_act_there_is_nothing() -> None:
    assert on(date(2017, 2, 1)).empty
