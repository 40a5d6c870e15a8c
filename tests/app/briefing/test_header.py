"""The Briefing's words and verdicts: computed from the tables, and true to the as-of date."""

import functools
import re
from datetime import date

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.briefing import acts, header
from parley.app.briefing.answer import Answer
from parley.app.kit import cache
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.tables import read as tables
from tests.wording import among

LATEST = tables.compiled_on()
NAMES = list(header.STATEMENTS)


@functools.cache
def answer(name: str, on: date) -> Answer:
    return header.STATEMENTS[name](on)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("**", "")


VERDICTS = {
    "truce": briefing.NUANCE,
    "mining": briefing.NUANCE,
    "growth": briefing.AGREES,
    "customs": briefing.AGREES,
    "uk_steel": briefing.NUANCE,
    "magnets": briefing.NUANCE,
    "chips": briefing.NUANCE,
    "deadlines": briefing.AGREES,
    "call": briefing.NUANCE,
    "visas": briefing.UNKNOWN,
    "embassy": briefing.UNKNOWN,
    "easing": briefing.UNKNOWN,
}


@pytest.mark.parametrize("name", NAMES)
def test_each_statement_has_its_verdict(name: str) -> None:
    assert answer(name, LATEST).verdict == VERDICTS[name]
    on_the_day = briefing.UNKNOWN if name == "magnets" else VERDICTS[name]
    assert answer(name, REPORT_DAY).verdict == on_the_day


@pytest.mark.parametrize(
    ("name", "then", "since"),
    [
        ("truce", ["30%", "10%", "14 May 2025"], ["12.5%", "10%"]),
        ("mining", ["69.2%", "270,000", "390,000 t", "2025"], ["71.1%", "380,000 t", "2025: 69.2%"]),
        (
            "growth",
            ["2.9%", "2025", "2026", "3 Jun 2025", "3.1%"],
            ["3.4%", "Interim Outlook of September 2026", "2.9%"],
        ),
        ("customs", ["+4.8%", "\u22123.4%", "9 Jun 2025"], ["+25.0%", "+28.2%", "August 2026"]),
        ("uk_steel", ["25%", "50%", "4 Jun 2025", "9 Jul 2025"], ["25%", "16 Sep 2025"]),
        ("magnets", ["4 Apr 2025", "4,785 t"], ["46 t", "93%", "21 Jul 2025"]),
        ("chips", ["H20", "Huawei", "design software", "May 2025", "US withdraws"], ["2 Jul 2025", "lifts"]),
        ("deadlines", ["9 Jul 2025", "12 Aug 2025"], ["10 Jan 2027"]),
        ("call", ["5 Jun 2025", "US account"], ["Busan", "Beijing"]),
        ("easing", [], ["2 Jul 2025", "design software"]),
    ],
)
def test_both_columns_say_what_the_tables_hold(name: str, then: list[str], since: list[str]) -> None:
    shown = answer(name, LATEST)
    assert [w for w in then if w not in plain(shown.then)] == []
    assert [w for w in since if w not in plain(shown.since)] == []


@pytest.mark.parametrize("name", ["visas", "embassy"])
def test_what_is_in_no_event_is_said_to_be_in_none_then_or_since(name: str) -> None:
    shown, later = answer(name, LATEST), terms.day(LATEST)
    assert shown.then == acts.SAY("unrecorded.nothing", count=len(read_table("events", REPORT_DAY)))
    assert shown.note == acts.SAY("unrecorded.nor_since", count=len(read_table("events")), day=later)
    assert shown.short_since == "no record"


