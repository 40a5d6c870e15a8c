"""Steel from the United Kingdom stays at 25% while that from elsewhere goes to 50%."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.uk_steel import on_day, uk_steel


def rate(day: date, exporter: str) -> float | None:
    row = on_day(uk_steel(read_table("tariff_layers", day), day), exporter)
    return None if row is None else float(row["rate_pct"])


@pytest.mark.parametrize(
    ("day", "uk", "others"),
    [
        (date(2018, 4, 1), None, 25.0),
        (date(2018, 6, 1), 25.0, 25.0),
        (date(2022, 6, 1), 0.0, 25.0),
        (date(2025, 3, 12), 25.0, 25.0),
        (date(2025, 6, 3), 25.0, 25.0),
        (date(2025, 6, 4), 25.0, 50.0),
        (date(2025, 6, 9), 25.0, 50.0),
        (date(2026, 4, 6), 25.0, 50.0),
    ],
)
def test_the_duty_on_either_side_on_a_day(day: date, uk: float | None, others: float) -> None:
    assert (rate(day, "GBR"), rate(day, "WLD")) == (uk, others)


def test_the_quota_is_named_and_the_days_after_our_sources_are_not_confirmed() -> None:
    rows = uk_steel(read_table("tariff_layers"), date(2026, 11, 24))
    uk = rows[(rows["exporter_iso3"] == "GBR") & (rows["programme"] == "steel")]
    assert uk.loc[uk["rate_pct"] == 0, "state"].tolist() == ["quota"]
    last = uk.iloc[-1]
    assert (last["state"], last["valid_from"]) == ("not_confirmed", pd.Timestamp("2026-10-10"))


def test_the_date_of_clause_7_is_among_the_acts() -> None:
    events = read_table("events", date(2025, 6, 9)).set_index("event_id")
    assert events.loc["uk-steel-deadline", "valid_from"] == pd.Timestamp("2025-07-09")


def test_there_was_none_before_march_2018() -> None:
    assert uk_steel(read_table("tariff_layers", date(2018, 1, 1)), date(2018, 1, 1)).empty
