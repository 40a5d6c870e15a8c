"""Chip controls as spells: what is announced, in force, suspended, withdrawn, eased, and what nobody confirms."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import chip_controls
from parley.measures.chip_controls import ANNOUNCED, EASED, IN_FORCE, START_UNKNOWN, SUSPENDED, UNCLEAR

LONDON, LATEST, READ = date(2025, 6, 9), date(2026, 11, 24), date(2026, 9, 28)


def spells(on: date) -> pd.DataFrame:
    return chip_controls.spells(read_table("events", on), on, READ)


def course(on: date, event_id: str) -> list[tuple[str, str, str]]:
    rows = spells(on)
    own = rows[rows["event_id"] == event_id]
    return [(r["state"], str(r["valid_from"].date()), str(r["valid_to"].date())) for r in own.to_dict("records")]


def test_design_software_was_stopped_at_the_london_talks_and_free_in_july() -> None:
    assert course(LONDON, "us-eda-letters") == [(IN_FORCE, "2025-05-31", "2025-06-09")]
    assert course(LATEST, "us-eda-letters") == [
        (IN_FORCE, "2025-05-31", "2025-07-01"),
        (EASED, "2025-07-02", "2025-07-02"),
    ]


def test_the_warning_on_huawei_chips_is_an_announcement() -> None:
    assert course(LONDON, "us-ai-diffusion-end") == [(START_UNKNOWN, "2025-05-13", "2025-06-09")]


def test_a_rule_withdrawn_before_its_start_was_only_ever_announced() -> None:
    assert course(LATEST, "us-ai-diffusion") == [(ANNOUNCED, "2025-01-15", "2025-05-12")]


def test_an_act_whose_start_was_not_read_is_not_shown_in_force() -> None:
    assert {state for state, _, _ in course(LATEST, "bis-2023-10")} == {START_UNKNOWN, UNCLEAR}


def test_a_pause_is_suspended_to_its_printed_end_and_not_confirmed_after() -> None:
    assert course(LATEST, "us-affiliates-rule") == [
        (IN_FORCE, "2025-09-29", "2025-11-09"),
        (SUSPENDED, "2025-11-10", "2026-11-09"),
        (UNCLEAR, "2026-11-10", "2026-11-24"),
    ]
    assert course(date(2025, 10, 15), "us-affiliates-rule") == [(IN_FORCE, "2025-09-29", "2025-10-15")]


def test_the_ban_on_gallium_is_suspended_and_the_seven_rare_earths_are_not() -> None:
    assert [state for state, _, _ in course(LATEST, "mofcom-2024-46")] == [IN_FORCE, SUSPENDED]
    assert SUSPENDED not in {state for state, _, _ in course(LATEST, "mofcom-2025-18")}


def test_gallium_licences_are_confirmed_to_the_day_the_page_read_tells_of() -> None:
    """The page (Fastmarkets) tells of the pause of the ban to the US announced on 9 November 2025, no later day."""
    assert course(LATEST, "mofcom-2023-23") == [
        (ANNOUNCED, "2023-07-03", "2023-07-31"),
        (IN_FORCE, "2023-08-01", "2025-11-09"),
        (UNCLEAR, "2025-11-10", "2026-11-24"),
    ]


def test_an_open_act_is_confirmed_to_the_day_the_sources_were_read_and_no_further() -> None:
    assert course(LATEST, "bis-2022-10") == [
        (IN_FORCE, "2022-10-07", str(READ)),
        (UNCLEAR, "2026-09-29", "2026-11-24"),
    ]
    assert course(LONDON, "bis-2022-10") == [(IN_FORCE, "2022-10-07", "2025-06-09")]


def test_easings_come_only_once_they_are_known() -> None:
    assert EASED not in set(spells(LONDON)["state"])
    marks = spells(LATEST)
    marks = marks[(marks["state"] == EASED) & (marks["event_id"] == "us-h20-licence")]
    assert len(marks) == 4
    assert marks["by"].str.len().gt(0).all()


@pytest.mark.parametrize("on", [date(2022, 10, 7), date(2023, 9, 1), LONDON, date(2025, 10, 20), LATEST])
def test_spells_of_an_act_follow_each_other_and_none_lies_after_the_day(on: date) -> None:
    rows = spells(on)
    assert (rows["valid_from"] <= rows["valid_to"]).all()
    assert rows["valid_to"].max() <= pd.Timestamp(on)
    for _, own in rows[rows["state"] != EASED].groupby("event_id"):
        gaps = own["valid_from"].iloc[1:].reset_index(drop=True) - own["valid_to"].iloc[:-1].reset_index(drop=True)
        assert gaps.eq(pd.Timedelta(days=1)).all()


def test_before_the_first_control_there_is_nothing() -> None:
    assert spells(date(2019, 1, 1)).empty


def test_every_act_on_chips_is_listed_and_every_named_act_exists() -> None:
    events = read_table("events")
    listed = pd.concat([chip_controls.listed(events, side) for side in ("USA", "CHN")])["event_id"]
    subject = events.loc[events["domain"] == chip_controls.DOMAIN, "event_id"]
    assert set(subject) - set(listed) == set(chip_controls.NO_ACT)
    named = {
        *chip_controls.CHINESE,
        *chip_controls.GUIDANCE,
        *chip_controls.DUTIES,
        *chip_controls.SUSPENDED_BY,
        *chip_controls.SUSPENDED_BY.values(),
        *chip_controls.WITHDRAWN_BY,
        *chip_controls.WITHDRAWN_BY.values(),
        *chip_controls.EASED_BY,
        *(e for acts in chip_controls.EASED_BY.values() for e in acts),
    }
    assert named <= set(events["event_id"])


def test_every_act_that_eases_on_the_us_side_is_drawn_or_suspends_another() -> None:
    events = read_table("events")
    easing = events[(events["domain"] == "semiconductors") & (events["direction"] == "easing")]
    eases = {e for acts in chip_controls.EASED_BY.values() for e in acts} | set(chip_controls.SUSPENDED_BY.values())
    assert set(easing.loc[easing["actor"] == "USA", "event_id"]) <= eases


def test_duties_name_the_listed_rate_and_the_duty_on_advanced_chips() -> None:
    acts = chip_controls.duties(read_table("events", LATEST))
    assert set(acts["event_id"]) == {"us-301-2025step", "us-elec-exempt", "us-301-semi", "us-232-semis"}
    assert acts.set_index("event_id")["rate_after_pct"]["us-232-semis"] == 25
    assert acts.set_index("event_id")["rate_after_pct"]["us-301-2025step"] == 50
    assert list(chip_controls.duties(read_table("events", LONDON))["event_id"]) == ["us-elec-exempt", "us-301-2025step"]
