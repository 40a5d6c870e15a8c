"""Controlled elements: what was suspended and what never was."""

from datetime import date

import pandas as pd

from parley import read_table


def test_five_more_elements_are_suspended_the_day_before_their_control_would_begin() -> None:
    five = read_table("control_items").loc[lambda f: f["event_id"] == "mofcom-2025-57"]
    assert set(five["suspended_from"]) == {pd.Timestamp("2025-11-07")}
    assert (five["suspended_from"] < five["valid_from"]).all()


def test_a_suspension_is_dated_by_the_act_that_suspends() -> None:
    items, events = read_table("control_items"), read_table("events").set_index("event_id")
    suspended = items[items["suspended_by"].notna()]
    starts = suspended["suspended_by"].map(events["valid_from"])
    assert (starts == suspended["suspended_from"]).all()
    assert (items["suspended_by"].notna() == items["suspended_from"].notna()).all()


def test_a_control_starts_when_its_act_says_it_does() -> None:
    items, events = read_table("control_items"), read_table("events").set_index("event_id")
    printed = events["valid_from"].fillna(events["scheduled_start"])
    assert (items["event_id"].map(printed) == items["valid_from"]).all()


def test_before_it_was_announced_a_suspension_is_not_shown() -> None:
    october = read_table("control_items", as_of=date(2025, 10, 31))
    assert "mofcom-2025-57" in set(october["event_id"])
    assert october["suspended_from"].isna().all()
    assert "mofcom-2025-57" not in set(read_table("control_items", as_of=date(2025, 10, 8))["event_id"])


def test_elements_carry_their_symbol_and_products_none() -> None:
    items = read_table("control_items")
    elements = items.dropna(subset="symbol").drop_duplicates("item")
    assert elements["symbol"].is_unique
    assert items.loc[items["stage"].isin(["ore", "oxide", "metal", "magnet"]), "symbol"].notna().all()
