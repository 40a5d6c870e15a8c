"""The Atom feed against its standard's rules, the calendar line by line."""

import xml.etree.ElementTree as ET
from datetime import date

import pandas as pd

from parley.measures.feeds import ATOM, atom, calendar
from parley.tables.read import read_table

SPACE = {"a": ATOM}
TITLES, NAMES = {"trade_monthly": "US trade"}, {"CHN": "China <mainland>"}


def changes() -> pd.DataFrame:
    usd = "US dollars"
    rows = [
        ("2026-11-05", "trade_monthly", "added", "2026-09-01", "all", "rows", 450, None, None, None),
        ("2026-11-05", "trade_monthly", "revised", "2026-07-01", "CHN, 2026-07-01", "value_usd", 1, 2e10, 2.1e10, usd),
        ("2026-12-04", "trade_monthly", "added", "2026-10-01", "all", "rows", 451, None, None, None),
    ]  # fmt: skip
    names = "changed_on table_name kind period item column_name row_count old_value new_value unit".split()  # noqa: SIM905
    return pd.DataFrame(rows, columns=names).assign(changed_on=lambda f: pd.to_datetime(f["changed_on"]))


def test_the_feed_has_what_atom_asks_of_feeds_and_entries() -> None:
    feed = ET.fromstring(atom(changes(), TITLES, NAMES, "https://parley.example/changes.atom"))
    assert feed.tag == f"{{{ATOM}}}feed"
    for owner in (feed, *feed.findall("a:entry", SPACE)):  # RFC 4287, 4.1.1 and 4.1.2
        assert all(owner.findtext(f"a:{name}", None, SPACE) for name in ("id", "title", "updated"))
    assert feed.findtext("a:author/a:name", None, SPACE)
    ids = [entry.findtext("a:id", None, SPACE) for entry in feed.findall("a:entry", SPACE)]
    assert len(set(ids)) == 2
    assert feed.findtext("a:updated", None, SPACE) == "2026-12-04T00:00:00Z"
    assert feed.findall("a:entry", SPACE)[0].findtext("a:title", None, SPACE) == "4 December 2026: US trade"


def test_an_entry_tells_old_and_new_figures_and_marks_are_text() -> None:
    entry = ET.fromstring(atom(changes(), TITLES, NAMES)).findall("a:entry", SPACE)[1]
    words = entry.findtext("a:content", "", SPACE)
    first, second = words.splitlines()
    assert "US trade, China <mainland>, July\u00a02026, value" in first  # the month stands once
    assert "20,000,000,000 to 21,000,000,000\u00a0US dollars" in first
    assert "450 new rows of September\u00a02026" in second


def test_an_entry_is_headed_by_the_tables_most_follow() -> None:
    others = [changes().tail(1).assign(table_name=name) for name in ("china_customs", "a_table", "b_table")]
    entry = ET.fromstring(atom(pd.concat([*others, changes()]), TITLES, NAMES)).findall("a:entry", SPACE)[0]
    assert entry.findtext("a:title", "", SPACE) == "4 December 2026: US trade; china_customs; 2 more tables"


def test_the_shipped_changes_make_a_feed() -> None:
    assert len(ET.fromstring(atom(read_table("changes"), TITLES, NAMES)).findall("a:entry", SPACE)) >= 1


def test_a_feed_without_changes_is_a_feed() -> None:
    assert ET.fromstring(atom(changes().head(0), TITLES, NAMES)).findtext("a:updated", None, SPACE)


def dates() -> pd.DataFrame:
    row = {
        "date": pd.Timestamp("2027-01-10"),
        "kind": "due to end",
        "title": "Truce; exclusions, and what the ministry in Beijing calls a pause of all measures until then",
        "event_id": "truce-end-2027",
        "source_url": "http://www.mofcom.gov.cn/xwfb/sjfzrfb/art/2026/art_cd060e0649964da8ae13216c3bb1a645.html",
    }
    return pd.DataFrame([row])


def test_the_calendar_has_a_day_for_each_date() -> None:
    lines = calendar(dates(), date(2026, 11, 27)).replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20270110" in lines
    assert "UID:truce-end-2027-end-20270110@parley" in lines
    assert any(line.startswith("SUMMARY:Truce\\; exclusions\\, and") for line in lines)


def test_no_line_of_the_calendar_is_longer_than_the_standard_allows() -> None:
    text = calendar(dates().assign(title="中" * 80), date(2026, 11, 27))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75  # RFC 5545, 3.1
    assert "中" * 80 in text.replace("\r\n ", "")
