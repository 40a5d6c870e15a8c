"""Building tables from raw folders and facts, checking them, and keeping the catalogue true.

A table is replaced only when its content changed, and only after every check passed: the new file is written
beside the old one and then renamed over it. One build works in the folder at a time.
"""

import importlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from parley import recipes
from parley.recipes import FILE_OF, Published, RawMissingError, Recipe, facts_file, read_typed_facts
from parley.recipes.published import figures
from parley.tables import package as data_package
from parley.tables import schema
from parley.tables.files import written_aside
from parley.tables.integrity import differing
from parley.tables.lock import WAIT_S, locked
from parley.tables.read import forget, forget_catalogue, read_table
from parley.tables.schema import SchemaError, TableInvalidError, TableSchema, load_schema, to_arrow, validate

FLOAT_TOLERANCE = 1e-12
IN_FOOTER = ("source_id", "producer", "title", "edition", "citation", "url", "licence")
ROWS_PER_GROUP = 32_768  # a filtered read of a sorted table skips the groups its values cannot be in
LEVEL = 9  # of zstd: a fifteenth smaller than its default, and read as fast


class PublishedFigureError(ValueError):
    """A table no longer reproduces a figure in print."""


@dataclass(frozen=True)
class BuildReport:
    """What one build did: rows, first and last date, and whether the content changed."""

    table: str
    rows: int
    covers: str
    changed: bool


def recipe(name: str) -> Recipe:
    """How a table is made. Raises SchemaError when the table has no recipe."""
    load_schema(name)
    alone = name not in FILE_OF and (Path(recipes.__file__).parent / f"{name}.py").exists()
    file = name if alone else FILE_OF.get(name, "facts")
    module = importlib.import_module(f"parley.recipes.{file}")
    make = getattr(module, "build" if alone else name, None)
    if make is None:
        shipped = schema.SHIPPED / "facts" / f"{name}.csv"  # a folder of tables of one's own need not have it
        if not (facts_file(name).exists() or shipped.exists()):
            raise SchemaError(f"table {name!r} has a schema and neither a recipe nor data/facts/{name}.csv")

        def make(raw: Path) -> pd.DataFrame:
            return read_typed_facts(name)

    before = "" if alone else f"{name.upper()}_"
    computed, needs = (getattr(module, f"{before}{what}", ()) for what in ("PUBLISHED", "NEEDS"))
    return Recipe(make, (*figures(name), *computed), needs, f"parley/recipes/{file}.py")


def build_order(names: Sequence[str]) -> list[str]:
    """The tables in an order in which those referred to come first; ``sources``, which every footer reads, leads.

    A recipe names the finished tables it reads. Raises SchemaError.
    """
    ordered: list[str] = []

    def place(name: str) -> None:
        referred = [key.reference for key in load_schema(name).links]
        for first in [*referred, *recipe(name).needs]:
            if first in names and first not in (name, *ordered):
                place(first)
        if name not in ordered:
            ordered.append(name)

    for name in sorted(names, key=lambda n: n != "sources"):
        place(name)
    return ordered


def build_tables(
    names: Sequence[str],
    raw: Path,
    wait_s: float = WAIT_S,
    tell: Callable[[str], None] = lambda words: None,
    progress: Callable[[list[str]], Iterable[str]] = iter,
) -> tuple[list[BuildReport], list[str]]:
    """Build tables in order, as one build: what was done, and a sentence for each table that was refused.

    ``wait_s`` and ``tell``: see ``lock.locked``. ``progress`` wraps the names while they are built.
    Raises BuildHeldError, NotWrittenError or CatalogueError, which concern every table.
    """
    reports, faults = [], []
    with locked(schema.DATA, wait_s, tell):
        for name in progress(build_order(names)):
            try:
                reports.append(build_table(name, raw))
            except (TableInvalidError, PublishedFigureError, RawMissingError) as error:
                faults.append(f"{name}: {error}")
    return reports, faults


def build_table(name: str, raw: Path) -> BuildReport:
    """Build one table, check it and replace the shipped file when its content changed; the folder is held already.

    Raises TableInvalidError, PublishedFigureError, RawMissingError, NotWrittenError or CatalogueError; the old file and
    its entry in the catalogue then stay as they were.
    """
    spec = load_schema(name)
    table = to_arrow(recipe(name).build(raw), spec)
    check_table(name, table)
    path = schema.DATA / f"{name}.parquet"
    footer = footer_of(table, spec)
    changed = not _same_file(table, footer, path, spec)
    _write(table.replace_schema_metadata(footer), path, spec, changed)
    return BuildReport(name, table.num_rows, covers(table), changed)


