"""What changed as an Atom feed (RFC 4287), and the dates to come as a calendar (RFC 5545)."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.measures import events, news

ATOM = "http://www.w3.org/2005/Atom"
NAME = "tag:parley,2026:changes"
NAMED = 2  # tables in the title of an entry
LINE = 75  # octets of a line of a calendar


def atom(
    changes: pd.DataFrame, titles: Mapping[str, str], names: Mapping[str, str], address: str = "", part: str = ""
) -> str:
    """One entry for each day on which tables changed, newest first; ``address``: of the feed itself, where known.

    ``part``: what tells a feed of some changes from that of all, in its name and those of its entries.

    ``changes``: the table of that name; ``titles`` of tables and ``names`` of economies: see ``news.sentences``. The
    feed counts as updated on the newest of its days.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    days = news.by_day(changes)
    name = f"{NAME}/{part}" if part else NAME
    _word(feed, "id", name)
    _word(feed, "title", f"Parley: what changed in the tables{f', {part}' if part else ''}")
    _word(feed, "updated", _moment(days[0][0] if days else pd.Timestamp(2026, 1, 1)))
    _word(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", "The Parley authors")
    if address:
        ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    for day, rows in days:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _word(entry, "id", f"{name}/{day:%Y-%m-%d}")
        _word(entry, "title", f"{day.day} {day:%B %Y}: {_tables(rows, titles)}")
        _word(entry, "updated", _moment(day))
        _word(entry, "content", "\n".join(news.sentences(rows, titles, names))).set("type", "text")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _tables(rows: pd.DataFrame, titles: Mapping[str, str]) -> str:
    """The first tables of a day by title, and how many more there are."""
    every = [titles.get(name, name) for name in rows["table_name"].unique()]
    more = len(every) - NAMED
    names = every[:NAMED] + ([f"{more} more {'table' if more == 1 else 'tables'}"] if more > 0 else [])
    return "; ".join(names)


def _word(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{tag}")
    element.text = text
    return element


def _moment(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d}T00:00:00Z"


def calendar(dates: pd.DataFrame, made_on: date) -> str:
    """The dates to come as all-day events; ``dates``: of ``events.ahead``; ``made_on``: the day it was written."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Dates to come//EN"]
    for row in dates.itertuples():
        day = pd.Timestamp(str(row.date))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.event_id}-{str(row.kind).split()[-1]}-{day:%Y%m%d}@parley",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{_escaped(events.said(str(row.title), str(row.kind)))}",
            *([f"URL:{row.source_url}"] if isinstance(row.source_url, str) else []),
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets, the rest on lines that begin with a blank; no letter is cut in two."""
    parts: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > (LINE if not parts else LINE - 1):
            parts.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*parts, piece]) + "\r\n"
