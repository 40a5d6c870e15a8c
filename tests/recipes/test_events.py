"""The timeline: what data.md checks beyond single figures."""

from urllib.parse import urlsplit

import pandas as pd
import pytest

from parley import read_table
from parley.terms import AUTHORITIES


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return read_table("events")


def test_every_single_rate_has_a_citation(events: pd.DataFrame) -> None:
    assert events.loc[events["rate_after_pct"].notna(), "citation"].notna().all()


def test_an_event_called_joint_rests_on_a_text_of_both_sides(events: pd.DataFrame) -> None:
    joint = events[events["actor_account"] == "joint"]
    assert joint["actor"].str.contains(";").all()
    assert joint["instrument"].str.contains("Joint Statement|General Terms").all()


def test_an_act_is_known_before_it_applies_unless_it_is_noted_as_retroactive(events: pd.DataFrame) -> None:
    late = events[events["announced_on"] > events["valid_from"]]
    assert set(late["event_id"]) == {"us-elec-exempt", "us-ag-exempt", "us-232-stacking"}
    assert late["note"].str.contains("Retroactive").all()


def test_ends_do_not_come_before_starts(events: pd.DataFrame) -> None:
    assert not (events["valid_to"] < events["valid_from"]).any()
    assert not (events["scheduled_end"] < events["valid_from"]).any()


def test_talks_threats_and_acts_that_never_began_have_no_first_day(events: pd.DataFrame) -> None:
    rows = events.set_index("event_id")
    for event_id in ("london", "us-threat-100", "cn-2025-4", "call-2025-06-05", "mofcom-2025-57"):
        assert pd.isna(rows.loc[event_id, "valid_from"])


def test_only_tariff_events_name_a_tariff_authority(events: pd.DataFrame) -> None:
    named = events[events["authority"].notna()]
    assert set(named["domain"]) == {"tariff"}
    assert set(named["authority"]) <= set(AUTHORITIES)


def test_titles_are_short_and_tell_the_rows_apart(events: pd.DataFrame) -> None:
    assert (events["title"].str.len() < 60).all()
    assert events["title"].is_unique


def test_no_event_is_told_twice(events: pd.DataFrame) -> None:
    assert not events.duplicated(["announced_on", "instrument", "programme", "scope"]).any()


def test_a_control_is_told_in_force_no_later_than_its_source_is_known(events: pd.DataFrame) -> None:
    known = read_table("sources").set_index("source_id")["last_known_on"]
    told = events[events["status_text"].fillna("").str.startswith(("in force", "ongoing"))]
    controls = told[told["source_id"] == "export_control_events"]
    assert len(controls) == 9
    assert (controls["status_as_of"] <= known["export_control_events"]).all()
    newest = known[events["source_id"].unique()].max()
    assert (events.loc[events["status_text"].notna(), "status_as_of"] <= newest).all()


def test_a_date_still_to_come_links_the_text_it_is_read_in(events: pd.DataFrame) -> None:
    ends = events[events["event_id"].isin(["truce-end-2027", "cn-gallium-pause-end", "us-affiliates-end"])]
    assert len(ends) == 3
    assert ends["source_url"].str.startswith("http").all()


def test_a_row_without_an_address_says_so_by_its_verification_or_note(events: pd.DataFrame) -> None:
    bare = events[events["source_url"].isna()]
    assert ((bare["verification"] == "unverified") | bare["note"].notna()).all()


def test_no_address_is_the_front_page_of_a_site(events: pd.DataFrame) -> None:
    parts = events["source_url"].dropna().map(urlsplit)
    assert parts.map(lambda part: part.path.strip("/") != "" or part.query != "").all()


def test_months_are_dated_by_their_last_day(events: pd.DataFrame) -> None:
    months = events[events["date_basis"] == "month"]
    assert len(months)
    assert months["announced_on"].dt.is_month_end.all()


def test_the_events_of_the_report_of_9_june_2025_are_known_that_day() -> None:
    then = read_table("events", as_of=pd.Timestamp("2025-06-09").date()).set_index("event_id")
    told = ["geneva", "us-geneva", "cn-geneva", "call-2025-06-05", "london", "uk-steel-deadline", "mofcom-2025-18"]
    assert set(told) <= set(then.index)
    assert then.loc["uk-steel-deadline", "valid_from"] == pd.Timestamp("2025-07-09")
    assert "scotus" not in then.index


@pytest.mark.parametrize(
    ("begun", "end"),
    [
        ("us-exclusions-2025", "us-exclusions-end"),
        ("us-301-ships-pause", "us-port-fees-end"),
        ("us-truce-extension", "truce-end-2027"),
    ],
)
def test_an_end_printed_in_an_act_and_the_event_of_that_day_agree(events: pd.DataFrame, begun: str, end: str) -> None:
    rows = events.set_index("event_id")
    assert rows.loc[begun, "scheduled_end"] == rows.loc[end, "valid_from"]
    assert not rows.loc[end, "valid_from"] < rows.loc[begun, "announced_on"]


def test_the_affiliates_rule_comes_back_the_day_after_its_stay_ends_by_the_words_of_the_stay(
    events: pd.DataFrame,
) -> None:
    """90 FR 50857, sections I.B and I.C: a rule "ending November 9, 2026", added back effective November 10, 2026."""
    rows = events.set_index("event_id")
    stay, back = rows.loc["us-affiliates-pause"], rows.loc["us-affiliates-end"]
    assert (stay["scheduled_end"], back["valid_from"]) == (pd.Timestamp("2026-11-09"), pd.Timestamp("2026-11-10"))
    assert back["status_text"].startswith("due")


def test_no_act_is_told_after_the_last_day_the_legal_texts_in_hand_reach(events: pd.DataFrame) -> None:
    known = read_table("sources").set_index("source_id")["last_known_on"]
    newest = known[events["source_id"].unique()].max()
    assert newest == pd.Timestamp("2026-10-09")
    assert events["announced_on"].max() <= newest
