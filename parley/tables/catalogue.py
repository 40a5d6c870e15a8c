"""The catalogue, ``data/datapackage.json``, as it is on disk now."""

import functools
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from parley.tables import schema
from parley.tables.schema import RESTORE, SchemaError, read_json

RESOURCE_KEYS = {"name", "path", "title", "rows", "bytes", "hash"}
Version = tuple[int, int, int]


class CatalogueError(SchemaError):
    """``data/datapackage.json`` is missing or does not say what it must."""


def read_catalogue() -> dict[str, Any]:
    """The Data Package as it is on disk now: its ``created`` date and one resource per table.

    Raises CatalogueError when the file is missing, is not JSON, lacks what the code reads, or was made in the future.
    """
    try:
        package = read_json(schema.CATALOGUE)
        created = datetime.fromisoformat(package["created"]).date()
        incomplete = [r["name"] for r in package["resources"] if not r.keys() >= RESOURCE_KEYS]
    except SchemaError as error:
        raise CatalogueError(str(error)) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CatalogueError(f"data/datapackage.json does not say what it must ({error!r}). {RESTORE}") from error
    if incomplete:
        raise CatalogueError(f"data/datapackage.json: the entry of {incomplete[0]} is incomplete. {RESTORE}")
    if created > date.today() + timedelta(days=1):  # a day for time zones
        raise CatalogueError(f"data/datapackage.json: the date created, {created}, is in the future. Correct it.")
    return package


def version() -> Version:
    """What tells one catalogue on disk from the next: when it was written, its size and its place; zeros without one.

    A refresh and a build put the catalogue in place last.
    """
    return stamp(schema.CATALOGUE)


def stamp(file: Path) -> Version:
    """Time, size and place of a file; zeros without one, of which whoever reads it speaks."""
    try:
        status = file.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


@functools.lru_cache(maxsize=1)
def hashes(of: Version) -> dict[str, str]:
    """The checksum of each table in the catalogue of this ``version``. Raises CatalogueError."""
    return {resource["name"]: resource["hash"] for resource in read_catalogue()["resources"]}
