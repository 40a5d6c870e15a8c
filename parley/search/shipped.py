"""The index that ships with the tables, ``data/search.sqlite``: written when its tables change, checked when opened."""

import functools
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from parley.search import index
from parley.tables import schema
from parley.tables.catalogue import read_catalogue
from parley.tables.files import writing, written_aside
from parley.tables.integrity import checksum
from parley.tables.read import TableError, forget_catalogue
from parley.tables.schema import SchemaError

NAME = "search.sqlite"
ENTRY = "searchIndex"  # in the catalogue, beside the tables
BUILD = "Build it with python -m parley index, or restore it from the repository."
Stamp = tuple[int, int]


class SearchError(TableError):
    """The index is missing, damaged or of another version; the message is a sentence a visitor may see."""


def path() -> Path:
    """Where the index of the shipped tables lies."""
    return schema.DATA / NAME


def renew() -> bool:
    """Write the index anew from the tables, with its entry in the catalogue; whether its content changed.

    To be called while the folder is held (``lock.locked``). Raises TableError, CatalogueError or NotWrittenError;
    the old file then stays.
    """
    with tempfile.TemporaryDirectory() as folder:
        with writing(Path(folder) / NAME):
            fresh = made_new(Path(folder))
        if fresh is None:
            return False
        text = json.dumps({**read_catalogue(), ENTRY: entry(fresh)}, indent=1, ensure_ascii=False) + "\n"
        with written_aside(schema.CATALOGUE) as listed, written_aside(path()) as file:
            listed.write_text(text, encoding="utf-8")
            shutil.copyfile(fresh, file)
    forget_catalogue()
    return True


def made_new(folder: Path) -> Path | None:
    """The index as the tables now have it, in ``folder``; None where the one beside the tables says the same.

    Raises TableError, CatalogueError and OSError.
    """
    fresh = folder / NAME
    index.write(fresh)
    if is_whole() and index.content(fresh) == index.content(path()):
        fresh.unlink()
        return None
    return fresh


def entry(file: Path) -> dict[str, Any]:
    """What the catalogue says of an index."""
    content = file.read_bytes()
    return {"path": NAME, "mediatype": "application/vnd.sqlite3", "bytes": len(content), "hash": checksum(content)}


def is_whole() -> bool:
    """Whether the file is there and is the one in the catalogue. Raises CatalogueError."""
    listed: dict[str, Any] = read_catalogue().get(ENTRY, {})
    return path().is_file() and checksum(path().read_bytes()) == listed.get("hash")


def stamp() -> Stamp:
    """What tells a replaced index from the one before. Raises SearchError."""
    try:
        status = path().stat()
    except FileNotFoundError:
        raise SearchError(f"The search index data/{NAME} is missing. {BUILD}") from None
    return status.st_mtime_ns, status.st_size


@contextmanager
def opened() -> Iterator[sqlite3.Connection]:
    """The shipped index to read from. Raises SearchError."""
    _refuse_damaged(stamp())
    with closing(sqlite3.connect(f"{path().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def look_again() -> None:
    """Have the checksum compared when the index is opened next, whatever its size and time say."""
    _refuse_damaged.cache_clear()


@functools.lru_cache(maxsize=1)
def _refuse_damaged(stamp: Stamp) -> None:
    """Compare the checksum of the file of this stamp, once. Raises SearchError."""
    try:
        whole = is_whole()
    except SchemaError as fault:
        raise SearchError(f"The search cannot be used: {fault}") from fault
    if not whole:
        raise SearchError(
            f"The search index data/{NAME} cannot be trusted: its checksum differs from the catalogue's. {BUILD}"
        )
