"""Dates ahead: what acts known on a day set for later."""

from datetime import date

import pandas as pd

from parley import read_table
from parley.measures.events import BEGINS, ENDS, ahead


def on(day: date) -> pd.DataFrame:
    return ahead(read_table("events", day), pd.Timestamp(day))


def test_on_9_june_2025_the_next_dates_are_british_steel_and_the_end_of_the_truce() -> None:
    rows = on(date(2025, 6, 9)).set_index("event_id")
    assert rows.index[0] == "uk-steel-deadline"
    assert rows.loc["geneva", "date"] == pd.Timestamp("2025-08-12")
    assert rows.loc["geneva", "kind"] == ENDS
    assert rows.loc["us-301-2026step", "kind"] == BEGINS
    assert "busan" not in rows.index  # nobody knew of it


def test_both_later_steps_of_the_four_year_review_lie_ahead_in_november_2024() -> None:
    """89 FR 76581 and heading 9903.91.05: entries on or after 1 January 2025; the last step a year later."""
    rows = on(date(2024, 11, 1))
    steps = rows[rows["event_id"].str.startswith("us-301-20")]
    assert rows["event_id"].iloc[0] == "us-301-2025step"
    assert steps["date"].tolist() == [pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01")]


def test_an_end_told_by_an_event_of_its_own_is_listed_once() -> None:
    rows = on(date(2026, 11, 24))
    january = rows[rows["date"] == pd.Timestamp("2027-01-10")]
    assert january["event_id"].tolist() == ["truce-end-2027"]


def test_the_end_of_the_truce_is_replaced_from_the_day_its_extension_was_announced() -> None:
    """Statement of the Treasury Secretary of 22 September 2026: to 10 January 2027; the acts' own ends stand."""
    before, since = (on(day).set_index("event_id")["extended_to"] for day in (date(2026, 9, 21), date(2026, 9, 22)))
    assert before.isna().all() and "truce-expiry" in before.index
    assert since["truce-expiry"] == pd.Timestamp("2027-01-10")
    assert since.drop("truce-expiry").isna().all()


def test_every_date_lies_ahead_and_in_order() -> None:
    for day in (date(2018, 7, 1), date(2025, 6, 9), date(2026, 11, 24)):
        rows = on(day)
        assert (rows["date"] > pd.Timestamp(day)).all()
        assert (rows["announced_on"].dropna() <= pd.Timestamp(day)).all()
        assert rows["date"].is_monotonic_increasing
