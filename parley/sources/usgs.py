"""Mineral Commodity Summaries of the US Geological Survey: the newest data release and its file of all commodities.

Names of files and columns change from year to year. What the edition of 2026 has is read of later ones too, where only
the years in the names moved on; an edition with another layout is named with what is new and not read.
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
from parley.sources.forms import archive_of, csv_of, json_of, member_of

BASE = "https://www.sciencebase.gov"
LISTING, ITEM = "/catalog/items", "/catalog/item"
PARENT = "5c8c03e4e4b0938824529f7d"
PROVIDER = Provider("usgs", "US Geological Survey, Mineral Commodity Summaries", total_s=600)
FIRST_YEAR = 2026  # the edition whose layout this is
FILE, HISTORY = "MCS{}_Commodities_Data.csv", "version_history"
# World production in the summaries of 2025: a file of its own, or in an archive of the release.
WORLD_YEAR, WORLD_NAME, WORLD_ARCHIVE = 2025, "MCS2025_World_Data.csv", "World_Data"
ENCODING, LATER_ENCODING = "cp1252", "utf-8-sig"
COLUMNS = (
    "MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value",
    "Notes", "Other notes",
)  # fmt: skip
CRITICAL = re.compile(r"(Is critical mineral) 20\d\d")
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


def fetch(client: Client, year: int | None = None) -> list[Answer]:
    """The listing, the release of a year or the newest, its file of commodities and, where it has one, its history.

    Raises LayoutChangedError, with the files, for a release without the file of all commodities,
    NoSuchFlowError for a year that is not listed, or another SourceError.
    """
    asked = [("parentId", PARENT), ("format", "json"), ("max", "100")]
    listing = client.get(PROVIDER, f"{BASE}{LISTING}", asked)
    found = releases(listing)
    year = max(found) if year is None else year
    if year not in found:
        raise failures.NoSuchFlowError(f"The catalogue lists no Mineral Commodity Summaries of {year}.")
    item = found[year]
    told = client.get(PROVIDER, f"{BASE}{ITEM}/{item}", [("format", "json"), ("fields", "files,title")])
    listed = files(told)
    name = FILE.format(year)
    if year < FIRST_YEAR or name not in listed:
        names = ", ".join(sorted(listed))
        raise failures.LayoutChangedError(
            f"Mineral Commodity Summaries {year} are out without {name}, with {names}. Their reader has to be written."
        )
    answers = [listing, told, download(client, listed[name])]
    history = next((file for name, file in listed.items() if HISTORY in name), None)
    return answers if history is None else [*answers, download(client, history)]


def releases(answer: Answer) -> dict[int, str]:
    """The item of each year's data release.

    Raises SchemaDriftError, LayoutChangedError where none is listed, and what ``json_of`` raises.
    """
    told = json_of(answer)
    if not isinstance(told, dict) or not {"total", "items"} <= told.keys():
        raise failures.SchemaDriftError(LISTING, ["total", "items"], list(told) if isinstance(told, dict) else [])
    found = {int(name[1]): str(one["id"]) for one in told["items"] if (name := RELEASE.search(one.get("title") or ""))}
    if not found:
        raise failures.LayoutChangedError("The catalogue lists no data release of the Mineral Commodity Summaries.")
    return found


def files(answer: Answer) -> dict[str, File]:
    """The files of a release by name.

    Raises SchemaDriftError where the item has none or one is not described, and what ``json_of`` raises.
    """
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


def download(client: Client, file: File) -> Answer:
    """A file as the catalogue describes it. Raises TruncatedError where size or checksum is another."""
    answer = client.get(PROVIDER, file.url)
    if len(answer.body) != file.size:
        raise failures.TruncatedError(f"{file.name} has {len(answer.body):,} bytes; the catalogue says {file.size:,}.")
    md5 = hashlib.md5(answer.body, usedforsecurity=False).hexdigest()
    if file.md5 and md5 != file.md5.lower():
        raise failures.TruncatedError(f"{file.name} is not the file the catalogue describes: its checksum is another.")
    return answer


def year_of(answer: Answer) -> int:
    """The year of the edition that a file of all commodities is named by."""
    named = re.search(r"MCS(20\d\d)_", answer.url)
    return int(named[1]) if named else FIRST_YEAR


def read(answer: Answer) -> pd.DataFrame:
    """The file of all commodities as text; the column on critical minerals without the year of the list.

    Raises LayoutChangedError where a later edition has other columns, SchemaDriftError where that of 2026 has,
    WrongTypeError or another SourceError.
    """
    year, name = year_of(answer), FILE.format(year_of(answer))
    encoding = ENCODING if year == FIRST_YEAR else _encoding(answer)
    drift: failures.SchemaDriftError | None = None
    try:
        table = csv_of(answer, COLUMNS, encoding, whole_last_line=False)
    except failures.SchemaDriftError as fault:
        drift = fault
    if drift is not None and year > FIRST_YEAR:
        raise failures.LayoutChangedError(
            f"{name} has other columns than that of {FIRST_YEAR}: it lacks {', '.join(drift.missing)} and has "
            f"{', '.join(drift.new) or 'none'} beside. Its reader has to be written."
        )
    if drift is not None:
        raise drift
    if MISREAD in answer.body[:1_000_000].decode(encoding, "replace"):
        raise failures.WrongTypeError(f"{name} is in another encoding than {encoding}: its dashes are not dashes.")
    critical = {column: found[1] for column in table if (found := CRITICAL.fullmatch(str(column)))}
    if len(critical) != 1:
        raise failures.SchemaDriftError(name, ["Is critical mineral"], list(map(str, table.columns)))
    return table.rename(columns=critical)


def _encoding(answer: Answer) -> str:
    """That of later editions may be either; a text that is UTF-8 by chance is none that has dashes."""
    try:
        answer.body.decode(LATER_ENCODING)
    except UnicodeDecodeError:
        return ENCODING
    return LATER_ENCODING


def versions(answer: Answer | None) -> list[Version]:
    """The edition's postings, the first first; none where there is no history. Raises LayoutChangedError."""
    if answer is None:
        return []
    found = POSTED.findall(answer.text(ENCODING))
    if not found:
        raise failures.LayoutChangedError("The version history names no day of posting.")
    return [Version(number or "1.0", datetime.strptime(day, "%B %d, %Y").date()) for day, number in found]


