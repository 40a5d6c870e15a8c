"""Mineral Commodity Summaries of the US Geological Survey: the newest data release and its file of all commodities.

Names of files and columns change every year: each year known has its reader, a later one is named and not read.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, json_of

BASE = "https://www.sciencebase.gov"
LISTING, ITEM = "/catalog/items", "/catalog/item"
PARENT = "5c8c03e4e4b0938824529f7d"
PROVIDER = Provider("usgs", "US Geological Survey, Mineral Commodity Summaries", total_s=600)
YEAR = 2026  # the edition this reader is written for
FILE, HISTORY = "MCS2026_Commodities_Data.csv", "version_history"
ENCODING = "cp1252"
COLUMNS = (
    "MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value",
    "Notes", "Is critical mineral 2025", "Other notes",
)  # fmt: skip
RELEASE = re.compile(r"Mineral Commodity Summaries (\d{4}) Data Release")
DAY = r"([A-Z][a-z]+ \d{1,2}, \d{4})"
POSTED = re.compile(rf"(?:First posted online|Revised and reposted) {DAY}(?:, as version ([\d.]+))?")
MISREAD = "â€"  # what the first bytes of a dash in UTF-8 are in the encoding of the file


@dataclass(frozen=True)
class File:
    """A file of a release as the catalogue lists it."""

    name: str
    url: str
    size: int
    md5: str


@dataclass(frozen=True)
class Version:
    """An edition as posted: ``number`` is 1.0 for the first."""

    number: str
    posted_on: date


def fetch(client: Client, base: str = BASE) -> list[Answer]:
    """The listing, the newest release, its file of commodities and, where it has one, its version history.

    Raises LayoutChangedError, with the files, for a release of a later year than this reader's.
    """
    asked = [("parentId", PARENT), ("format", "json"), ("max", "100")]
    listing = client.get(PROVIDER, f"{base}{LISTING}", asked)
    year, item = max(releases(listing).items())
    told = client.get(PROVIDER, f"{base}{ITEM}/{item}", [("format", "json"), ("fields", "files,title")])
    listed = files(told)
    if year != YEAR:
        names = ", ".join(sorted(listed))
        raise failures.LayoutChangedError(
            f"Mineral Commodity Summaries {year} are out, with {names}. A reader of that year has to be written."
        )
    if FILE not in listed:
        raise failures.LayoutChangedError(f"The release of {year} has no {FILE}; it has {', '.join(sorted(listed))}.")
    answers = [listing, told, _file(client, listed[FILE])]
    history = next((file for name, file in listed.items() if HISTORY in name), None)
    return answers if history is None else [*answers, _file(client, history)]


def releases(answer: Answer) -> dict[int, str]:
    """The item of each year's data release. Raises TruncatedError and LayoutChangedError."""
    told = json_of(answer)
    if not isinstance(told, dict) or not {"total", "items"} <= told.keys():
        raise failures.SchemaDriftError(LISTING, ["total", "items"], list(told) if isinstance(told, dict) else [])
    found = {int(name[1]): str(one["id"]) for one in told["items"] if (name := RELEASE.search(one.get("title", "")))}
    if not found:
        raise failures.LayoutChangedError("The catalogue lists no data release of the Mineral Commodity Summaries.")
    return found


def files(answer: Answer) -> dict[str, File]:
    """The files of a release by name. Raises SchemaDriftError where the item has none or one is not described."""
    told = json_of(answer)
    rows: Sequence[dict[str, Any]] = told.get("files", []) if isinstance(told, dict) else []
    if not rows or any(not {"name", "url", "size"} <= row.keys() for row in rows):
        raise failures.SchemaDriftError(ITEM, ["name", "url", "size"], list(rows[0]) if rows else [])
    return {
        str(row["name"]): File(
            str(row["name"]), str(row["url"]), int(row["size"]), str((row.get("checksum") or {}).get("value", ""))
        )
        for row in rows
    }


def _file(client: Client, file: File) -> Answer:
    answer = client.get(PROVIDER, file.url)
    if len(answer.body) != file.size:
        raise failures.TruncatedError(f"{file.name} has {len(answer.body):,} bytes; the catalogue says {file.size:,}.")
    md5 = hashlib.md5(answer.body, usedforsecurity=False).hexdigest()
    if file.md5 and md5 != file.md5.lower():
        raise failures.TruncatedError(f"{file.name} is not the file the catalogue describes: its checksum is another.")
    return answer


def read(answer: Answer) -> pd.DataFrame:
    """The file of all commodities as text, in its own columns. Raises SchemaDriftError, WrongTypeError and others."""
    table = csv_of(answer, COLUMNS, ENCODING, whole_last_line=False)
    if MISREAD in answer.body[:1_000_000].decode(ENCODING, "replace"):
        raise failures.WrongTypeError(f"{FILE} is in another encoding than {ENCODING}: its dashes are not dashes.")
    return table


def versions(answer: Answer | None) -> list[Version]:
    """The edition's postings, the first first; none where there is no history. Raises LayoutChangedError."""
    if answer is None:
        return []
    found = POSTED.findall(answer.text(ENCODING))
    if not found:
        raise failures.LayoutChangedError("The version history names no day of posting.")
    return [Version(number or "1.0", datetime.strptime(day, "%B %d, %Y").date()) for day, number in found]


def world(cells: pd.DataFrame, chapter: str, statistic: str) -> pd.DataFrame:
    """Rows of a chapter's world table of ``Production`` or ``Reserves``: Country, Year, Value, Notes; text."""
    own = cells["MCS chapter"].eq(chapter) & cells["Section"].str.startswith("World")
    rows: pd.DataFrame = cells.loc[own & cells["Statistics"].eq(statistic), ["Country", "Year", "Value", "Notes"]]
    if rows.empty:
        raise failures.NoDataError(f"{FILE} has no {statistic.lower()} in the world table of {chapter}.")
    return rows.reset_index(drop=True)
