"""What a feed is: whom it asks, which tables it renews, and what it makes of the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from parley.refresh.merging import Part
from parley.sources.client import Answer, Client, Provider

Stored = Callable[[str], pd.DataFrame]


@dataclass(frozen=True)
class Proposal:
    """Something a person has to read: an act or an edition with its link, and the row to type if it holds.

    ``row`` is empty where there is none to type yet.
    """

    title: str
    url: str
    published_on: str
    row: dict[str, str]


@dataclass(frozen=True)
class Found:
    """What answers hold: rows by table, records of their sources, sentences for the report, proposals for a person.

    ``editions``: new editions or vintages, as named by the publisher.
    """

    parts: Sequence[Part] = ()
    records: Sequence[dict[str, Any]] = ()
    notes: Sequence[str] = ()
    proposals: Sequence[Proposal] = ()
    editions: Sequence[str] = ()


@dataclass(frozen=True)
class Feed:
    """One source and the tables that change together with it: all of them are replaced or none.

    ``fetch`` asks (with the tables as stored and the day); ``find`` reads the answers. Both raise SourceError.
    ``addresses``: what would be asked, for ``refresh --list``. ``raw_files``: the answers as the files that recipes
    read, by their place in the folder of ``build --raw``; ``fetch_raw`` asks for all of them where ``fetch`` asks for
    what is new alone. ``rebuilds``: tables that can be built from these files and no other.
    ``needs_archive``: it reads a file that the user gives; without one it is asked where it is named alone.
    ``needs_raw``: it only rebuilds; without a folder for the files it is asked where it is named alone.
    ``is_copy``: who keeps its files is not who published them. ``brings``: how the sources of the rows it writes begin.
    """

    provider: Provider
    tables: tuple[str, ...]
    fetch: Callable[[Client, Stored, date], list[Answer]]
    find: Callable[[Stored, list[Answer], date], Found]
    addresses: tuple[str, ...] = field(default=())
    raw_files: Callable[[list[Answer]], Mapping[str, bytes]] = lambda answers: {}
    fetch_raw: Callable[[Client, Stored, date], list[Answer]] | None = None
    rebuilds: tuple[str, ...] = ()
    needs_archive: bool = False
    needs_raw: bool = False
    is_copy: bool = False
    brings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the feed: that of its provider."""
        return self.provider.name


def with_raw(files: Mapping[str, bytes], folder: Path) -> Path:
    """The folder with these raw files in their places."""
    for place, content in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return folder


def record(
    source_id: str,
    producer: str,
    title: str,
    edition: str,
    url: str,
    landing_url: str,
    licence: str,
    answers: Sequence[Answer],
    on: date,
    published_on: date | None = None,
    coverage: tuple[date, date] | None = None,
    caveat: str | None = None,
    may_redistribute: str = "yes",
) -> dict[str, Any]:
    """The record of a source as read today; its checksum is that of the first answer."""
    stamp = pd.Timestamp
    return {
        "source_id": source_id,
        "producer": producer,
        "title": title,
        "edition": edition,
        "citation": f"{producer}, {title}, {edition}, read on {on.day} {on:%B %Y}.",
        "url": url,
        "landing_url": landing_url,
        "published_on": stamp(published_on) if published_on else pd.NaT,
        "accessed_on": stamp(on),
        "carrier": None,
        "licence": licence,
        "may_redistribute": may_redistribute,
        "sha256": answers[0].sha256,
        "coverage_from": stamp(coverage[0]) if coverage else pd.NaT,
        "coverage_to": stamp(coverage[1]) if coverage else pd.NaT,
        "last_known_on": pd.NaT,
        "grade": "A",
        "caveat": caveat,
    }