def world(cells: pd.DataFrame, chapter: str, statistic: str) -> pd.DataFrame:
    """Rows of a chapter's world table of ``Production`` or ``Reserves``: Country, Year, Value, Notes; text.

    Raises SourceError.
    """
    own = cells["MCS chapter"].eq(chapter) & cells["Section"].str.startswith("World")
    rows: pd.DataFrame = cells.loc[own & cells["Statistics"].eq(statistic), ["Country", "Year", "Value", "Notes"]]
    if rows.empty:
        raise failures.NoDataError(f"The file has no {statistic.lower()} in the world table of {chapter}.")
    return rows.reset_index(drop=True)


def fetch_world(client: Client, listing: Answer) -> list[Answer]:
    """The release of 2025 and its file of world production, or the archive with it. ``listing``: that of the releases.

    Raises NoSuchFlowError, LayoutChangedError with the files where none of them is it, or another SourceError.
    """
    items = releases(listing)
    if WORLD_YEAR not in items:
        raise failures.NoSuchFlowError(f"The catalogue lists no Mineral Commodity Summaries of {WORLD_YEAR}.")
    told = client.get(PROVIDER, f"{BASE}{ITEM}/{items[WORLD_YEAR]}", [("format", "json"), ("fields", "files,title")])
    listed = files(told)
    found = [name for name in listed if name == WORLD_NAME or (WORLD_ARCHIVE in name and name.endswith(".zip"))]
    if not found:
        raise failures.LayoutChangedError(
            f"The release of {WORLD_YEAR} has no world data, but {', '.join(sorted(listed))}."
        )
    return [told, download(client, listed[found[0]])]


def world_content(answer: Answer) -> bytes:
    """The file of ``fetch_world``, out of its archive where it lies in one.

    Raises LayoutChangedError, TruncatedError, WrongTypeError or another SourceError.
    """
    if not answer.body.startswith(b"PK"):
        return answer.body
    archive = archive_of(answer)
    names = [name for name in archive.namelist() if name.endswith(WORLD_NAME)]
    if len(names) != 1:
        raise failures.LayoutChangedError(f"{answer.url} has no {WORLD_NAME}, but {', '.join(archive.namelist())}.")
    return member_of(archive, names[0], answer)