def test_customs_growth_is_shown_as_printed_and_the_worked_out_rates_only_as_the_reason() -> None:
    shown = answer("customs", LATEST)
    assert "4.8" in shown.then
    assert not [rate for rate in ("4.5", "3.1") if rate in shown.then or rate in shown.short_then]
    assert [w for w in ("+4.5%", "\u22123.1%") if w not in plain(shown.note)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_left_column_is_the_same_whatever_the_as_of_date(name: str) -> None:
    assert len({answer(name, on).then for on in (date(2018, 7, 1), REPORT_DAY, date(2025, 9, 1), LATEST)}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_on_the_day_nothing_later_is_told(name: str) -> None:
    shown = answer(name, REPORT_DAY)
    assert shown.since == ""
    assert not re.search(r"202[67]", shown.note)
    for column in {"published_on", "announced_on", "known_on"} & set(shown.rows.columns):
        assert not (shown.rows[column] > pd.Timestamp(REPORT_DAY)).any(), column


def test_between_the_day_and_now_the_right_column_is_of_that_date() -> None:
    in_july = answer("magnets", date(2025, 7, 20))
    assert in_july.verdict == briefing.UNKNOWN
    assert in_july.since == acts.SAY("magnets.none")
    assert "46" in answer("magnets", date(2025, 7, 21)).since
    assert "30%" in plain(answer("truce", date(2025, 9, 1)).since)
    assert "MCS2025" in answer("mining", date(2025, 12, 1)).since


@pytest.mark.parametrize("on", [REPORT_DAY, LATEST])
@pytest.mark.parametrize("name", NAMES)
def test_every_row_behind_a_statement_names_its_source(name: str, on: date) -> None:
    rows = header.looked_in(answer(name, on))
    assert len(rows)
    assert set(rows["source_id"]) <= set(read_table("sources")["source_id"])


def test_an_event_is_told_with_its_day_its_text_and_whose_account_it_is() -> None:
    events = briefing.named(read_table("events"), ["call-2025-06-05", "us-eda-letters"])
    call = read_table("events").set_index("event_id").loc["call-2025-06-05"]
    lines = plain(acts.listed(events)).splitlines()
    assert f"- 5 Jun 2025: [{call['title']}]({call['source_url']}) (US account)" in lines
    assert len([line for line in lines if line.startswith("- May 2025: [US stops")]) == 1  # the day is not known


def test_a_word_that_comes_into_the_events_is_found_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    events = read_table("events", REPORT_DAY)
    told = events.assign(title=events["title"].where(events["event_id"] != "london", "Hassett speaks in London"))
    monkeypatch.setattr(cache, "table", lambda name, as_of: told)
    shown = header.STATEMENTS["easing"](REPORT_DAY)
    assert shown.verdict == briefing.AGREES
    assert "Hassett speaks in London" in shown.then


def test_the_headline_counts_the_verdicts() -> None:
    words = list(VERDICTS.values())
    title = header.SAY("header.title", "hold", agree="Nine", all="twelve")
    assert header.headline(LATEST) == title
    assert (len(words), words.count(briefing.NUANCE), words.count(briefing.UNKNOWN)) == (12, 6, 3)


def test_the_overview_has_a_line_for_every_statement_and_a_row_for_every_source() -> None:
    shown = header.overview(LATEST)
    assert len(shown.short) == len(NAMES)
    assert set(shown.rows["statement"]) == {answer(name, LATEST).says for name in NAMES}
    assert not shown.rows.duplicated(["statement", "source_id"]).any()
    reported = {plain(words) for words in shown.rows["reported"]}
    assert "US duty on Chinese goods: 30%; Chinese duty on US goods: 10%" in reported
    assert "World growth in 2025, OECD: 2.9%" in reported


def test_a_month_of_magnets_alone_agrees_with_nothing() -> None:
    """May 2025 was in print from 21 July; the year 2024, which it is set against, from 20 January 2026."""
    assert answer("magnets", date(2025, 7, 21)).verdict == briefing.UNKNOWN
    assert answer("magnets", date(2026, 1, 20)).verdict == briefing.NUANCE


@pytest.mark.parametrize("on", [REPORT_DAY, date(2026, 3, 15)], ids=str)
def test_the_rows_of_the_truce_know_no_end_and_no_confirmation_of_a_later_day(on: date) -> None:
    """On 9 June 2025 nobody knew that a surcharge would replace duties on 24 February 2026."""
    rows = answer("truce", on).rows
    for column in ("valid_from", "valid_to", "confirmed_until"):
        assert not (rows[column] > pd.Timestamp(on)).any(), column
    assert set(rows.loc[rows["measure"].str.startswith("points"), "authority"]) >= {"mfn", "section_301"}


@pytest.mark.parametrize("name", ["truce", "uk_steel"])
@pytest.mark.parametrize(("on", "is_confirmed"), [(date(2026, 10, 5), True), (LATEST, False)])
def test_a_duty_no_source_confirms_is_said_to_be_the_last_confirmed(name: str, on: date, is_confirmed: bool) -> None:
    """Our sources cover Chinese law to 5 October 2026, US law to 9 October."""
    shown = answer(name, on)
    assert shown.is_confirmed == is_confirmed
    assert bool(among("briefing", "last_confirmed", [shown.short_since])) != is_confirmed


def test_the_fact_of_a_duty_says_so_too() -> None:
    duty, *_ = header.metrics(LATEST)
    assert duty.change == answer("truce", LATEST).short_since.split(" and ")[0]
