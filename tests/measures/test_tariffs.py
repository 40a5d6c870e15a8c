"""Layers in force, their sum and their steps, against the dated acts."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.tariffs import headline_additional, headline_steps, in_force, listed_goods_steps

LONDON, COMPILED = date(2025, 6, 9), date(2026, 11, 24)
SIDES = [("USA", "CHN"), ("CHN", "USA")]


@pytest.fixture(scope="module")
def layers() -> pd.DataFrame:
    return read_table("tariff_layers")


def made_up(**columns: object) -> pd.DataFrame:
    """One open layer of 10 percent on all goods from 1 March 2025, with columns replaced."""
    row = {
        "importer_iso3": "USA",
        "exporter_iso3": "CHN",
        "authority": "section_122",
        "programme": "p",
        "instrument": "act",
        "event_id": "e",
        "source_id": "s",
        "coverage": "all_goods",
        "rate_pct": 10.0,
        "valid_from": "2025-03-01",
        "valid_to": None,
        "scheduled_end": None,
        "confirmed_until": None,
    } | columns
    frame = pd.DataFrame([row])
    for column in ("valid_from", "valid_to", "scheduled_end", "confirmed_until"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def test_both_ends_of_a_validity_are_included() -> None:
    frame = made_up(valid_to="2025-03-31")
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1)]
    assert [len(in_force(frame, day)) for day in days] == [0, 1, 1, 0]


def test_an_act_without_a_first_day_is_never_in_force() -> None:
    assert in_force(made_up(valid_from=None), COMPILED).empty


def test_listed_goods_do_not_add_to_the_headline() -> None:
    frame = pd.concat([made_up(), made_up(coverage="listed_goods", rate_pct=25.0)], ignore_index=True)
    assert headline_additional(frame, "USA", "CHN", LONDON) == 10


def test_the_founding_day_reads_30_and_10(layers: pd.DataFrame) -> None:
    assert [headline_additional(layers, *side, LONDON) for side in SIDES] == [30, 10]
    then = read_table("tariff_layers", as_of=LONDON)
    assert [headline_additional(then, *side, LONDON) for side in SIDES] == [30, 10]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("until", [date(2025, 4, 9), LONDON, date(2026, 2, 24), COMPILED])
def test_the_steps_add_up_to_the_headline_on_every_day(
    layers: pd.DataFrame, side: tuple[str, str], until: date
) -> None:
    steps = headline_steps(layers, *side, until)
    for day in pd.date_range("2025-01-01", until):
        stack = steps[(steps["valid_from"] <= day) & (day <= steps["valid_to"])]
        expected = headline_additional(layers, *side, day.date())
        assert stack["rate_pct"].sum() == expected
        assert (stack["base_pct"] + stack["rate_pct"]).max() == expected or (stack.empty and expected == 0)


def test_the_us_stack_climbs_and_falls_as_in_the_orders(layers: pd.DataFrame) -> None:
    steps = headline_steps(layers, "USA", "CHN", date(2026, 8, 1))
    tops = steps.assign(top=steps["base_pct"] + steps["rate_pct"]).groupby("valid_from")["top"].max()
    changes = tops[tops != tops.shift()]
    assert changes.tolist() == [10, 20, 30, 104, 145, 30, 20, 10, 12.5]
    assert [d.date().isoformat() for d in changes.index] == [
        "2025-02-04",
        "2025-03-04",
        "2025-04-05",
        "2025-04-09",
        "2025-04-10",
        "2025-05-14",
        "2025-11-10",
        "2026-02-24",
        "2026-07-24",
    ]


def test_an_open_layer_is_not_confirmed_after_the_last_day_a_source_confirms_it(layers: pd.DataFrame) -> None:
    china = headline_steps(layers, "CHN", "USA", COMPILED)
    unsure = china[china["state"] == "not_confirmed"]
    assert unsure["rate_pct"].tolist() == [10]
    assert unsure["valid_from"].tolist() == [pd.Timestamp("2026-10-06")]
    assert unsure["valid_to"].tolist() == [pd.Timestamp(COMPILED)]
    us = headline_steps(layers, "USA", "CHN", COMPILED)
    assert us.loc[us["state"] == "not_confirmed", "valid_from"].tolist() == [pd.Timestamp("2026-10-10")]


def test_without_a_confirmation_the_scheduled_end_parts_the_layer() -> None:
    steps = headline_steps(made_up(scheduled_end="2025-04-30"), "USA", "CHN", LONDON)
    assert steps["state"].tolist() == ["in_force", "not_confirmed"]
    assert steps["valid_to"].tolist() == [pd.Timestamp("2025-04-30"), pd.Timestamp(LONDON)]
    assert steps["since"].unique().tolist() == [pd.Timestamp("2025-03-01")]


def test_a_confirmation_later_than_the_scheduled_end_carries_the_layer_on() -> None:
    steps = headline_steps(made_up(scheduled_end="2025-04-30", confirmed_until="2025-05-31"), "USA", "CHN", LONDON)
    assert steps["valid_to"].tolist() == [pd.Timestamp("2025-05-31"), pd.Timestamp(LONDON)]


def test_on_the_founding_day_nothing_of_the_stack_is_unconfirmed_and_no_later_day_is_drawn() -> None:
    then = read_table("tariff_layers", as_of=LONDON)
    for side in SIDES:
        steps = headline_steps(then, *side, LONDON)
        assert set(steps["state"]) == {"in_force"}
        assert (steps["valid_to"] <= pd.Timestamp(LONDON)).all()


def test_before_the_first_layer_there_are_no_steps(layers: pd.DataFrame) -> None:
    steps = headline_steps(layers, "USA", "CHN", date(2024, 12, 31))
    assert steps.empty
    assert {"base_pct", "state", "valid_from", "valid_to", "since"} <= set(steps.columns)


def test_the_lists_of_the_first_trade_war_stand_at_their_highest_rate(layers: pd.DataFrame) -> None:
    us = listed_goods_steps(layers, "USA", "CHN", date(2024, 12, 31))
    assert us["valid_from"].min() == pd.Timestamp("2018-07-06")
    runs = us.loc[us["rate_pct"] != us["rate_pct"].shift()]
    assert runs["rate_pct"].tolist() == [25, 100]
    assert runs["valid_from"].tolist() == [pd.Timestamp("2018-07-06"), pd.Timestamp("2024-09-27")]
    assert set(us["state"]) == {"listed_goods"}
    assert us["valid_from"].is_unique


def test_a_rate_nobody_verified_does_not_stand_for_the_lists(layers: pd.DataFrame) -> None:
    unverified = layers[(layers["importer_iso3"] == "CHN") & (layers["valid_from"] == "2018-04-02")]
    assert set(unverified["verification"]) == {"unverified"}
    china = listed_goods_steps(layers, "CHN", "USA", date(2024, 12, 31))
    assert china["valid_from"].min() == pd.Timestamp("2018-07-06")
    assert set(china["rate_pct"]) == {25}


def test_layers_on_lists_of_goods_stand_for_themselves_from_zero_and_the_highest_is_told() -> None:
    listed = [made_up(coverage="listed_goods", rate_pct=rate, event_id=f"e{rate}") for rate in (25.0, 100.0)]
    frame = pd.concat(listed, ignore_index=True).assign(verification="primary")
    steps = listed_goods_steps(frame, "USA", "CHN", LONDON)
    assert steps[["base_pct", "rate_pct", "state"]].to_numpy().tolist() == [[0, 100, "listed_goods"]]
