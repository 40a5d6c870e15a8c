"""The Data Package: the entry of a table in ``data/datapackage.json``, with its sources and licences."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from parley.measures.freshness import RHYTHMS
from parley.tables import schema
from parley.tables.catalogue import read_catalogue
from parley.tables.integrity import checksum
from parley.tables.read import known_date, source_records
from parley.tables.schema import TableSchema

# Identifiers of the Open Definition by what the register says; the register's own words are the title beside them.
LICENCE_NAMES = (
    (r"CC0 1\.0", "CC0-1.0"),
    (r"(OECD terms, )?CC BY 4\.0( \(OECD\))?", "CC-BY-4.0"),
    (r"MIT\b.*", "MIT"),
    (r"ODC-PDDL 1\.0\b.*", "ODC-PDDL-1.0"),
    (r"Public domain\b.*", "other-pd"),
    (r"Etalab Open Licence 2\.0|OECD terms, open with attribution", "other-at"),
)
BESIDE = ("changes",)
NOT_OPEN, NOT_NAMED = "other-closed", "notspecified"


def entry(spec: TableSchema, table: pa.Table, file: Path) -> dict[str, Any]:
    """The resource of a table: what its ``file`` is, from which sources and under which licences; not when it was made.

    ``file``: where the bytes are now; the entry names the file by its place in ``data/``.
    """
    records = records_of(table, spec)
    content = file.read_bytes()
    return {
        "name": spec.name,  # foreign keys in the schemas refer to it
        "type": "table",
        "path": f"{spec.name}.parquet",
        "title": spec.title,
        "description": spec.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": f"schemas/{spec.name}.json",
        "rows": table.num_rows,
        "bytes": len(content),
        "hash": checksum(content),
        # the register itself and tables without sources leave both keys out: an empty list is not valid
        **({"licenses": licences(records), "sources": [_source(r) for r in records]} if records else {}),
        **_known_until(table, spec),
        **_newest_period(table, spec),
    }


def _known_until(table: pa.Table, spec: TableSchema) -> dict[str, str]:
    """The newest day on which a row became known; nothing for a table without such days."""
    if spec.as_of is None:
        return {}
    days = known_date(table.to_pandas(date_as_object=False), spec.as_of).dropna()
    return {"knownUntil": f"{days.max():%Y-%m-%d}"} if len(days) else {}


def _newest_period(table: pa.Table, spec: TableSchema) -> dict[str, str]:
    """The newest period of a table whose source has a rhythm: with it a page tells that the next one is overdue."""
    rhythm = RHYTHMS.get(spec.name)
    newest = None if rhythm is None else pc.max(table.column(rhythm.column)).as_py()
    return {} if newest is None else {"newestPeriod": f"{newest:%Y-%m-%d}"}


def records_of(table: pa.Table, spec: TableSchema) -> list[dict[str, Any]]:
    """The register's records of the sources that the rows name, without empty cells, by ``source_id``.

    Raises TableDamagedError.
    """
    if spec.name == "sources" or "source_id" not in table.column_names:
        return []
    records = source_records(sorted(set(table.column("source_id").to_pylist()) - {None})).to_dict("records")
    return [{str(k): v for k, v in row.items() if not pd.isna(v)} for row in records]


def licences(records: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The licences of the sources, each once: the Open Definition's name and the register's words as the title.

    Where single figures alone may be passed on, the name is that of a licence that is not open.
    """
    by_name: dict[str, str] = {}
    for record in records:
        if record["may_redistribute"] == "yes":
            for words in re.split(r"; (?![^(]*\))", record["licence"]):
                by_name.setdefault(words, _licence_name(words))
        else:
            by_name[record["licence"]] = NOT_OPEN
    return [{"name": name, "title": words} for words, name in by_name.items()]


def _licence_name(words: str) -> str:
    return next((name for pattern, name in LICENCE_NAMES if re.fullmatch(pattern, words)), NOT_NAMED)


def _source(record: dict[str, Any]) -> dict[str, str]:
    described = {
        "title": f"{record['producer']}, {record['title']}",
        "path": record.get("url", record.get("landing_url")),
        "version": record.get("edition"),
        "source_id": record["source_id"],
    }
    return {key: words for key, words in described.items() if words}


def with_entries(
    resources: list[dict[str, Any]], created: date | None = None, beside: Mapping[str, Any] | None = None
) -> str:
    """The catalogue as text with these resources in the place of those of their names.

    ``created``: the day it was made, of a refresh, which raises the version too (``raised``); a build leaves both as
    they are. ``beside``: what else changes in it, by its name.

    To be called while the folder is held (``lock.locked``), so that no other build's entry is lost. Raises
    CatalogueError.
    """
    package = read_catalogue() | dict(beside or {})
    before = {str(r["name"]): r for r in package["resources"]}
    named = {r["name"] for r in resources}
    others = [r for r in package["resources"] if r["name"] not in named]
    package["resources"] = sorted([*others, *resources], key=lambda r: str(r["name"]))
    if created is not None:
        package["created"] = f"{created:%Y-%m-%d}T00:00:00Z"
        package["version"] = raised(str(package["version"]), before, resources)
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def raised(version: str, before: Mapping[str, Mapping[str, Any]], resources: Sequence[Mapping[str, Any]]) -> str:
    """The version after tables changed, by Semantic Versioning for those who read the files.

    Rows or a table that go raise the first number, new rows, sources or tables the second, and figures in place of
    others the third. ``before``: the resources as they were, by name. The table of changes follows from the others and
    raises nothing by itself. Names and types of columns are the schemas': who changes one raises the version by hand.
    """
    steps = [_step(before.get(str(r["name"])), r) for r in resources if r["name"] not in BESIDE]
    step = max(steps, default=0)
    major, minor, patch = (int(part) for part in version.split("."))
    return {0: version, 1: f"{major}.{minor}.{patch + 1}", 2: f"{major}.{minor + 1}.0", 3: f"{major + 1}.0.0"}[step]


def _step(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> int:
    """0 nothing, 1 other figures, 2 more of something, 3 rows fewer."""
    if old is None:
        return 2
    if new["rows"] < old["rows"]:
        return 3
    ids, had = ({s["source_id"] for s in one.get("sources", ())} for one in (new, old))
    if new["rows"] > old["rows"] or ids - had:
        return 2
    return int(new["hash"] != old["hash"])


def is_current(text: str) -> bool:
    """Whether the catalogue in ``data/`` is this text."""
    return schema.CATALOGUE.read_text(encoding="utf-8") == text
