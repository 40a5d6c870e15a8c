"""Elements by deposit and act: no figure invented, the parts add to the printed row, the state is that of the day."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import elements, export_controls

LATEST, TALKS = date(2026, 11, 24), date(2025, 6, 9)


def with_control(day: date) -> pd.DataFrame:
    spells = export_controls.spells(read_table("control_items", day), read_table("events", day), day)
    return elements.with_control(read_table("element_content", day), elements.under_control(spells))


def test_seven_elements_were_named_on_9_june_2025_and_twelve_since_october() -> None:
    # scandium is the seventh of April 2025; it is not in the table of ores
    april = {"Sm", "Gd", "Tb", "Dy", "Lu", "Y"}
    then = with_control(TALKS)
    assert set(then.loc[then["act_on"].notna(), "element"]) == april
    assert set(then.loc[then["act_on"].notna(), "state"]) == {"in force"}
    now = with_control(LATEST)
    assert set(now.loc[now["act_on"].notna(), "element"]) == april | {"Ho", "Er", "Tm", "Eu", "Yb"}


def test_between_the_yearbook_and_the_first_act_no_element_is_under_control() -> None:
    """The yearbook is of 19 March 2025, the first act of 4 April (MOFCOM Announcement No. 18 of 2025)."""
    rows = with_control(date(2025, 4, 3))
    assert len(rows) and set(rows["state"]) == {elements.FREE}


def test_a_state_nobody_confirms_tells_since_when_and_what_it_was() -> None:
    """The control of April 2025 is told in force to June 2026, that of October suspended to 10 November 2026."""
    spells = export_controls.spells(read_table("control_items", LATEST), read_table("events", LATEST), LATEST)
    now = elements.under_control(spells)
    assert now.loc["Dy", ["state", "was"]].to_list() == ["unclear", "in force"]
    assert now.loc["Ho", ["state", "was"]].to_list() == ["unclear", "suspended"]
    assert now.loc[["Dy", "Ho"], "since"].to_list() == [pd.Timestamp("2026-07-01"), pd.Timestamp("2026-11-11")]


@pytest.mark.parametrize("day", [TALKS, LATEST])
def test_the_parts_of_a_deposit_add_to_its_printed_row(day: date) -> None:
    parts = elements.by_deposit(with_control(day)).groupby("location")["share_of_reo_pct"].sum()
    whole = read_table("element_content").groupby("location")["share_of_reo_pct"].sum()
    assert parts.to_dict() == pytest.approx(whole.to_dict())


def test_the_heaviest_ore_stands_first_and_the_heavy_share_is_the_sum_of_eight_elements() -> None:
    rows = elements.by_deposit(with_control(LATEST))
    xenotime = read_table("element_content").query("location == 'Southeast Guangdong'").set_index("element")
    heavy = xenotime.loc[["Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y"], "share_of_reo_pct"].sum()
    assert rows["location"].iloc[0] == "Southeast Guangdong"
    assert rows["heavy_pct"].iloc[0] == pytest.approx(heavy)
    assert rows["heavy_pct"].is_monotonic_decreasing


def test_deposits_without_a_figure_stand_last_and_stay_empty() -> None:
    rows = elements.of_element(with_control(LATEST), "Dy")
    assert len(rows) == 13
    assert rows["share_of_reo_pct"].head(2).to_list() == [9.1, 7.48]
    assert set(rows.loc[rows["share_of_reo_pct"].isna(), "location"]) == {"Mountain Pass, CA", "Weishan, Shandong"}
    assert rows["share_of_reo_pct"].tail(2).isna().all()
