"""A whole table as a file, as it was known on a day: CSV, Parquet and, up to a size, Excel with notes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.app.kit import cache, downloads, workbook
from parley.app.kit.downloads import Form
from parley.tables import read as tables
from parley.tables.schema import load_schema


def forms(name: str) -> tuple[Form, ...]:
    """The forms a table is given in; one too long for Excel is not given as such. Raises CatalogueError."""
    return ("csv", "parquet", "xlsx") if rows(name) <= workbook.MOST_ROWS else ("csv", "parquet")


def rows(name: str) -> int:
    """How many rows the table has. Raises CatalogueError."""
    return int(_entry(name)["rows"])


@cache.kept
def records(name: str) -> pd.DataFrame:
    """The source records of a table. Raises CatalogueError and TableDamagedError."""
    return tables.source_records([source["source_id"] for source in _entry(name).get("sources", ())])


def known_on(name: str, as_of: date) -> date:
    """The day a file of the table is of: the as-of date, but the newest where rows do not say since when they are
    known, so that all of them are in it. Raises SchemaError and CatalogueError.
    """
    return as_of if is_dated(name) else tables.compiled_on()


def is_dated(name: str) -> bool:
    """Whether the rows of the table say since when they are known. Raises SchemaError."""
    return load_schema(name).as_of is not None


def content(name: str, as_of: date, form: Form) -> bytes:
    """The table of ``known_on`` in this form, read for this file alone: large ones must not stay in memory.

    Raises TableError, SchemaError, and ValueError for a table too long for Excel.
    """
    spec, used = load_schema(name), records(name)
    as_of = known_on(name, as_of)
    frame = cache.part(name, as_of, columns=spec.columns)
    match form:
        case "csv":
            return downloads.csv_bytes(frame)
        case "parquet":
            about = {"title": spec.title, "as_of": f"{as_of}", "source": "; ".join(used["citation"])}
            return downloads.parquet_bytes(frame, about)
        case "xlsx":
            return workbook.workbook_bytes(name, frame, workbook.table_notes(spec, used, as_of))


def holding(source_ids: Sequence[str]) -> list[str]:
    """The tables with rows of these sources, those with most of the sources first; none where the catalogue is lost."""
    if tables.catalogue_fault():
        return []
    wanted = set(source_ids)
    shared = {
        resource["name"]: len(wanted & {source["source_id"] for source in resource.get("sources", ())})
        for resource in tables.catalogue()["resources"]
    }
    return sorted((name for name, count in shared.items() if count), key=lambda name: -shared[name])


def _entry(name: str) -> dict[str, Any]:
    entry: dict[str, Any] = next(r for r in tables.catalogue()["resources"] if r["name"] == name)
    return entry