def check_table(name: str, table: pa.Table | None = None) -> list[tuple[Published, float]]:
    """Validate a table (the shipped one by default) and return its published figures with what the table gives.

    Raises TableInvalidError or PublishedFigureError at the first fault, SchemaError or TableError for broken files.
    """
    spec = load_schema(name)
    if table is None:
        read_table(name)  # a missing or damaged file gets its own error
        table = pq.read_table(schema.DATA / f"{name}.parquet")
    checked = table
    validate(table, spec, lambda reference, column: _allowed(reference, column, name, checked))
    frame = table.to_pandas(date_as_object=False)
    _check_known_dates(frame, spec)
    results = []
    for figure in recipe(name).published:
        holds, value = figure.holds(frame)
        if not holds:
            raise PublishedFigureError(
                f"table {name}: {figure.what} should be {figure.expected:g} (within {figure.tolerance:g}, "
                f"{figure.source}), the table gives {value:g}"
            )
        results.append((figure, value))
    return results


def _allowed(reference: str, column: str, building: str, table: pa.Table) -> set[str]:
    if reference == building:
        return set(table.column(column).to_pylist())
    return set(read_table(reference)[column].dropna())


def _check_known_dates(frame: pd.DataFrame, spec: TableSchema) -> None:
    if spec.as_of is None or spec.as_of.edition_of is not None:
        return
    undated = frame[frame[list(spec.as_of.known)].isna().all(axis=1)]
    if len(undated):
        column = " or ".join(spec.as_of.known)
        raise TableInvalidError(spec.name, column, undated.index[0], "no date on which the row was known; give one")


def _same_file(table: pa.Table, footer: dict[bytes, bytes], path: Path, spec: TableSchema) -> bool:
    """Whether the shipped file is the one in the catalogue and holds this content and these source records."""
    if not path.exists() or differing([spec.name]):
        return False
    shipped = pq.read_table(path)
    return _facts(shipped.schema.metadata) == _facts(footer) and same_content(table, shipped, spec)


def _facts(footer: dict[bytes, bytes]) -> dict[str, Any]:
    """What a footer says; older files name the file of their recipe too, which may have moved since."""
    return {what: value for what, value in json.loads(footer[b"parley"]).items() if what != "recipe"}


def same_content(new: pa.Table, old: pa.Table, spec: TableSchema) -> bool:
    """Equal schema and rows sorted by key: dates, text and integers exactly, floats to 1e-12 relative."""
    if not new.schema.equals(old.schema) or new.num_rows != old.num_rows:
        return False
    order = [(key, "ascending") for key in spec.primary_key]
    left, right = new.sort_by(order), old.sort_by(order)
    return all(_same_column(left.column(c), right.column(c)) for c in new.column_names)


def _same_column(left: pa.ChunkedArray, right: pa.ChunkedArray) -> bool:
    if not pa.types.is_floating(left.type):
        return bool(left.combine_chunks().equals(right.combine_chunks()))
    a, b = left.to_numpy(), right.to_numpy()
    return bool(np.allclose(a, b, rtol=FLOAT_TOLERANCE, atol=0.0, equal_nan=True))


def covers(table: pa.Table) -> str:
    """First and last date in the table's date columns, or its years, as text for the report."""
    for field in table.schema:
        if pa.types.is_date(field.type) and table.column(field.name).null_count < table.num_rows:
            dates = table.column(field.name).drop_null().to_pandas()
            return f"{dates.min()} to {dates.max()} ({field.name})"
    years = [c for c in ("year", "target_year") if c in table.column_names]
    if not years:
        return "not dated"
    values = table.column(years[0]).to_pandas()
    return f"{values.min()} to {values.max()} ({years[0]})"


def _write(table: pa.Table, path: Path, spec: TableSchema, changed: bool) -> None:
    """The file, where its content changed, and its entry in the catalogue: both are whole before one is replaced."""
    with ExitStack() as replaced_last_first:
        file = path
        if changed:
            file = replaced_last_first.enter_context(written_aside(path))
            write_parquet(table, file)
        text = data_package.with_entries([data_package.entry(spec, table, file)])
        if not data_package.is_current(text):
            aside = replaced_last_first.enter_context(written_aside(schema.CATALOGUE))
            aside.write_text(text, encoding="utf-8")
    forget()
    forget_catalogue()


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table as the shipped files are.

    Numbers stand as they are: a dictionary of values that seldom repeat adds a fourth to all tables together.
    """
    words = [f.name for f in table.schema if not (pa.types.is_integer(f.type) or pa.types.is_floating(f.type))]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=LEVEL,
        use_dictionary=words,
        row_group_size=ROWS_PER_GROUP,
    )


def footer_of(table: pa.Table, spec: TableSchema) -> dict[bytes, bytes]:
    """What the Parquet footer says of the table: title and the source records of its rows."""
    about = {
        "table": spec.name,
        "title": spec.title,
        "sources": [{k: r[k] for k in IN_FOOTER if k in r} for r in data_package.records_of(table, spec)],
    }
    return {b"parley": json.dumps(about, ensure_ascii=False, default=str).encode()}
