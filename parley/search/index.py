"""The index of the search made from the tables: one SQLite file, with full text by FTS5."""

import errno
import functools
import json
import os
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from parley.search import entries
from parley.search.entries import Entry
from parley.search.words import telling, words
from parley.tables.read import read_table

# The tables it is made from.
MADE_FROM = frozenset(
    [
        *["countries", "events", "hs_codes", "sources", "synonyms", "tariff_layers", "us_import_reliance"],
        *["us_imports_hs6", "us_imports_hts10_annual", "us_mfn_rates", "us_tariff_scope"],
        "us_duties_by_origin",
    ]
)
# What SQLite says where a file cannot be written, as the operating system says it.
OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
FORMAT = 2  # of the file: raised when what is below changes
SHORTEST = 3  # letters of a word that a misspelt one may mean
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    entry INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, page TEXT, query TEXT,
    value_usd REAL, known_on TEXT
);
CREATE UNIQUE INDEX by_id ON entries (kind, id);
CREATE TABLE phrases (
    phrase INTEGER PRIMARY KEY, entry INTEGER NOT NULL, is_name INTEGER NOT NULL, words INTEGER NOT NULL
);
CREATE VIRTUAL TABLE texts USING fts5(
    words, content='', columnsize=0, detail=none, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TABLE lines (code TEXT PRIMARY KEY, value_usd REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE origins (
    words TEXT PRIMARY KEY, iso3 TEXT NOT NULL, name TEXT NOT NULL
) WITHOUT ROWID;
"""


def every_entry() -> list[Entry]:
    """All that can be found, from the tables as they are. Raises TableError."""
    names = _other_names()
    return [
        *entries.products(),
        *entries.economies(names["economy"]),
        *entries.laws(names["law"]),
        *entries.agreements(names["economy"]),
        *entries.minerals(),
        *entries.pages(names["page"]),
        *entries.terms_of_art(),
        *entries.sources(),
    ]


@functools.cache
def _other_names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


@contextmanager
def _new_database(path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database in a file. Raises OSError where the disk is full, read-only or broken."""
    try:
        with closing(sqlite3.connect(path)) as file:
            yield file
    except sqlite3.OperationalError as fault:
        code = OF_THE_DISK.get(fault.sqlite_errorcode & 0xFF)  # the rest of an extended code says where
        if code is None:
            raise
        raise OSError(code, os.strerror(code), str(path)) from fault


def write(path: Path) -> None:
    """Write the index from the tables to ``path``, which must not be there yet. Raises TableError and OSError."""
    every = every_entry()
    with _new_database(path) as file:
        file.execute("PRAGMA page_size = 4096")
        file.executescript(TABLES)
        file.executemany("INSERT INTO about VALUES (?, ?)", _about())
        file.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_row, range(len(every)), every))
        phrases = [(number, *phrase) for number, phrase in enumerate(_phrases(every), start=1)]
        file.executemany(
            "INSERT INTO phrases VALUES (?, ?, ?, ?)", [(n, e, named, len(w)) for n, e, named, w in phrases]
        )
        file.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", [(n, " ".join(w)) for n, _, _, w in phrases])
        file.executemany("INSERT INTO lines VALUES (?, ?)", entries.lines().items())
        vocabulary = {word for *_, spoken in phrases for word in spoken if len(word) >= SHORTEST and not word.isdigit()}
        file.executemany("INSERT INTO words VALUES (?)", [(word,) for word in sorted(vocabulary)])
        file.executemany("INSERT INTO origins VALUES (?, ?, ?)", _origins(every))
        file.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        file.commit()
        file.execute("VACUUM")


def _about() -> list[tuple[str, str]]:
    """The format, from which year the values are, when that year's figures were out, and the section of a chapter."""
    imports = read_table("us_imports_hs6", columns=["year", "released_on"])
    newest = imports[imports["year"] == imports["year"].max()]
    released = newest["released_on"].max().date().isoformat()
    codes = read_table("hs_codes")
    chapters = codes[(codes["level"] == 2) & codes["section"].notna()]
    sections = json.dumps(dict(zip(chapters["code"], chapters["section"], strict=True)))
    year = f"{newest['year'].max()}"
    return [("format", f"{FORMAT}"), ("year", year), ("released_on", released), ("sections", sections)]


def _row(number: int, entry: Entry) -> tuple[object, ...]:
    """An entry as a row; the page of a product follows from its code and its origin when it is found."""
    known_on = None if entry.known_on is None else entry.known_on.isoformat()
    opening: tuple[str | None, ...] = (None, None)
    if entry.kind != "product":
        opening = entry.page, json.dumps(dict(entry.query), ensure_ascii=False, sort_keys=True)
    return number, entry.kind, entry.id, entry.title, *opening, entry.value_usd, known_on


def _phrases(every: Iterable[Entry]) -> Iterator[tuple[int, bool, list[str]]]:
    """Every name of an entry and its whole text, as the words that tell things apart."""
    for number, entry in enumerate(every):
        for name in dict.fromkeys(entry.names):
            yield number, True, telling(words(name))
        if entry.text:
            yield number, False, telling(words(entry.text))


def _origins(every: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """The words of each name of an economy; of two economies of one name the one the US buys more from."""
    by_code = entries.places()
    economies = sorted((e for e in every if e.kind == "economy"), key=lambda e: e.value_usd or 0)
    by_words = {" ".join(words(name)): by_code[e.id] for e in economies for name in e.names if words(name) != ["us"]}
    return [(name, *place) for name, place in sorted(by_words.items())]


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of an index by table, and of the full text each word with the number of phrases that hold it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        file.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, texts, row)")
        tables = ("about", "entries", "phrases", "lines", "words", "origins", "vocabulary")
        return {table: file.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
