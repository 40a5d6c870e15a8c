"""Stages: every change of either side's duty on all goods, renewals and unconfirmed days left out."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import duty_stages, tariffs

# the acts themselves: US 10, 20, 30, 104, 145, 30, 20, 10, 12.5; China 84, 125, 10
PRINTED = {
    "2025-02-04": (10, 0),
    "2025-03-04": (20, 0),
    "2025-04-05": (30, 0),
    "2025-04-09": (104, 0),
    "2025-04-10": (145, 84),
    "2025-04-12": (145, 125),
    "2025-05-14": (30, 10),
    "2025-11-10": (20, 10),
    "2026-02-24": (10, 10),
    "2026-07-24": (12.5, 10),
}


def staged(on: date) -> pd.DataFrame:
    return duty_stages.stages(tariffs.both_sides_steps(read_table("tariff_layers", on), on))


def test_the_stages_are_those_of_the_acts() -> None:
    totals = duty_stages.totals(staged(date(2026, 11, 24)))
    assert {f"{day:%Y-%m-%d}": (r["USA"], r["CHN"]) for day, r in totals.iterrows()} == PRINTED


def test_a_stage_lasts_until_the_day_before_the_next_and_the_last_one_while_both_sides_are_confirmed() -> None:
    rows = staged(date(2026, 11, 24)).drop_duplicates("stage")
    assert list(rows["last_day"][:-1]) == [day - pd.Timedelta(days=1) for day in rows["stage"][1:]]
    layers = read_table("tariff_layers")
    pair = layers["importer_iso3"].isin(["USA", "CHN"]) & layers["exporter_iso3"].isin(["USA", "CHN"])
    open_layers = layers[pair & layers["coverage"].isin(tariffs.HEADLINE) & layers["valid_to"].isna()]
    assert rows["last_day"].iloc[-1] == open_layers["confirmed_until"].min()


def test_the_stages_end_at_the_as_of_date() -> None:
    rows = staged(date(2025, 6, 9))
    assert (rows["stage"].max(), rows["last_day"].max()) == (pd.Timestamp("2025-05-14"), pd.Timestamp("2025-06-09"))


@pytest.mark.parametrize("on", [date(2017, 1, 1), date(2020, 3, 1)])
def test_there_are_no_stages_before_the_duties_on_all_goods(on: date) -> None:
    assert staged(on).empty


def long_stages(on: date) -> pd.DataFrame:
    layers = read_table("tariff_layers", on)
    return duty_stages.long_stages(tariffs.both_sides_steps(layers, on), layers)


def test_long_stages_are_those_of_the_acts_that_stood_a_week() -> None:
    """The US 30 of 5 April 2025 stood four days, the 104 one, and China's 84 two."""
    rows = long_stages(date(2026, 11, 24))
    shown = {
        f"{row['valid_from']:%Y-%m-%d}": (
            row["us_rate_pct"],
            0 if pd.isna(row["china_rate_pct"]) else row["china_rate_pct"],
        )
        for row in rows.to_dict("records")
    }
    assert shown == {
        day: rates for day, rates in PRINTED.items() if day not in ("2025-04-05", "2025-04-09", "2025-04-10")
    }
    assert rows["china_rate_pct"].isna().sum() == 2  # missing, not zero
    assert rows.loc[rows["china_rate_pct"].isna(), "china_is_listed"].all()


def test_the_newest_stage_is_shown_however_short_and_has_no_end() -> None:
    rows = long_stages(date(2025, 4, 9))
    assert (rows["valid_from"].iloc[-1], rows["us_rate_pct"].iloc[-1]) == (pd.Timestamp("2025-04-09"), 104)
    assert pd.isna(rows["valid_to"].iloc[-1])
    assert pd.Timestamp("2025-04-05") not in set(rows["valid_from"])


def test_a_stage_past_the_last_check_of_a_side_says_so_of_that_side() -> None:
    """China's law was read to 5 October 2026, US law to 9 October."""
    last = long_stages(date(2026, 10, 7)).iloc[-1]
    assert (bool(last["us_is_confirmed"]), bool(last["china_is_confirmed"])) == (True, False)


def test_an_act_that_ends_begins_a_stage_without_an_act() -> None:
    days = {"valid_from": "2025-02-04", "valid_to": "2025-03-03", "since": "2025-02-04"}
    row = {
        "importer_iso3": "USA",
        "event_id": "a",
        "rate_pct": 10.0,
        "base_pct": 0.0,
        "state": "in_force",
        "source_id": "s",
    }
    china = {**row, "importer_iso3": "CHN", "event_id": "b", "valid_to": "2025-04-30"}
    steps = pd.DataFrame([{**days, **row}, {**days, **china}])
    steps = steps.assign(**{day: pd.to_datetime(steps[day]) for day in days})
    rows = duty_stages.long_stages(steps, read_table("tariff_layers"))
    assert list(rows["us_rate_pct"].isna()) == [False, True]
    assert pd.isna(rows["event_id"].iloc[-1]) and rows["china_event_id"].iloc[-1] == "b"


def test_the_peak_is_the_highest_confirmed_sum_however_short() -> None:
    steps = tariffs.both_sides_steps(read_table("tariff_layers"), date(2026, 11, 24))
    assert (duty_stages.peak(steps, "USA"), duty_stages.peak(steps, "CHN")) == (145, 125)
    before = tariffs.both_sides_steps(read_table("tariff_layers"), date(2020, 3, 1))
    assert duty_stages.peak(before, "USA") is None
