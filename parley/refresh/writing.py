"""Finished tables written aside with their footers, the index of the search and the catalogue, put in place as one."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from parley.measures.feeds import atom
from parley.refresh.changes import TABLE as CHANGES
from parley.search import index, shipped
from parley.tables import build, countries, schema, staging
from parley.tables import package as data_package
from parley.tables import read as tables
from parley.tables.files import writing
from parley.tables.schema import load_schema

FEED = "changes.atom"


def put(
    folder: Path,
    arrows: Mapping[str, pa.Table],
    frames: Mapping[str, pd.DataFrame],
    on: date,
    is_dry_run: bool,
    beside_them: Mapping[str, Any],
) -> dict[str, tuple[int, int]]:
    """Replace the tables, or do all but that. Gives the size of each file before and after, in bytes.

    ``frames``: the same tables for footers, which read the new register of sources. ``beside_them``: what else the
    catalogue says from now on; where no table changes it stays of its day.
    Raises NotWrittenError, SchemaError.
    """
    aside = staging.new_folder(folder)
    try:
        with writing(folder / schema.CATALOGUE.name), tables.read_instead(frames):
            entries = []
            for name, arrow in sorted(arrows.items()):
                spec = load_schema(name)
                table = arrow.replace_schema_metadata(build.footer_of(arrow, spec))
                build.write_parquet(table, aside / f"{name}.parquet")
                entries.append(data_package.entry(spec, table, aside / f"{name}.parquet"))
            beside, listed = _index(aside, frames)
            beside += _feed(aside, frames) if folder != schema.SHIPPED else []
            text = data_package.with_entries(entries, on if entries else None, {**listed, **beside_them})
            (aside / schema.CATALOGUE.name).write_text(text, encoding="utf-8")
        sizes = {str(e["name"]): (_size(folder / str(e["path"])), int(e["bytes"])) for e in entries}
        if not is_dry_run:
            staging.commit(folder, aside, [*(str(e["path"]) for e in entries), *beside, schema.CATALOGUE.name])
        return sizes
    finally:
        if not (folder / tables.JOURNAL).exists():  # else what is aside is still to be renamed
            shutil.rmtree(aside, ignore_errors=True)


def _index(aside: Path, frames: Mapping[str, pd.DataFrame]) -> tuple[list[str], dict[str, Any]]:
    """The index of the search where its content changed: its name, and what the catalogue says of it."""
    if not index.MADE_FROM & frames.keys():
        return [], {}
    is_new = shipped.made_new(aside)
    return ([], {}) if is_new is None else ([shipped.NAME], {shipped.ENTRY: shipped.entry(is_new)})


def _feed(aside: Path, frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """The feed of changes as a file, for who runs no server; the name of it where anything changed."""
    if CHANGES not in frames:
        return []
    rows = frames[CHANGES]
    text = atom(rows, schema.titles(rows["table_name"].unique()), countries.names())
    (aside / FEED).write_text(text, encoding="utf-8")
    return [FEED]


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
