"""Mineral Commodity Summaries of the US Geological Survey: the newest data release and its file of all commodities.

Names of files and columns change from year to year. What the edition of 2026 has is read of later ones too, where only
the years in the names moved on; an edition with another layout is named with what is new and not read.

Mineral Commodity Summaries into prices, reliance, reserves and production: an edition in print never changes.

The file goes through the recipes of the tables. A correction of the reserves enters as an edition of its own, and so
does the edition of a new year whose file has the layout known.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from parley.recipes import critical_minerals, usgs
from parley.recipes.usgs import MCS2026, OUTPUT_AGGREGATES, McsEdition, cells_of_edition
from parley.refresh import merging
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
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


def request(client: Client, year: int | None = None) -> list[Answer]:
    """The listing, the release of a year or the newest, its file of commodities and, where it has one, its history.

    Raises LayoutChangedError, with the files, for a release without the file of all commodities,
    NoSuchFlowError for a year that is not listed, or another SourceError.
    """
    params = [("parentId", PARENT), ("format", "json"), ("max", "100")]
    listing = client.get(PROVIDER, f"{BASE}{LISTING}", params)
    items = releases(listing)
    year = max(items) if year is None else year
    if year not in items:
        raise failures.NoSuchFlowError(f"The catalogue lists no Mineral Commodity Summaries of {year}.")
    item = items[year]
    described = client.get(PROVIDER, f"{BASE}{ITEM}/{item}", [("format", "json"), ("fields", "files,title")])
    listed = files(described)
    name = FILE.format(year)
    if year < FIRST_YEAR or name not in listed:
        names = ", ".join(sorted(listed))
        raise failures.LayoutChangedError(
            f"Mineral Commodity Summaries {year} are out without {name}, with {names}. Their reader has to be written."
        )
    answers = [listing, described, download(client, listed[name])]
    history = next((file for name, file in listed.items() if HISTORY in name), None)
    return answers if history is None else [*answers, download(client, history)]


def releases(answer: Answer) -> dict[int, str]:
    """The item of each year's data release.

    Raises SchemaDriftError, LayoutChangedError where none is listed, and what ``json_of`` raises.
    """
    body = json_of(answer)
    if not isinstance(body, dict) or not {"total", "items"} <= body.keys():
        raise failures.SchemaDriftError(LISTING, ["total", "items"], list(body) if isinstance(body, dict) else [])
    by_year = {
        int(name[1]): str(one["id"]) for one in body["items"] if (name := RELEASE.search(one.get("title") or ""))
    }
    if not by_year:
        raise failures.LayoutChangedError("The catalogue lists no data release of the Mineral Commodity Summaries.")
    return by_year


def files(answer: Answer) -> dict[str, File]:
    """The files of a release by name.

    Raises SchemaDriftError where the item has none or one is not described, and what ``json_of`` raises.
    """
    body = json_of(answer)
    rows: Sequence[dict[str, Any]] = body.get("files", []) if isinstance(body, dict) else []
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
    critical = {column: match[1] for column in table if (match := CRITICAL.fullmatch(str(column)))}
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
    posted = POSTED.findall(answer.text(ENCODING))
    if not posted:
        raise failures.LayoutChangedError("The version history names no day of posting.")
    return [Version(number or "1.0", datetime.strptime(day, "%B %d, %Y").date()) for day, number in posted]


def world(cells: pd.DataFrame, chapter: str, statistic: str) -> pd.DataFrame:
    """Rows of a chapter's world table of ``Production`` or ``Reserves``: Country, Year, Value, Notes; text.

    Raises SourceError.
    """
    is_world = cells["MCS chapter"].eq(chapter) & cells["Section"].str.startswith("World")
    rows: pd.DataFrame = cells.loc[is_world & cells["Statistics"].eq(statistic), ["Country", "Year", "Value", "Notes"]]
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
    described = client.get(
        PROVIDER, f"{BASE}{ITEM}/{items[WORLD_YEAR]}", [("format", "json"), ("fields", "files,title")]
    )
    listed = files(described)
    names = [name for name in listed if name == WORLD_NAME or (WORLD_ARCHIVE in name and name.endswith(".zip"))]
    if not names:
        raise failures.LayoutChangedError(
            f"The release of {WORLD_YEAR} has no world data, but {', '.join(sorted(listed))}."
        )
    return [described, download(client, listed[names[0]])]


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


RELIANCE, PRICES, RESERVES, MINES = "us_import_reliance", "oxide_prices", "reserves", "mine_production"
CHAPTER = "RARE EARTHS"
KEYS = {
    RELIANCE: ("edition", "statistic", "chapter", "commodity", "detail", "partner", "year"),
    PRICES: ("edition", "element", "specification", "year"),
    MINES: ("edition", "year", "country"),
}
VALUES = {RELIANCE: "value_pct", PRICES: "price_usd_per_kg", MINES: "output_t"}
NOTHING = "—"  # mine production of nothing, which the tables have no row for
FEWER = 0.7  # of the rows of the edition before, which a new one must have


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest release and its files. Raises SourceError."""
    return request(client)


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The two releases that the recipes read; that of 2025 last. Raises SourceError."""
    answers = request(client, year=MCS2026.year)
    return answers + fetch_world(client, answers[0])


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The files where the recipes look for them; nothing of a later edition, which no recipe reads.

    Raises SourceError.
    """
    if year_of(answers[2]) != MCS2026.year:
        return {}
    files = {usgs.PRICES_FILE: answers[2].body}
    if _has_2025(answers):
        files[critical_minerals.FILES["MCS2025"]] = world_content(answers[-1])
    return files


def _has_2025(answers: list[Answer]) -> bool:
    """Whether the release of 2025 and its file come last: a second description of a release stands before the file."""
    return len(answers) > 4 and answers[-2].body.lstrip().startswith(b"{")


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """What the file says of each table beside the stored edition, or beside the one before where it is a new one.

    Raises SourceError.
    """
    cells = read(answers[2])
    of_edition = answers[:-2] if _has_2025(answers) else answers
    history = versions(of_edition[3] if len(of_edition) > 3 else None)
    edition = _edition(year_of(answers[2]), history)
    built = {
        RELIANCE: critical_minerals.of_edition(cells, edition),
        PRICES: usgs.of_edition(cells, edition),
        MINES: _mines(cells, edition, stored(MINES)),
    }
    day = pd.Timestamp(edition.published_on)
    built = {name: got.assign(published_on=day) for name, got in built.items()}
    is_new = not stored(RELIANCE)["edition"].eq(edition.name).any()
    if is_new:
        for name, got in built.items():
            _refuse_unlike(name, got, stored(name), edition)
    parts = [_of_edition(name, got, stored(name), edition) for name, got in built.items()]
    corrected = _reserves(cells, edition, stored(RESERVES), history)
    newest = history[-1] if history else None
    version_note = (
        f"Newest version of the edition: {newest.number} of {newest.posted_on}." if newest else "No version history."
    )
    named = [edition.name] if is_new else [str(p.got["edition"].iloc[0]) for p in corrected]
    records = _records(edition, answers, on) if is_new else []
    return Found(parts=[*parts, *corrected], records=records, notes=[version_note], editions=named)


def _edition(year: int, history: list[Version]) -> McsEdition:
    """The edition with the day it was first posted. Raises LayoutChangedError where a new one does not say it."""
    if year == MCS2026.year:
        return MCS2026
    if not history:
        raise failures.LayoutChangedError(f"Mineral Commodity Summaries {year} have no version history with their day.")
    return McsEdition(year, history[0].posted_on)


def _of_edition(name: str, got: pd.DataFrame, stored: pd.DataFrame, edition: McsEdition) -> Part:
    base = stored[stored["edition"] == edition.name]
    return Part(name, got, KEYS[name], "year", (VALUES[name],), "first_release", base)


def _refuse_unlike(name: str, got: pd.DataFrame, stored: pd.DataFrame, edition: McsEdition) -> None:
    """A new edition has about as many rows as the one before, and about its figures for the years both have."""
    before = stored[stored["edition"] == f"MCS{edition.year - 1}"]
    if len(got) < FEWER * len(before):
        raise failures.CoverageShrunkError(
            f"{edition.name} has {len(got):,} rows for {name}; the edition before has {len(before):,}."
        )
    key = [column for column in KEYS[name] if column != "edition"]
    both = got.merge(before, on=key, suffixes=("", "_before"))
    ratio = (both[VALUES[name]] / both[f"{VALUES[name]}_before"].where(lambda value: value != 0)).median()
    if pd.isna(ratio) or not merging.RATIO_LOW <= ratio <= merging.RATIO_HIGH:
        raise failures.UnitSuspectError(
            f"{edition.name}, {name}: the figures of years that the edition before has too are {ratio:.3g} times those."
        )


def _records(edition: McsEdition, answers: list[Answer], on: date) -> list[dict[str, object]]:
    titles = {edition.source_id: "rare earths", edition.data_source_id: "data of all chapters"}
    return [
        record(
            source_id,
            "USGS",
            f"Mineral Commodity Summaries {edition.year}, {title}",
            edition.name,
            answers[2].url,
            f"{BASE}{ITEM}/{releases(answers[0])[edition.year]}",
            "CC0 1.0",
            [answers[2]],
            on,
            edition.published_on,
            (date(edition.sources_of[0], 1, 1), date(edition.year - 1, 12, 31)),
            f"Values of {edition.year - 1} are estimated.",
        )
        for source_id, title in titles.items()
    ]


def _mines(cells: pd.DataFrame, edition: McsEdition, stored: pd.DataFrame) -> pd.DataFrame:
    """Production by country; one that no stored edition has is a row without a code, which the table refuses."""
    base = stored[stored["edition"].str.startswith("MCS")]
    codes = dict(zip(base["country"], base["iso3"], strict=True)) | OUTPUT_AGGREGATES
    rows = world(cells, CHAPTER, "Production")
    rows = rows[rows["Value"] != NOTHING]
    return pd.DataFrame(
        {
            "edition": edition.name,
            "year": rows["Year"].astype(int),
            "country": rows["Country"],
            "iso3": rows["Country"].map(codes),
            "output_t": rows["Value"].str.replace(",", "").astype(float),
            "basis": "reo",
            "is_world_total": rows["Country"] == "World total",
            "is_other": rows["Country"] == "Other countries",
            "is_estimate": rows["Notes"].str.startswith("Estimated"),
            "is_cross_check": False,
            "published_on": edition.published_on,
            "date_basis": "day",
            "note": rows["Notes"],
            "source_id": edition.source_id,
        }
    )


def _reserves(cells: pd.DataFrame, edition: McsEdition, stored: pd.DataFrame, history: list[Version]) -> list[Part]:
    """Nothing where the file has an edition that is stored, else the correction as an edition of its own.

    USGS corrects the printed chapter first and its file later, or never. A file that differs from every stored edition
    without a version after the last one stored is no correction: it is compared with the first posting and refused.
    """
    rows = world(cells, CHAPTER, "Reserves")
    printed = dict(zip(rows["Country"], rows["Value"], strict=True))
    standing = stored[stored["edition"].str.startswith(edition.name)]
    if any(dict(zip(one["country"], one["raw"], strict=True)) == printed for _, one in standing.groupby("edition")):
        return []
    codes = dict(zip(stored["country"], stored["iso3"], strict=True))
    later = [v for v in history if len(standing) and pd.Timestamp(v.posted_on) > standing["published_on"].max()]
    name = f"{edition.name} v{later[-1].number}" if later else edition.name
    day = later[-1].posted_on if later else edition.published_on
    got = cells_of_edition(name, rows["Country"], rows["Value"], codes, day).assign(published_on=pd.Timestamp(day))
    base = standing[standing["edition"] == name]
    return [
        Part(
            RESERVES,
            got,
            ("edition", "country", "published_on"),
            "published_on",
            ("reserves_t",),
            "first_release",
            base,
        )
    ]


FEED = Feed(
    PROVIDER,
    (RELIANCE, PRICES, MINES, RESERVES),
    fetch,
    find,
    (
        f"{BASE}{LISTING}?parentId={PARENT}",
        f"{BASE}/catalog/file/get/…/{FILE.format('YYYY')}",
    ),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(RELIANCE, PRICES, critical_minerals.SHARES_TABLE),
    brings=("usgs_",),
)
