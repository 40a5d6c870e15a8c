"""The catalogue: Table Schemas in ``data/schemas`` and the Data Package that lists the tables.

A schema file is the one truth about a table's columns: name, type, unit, meaning, range, key, and the columns
the as-of date reads. Arrow types are compared first; ranges, enumerations, patterns and keys are checked by pandera.
"""

import functools
import json
import math
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import platformdirs
import pyarrow as pa

from parley.commands.arguments import SettingError
from parley.tables.place import ROOT

SHIPPED = ROOT / "data"
NAMED = "PARLEY_DATA"


def folder_of_tables() -> Path:
    """Where the tables are read: ``PARLEY_DATA``, else the shipped folder.

    An installation that may not be written to has its refreshed tables in the user's folder, once a refresh put them
    there.
    """
    named = os.environ.get(NAMED)
    if named:
        return Path(named).expanduser().absolute()
    users_folder = users_tables()
    return users_folder if not os.access(SHIPPED, os.W_OK) and (users_folder / "datapackage.json").exists() else SHIPPED


def users_tables() -> Path:
    """The folder of this user's copy of the tables, whether it is there or not."""
    return Path(platformdirs.user_data_dir("parley", appauthor=False)) / "tables"


def require_named(may_be_empty: bool) -> None:
    """Refuse a ``PARLEY_DATA`` that names no folder of tables. Raises SettingError.

    ``may_be_empty``: a folder that holds none, or is not there yet, will do.
    """
    will_do = may_be_empty and (not os.access(DATA, os.F_OK) or DATA.is_dir())
    if os.environ.get(NAMED) and not will_do and not os.access(CATALOGUE, os.R_OK):
        raise SettingError(
            f"{NAMED} names {DATA}, which is not a folder of tables: no {CATALOGUE.name} can be read in it. Name "
            f"a folder that has one, or leave {NAMED} unset for the shipped tables."
        )


def with_folder(words: str) -> str:
    """The words, and which folder ``data/`` is in them where it is not the shipped one."""
    named = f", which {NAMED} names" if os.environ.get(NAMED) else ""
    return f"{words} Here data/ is {DATA}{named}." if "data/" in words and DATA != SHIPPED else words


DATA = folder_of_tables()
SCHEMAS = DATA / "schemas"
CATALOGUE = DATA / "datapackage.json"
RESTORE = "Restore it from the repository."

ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


class SchemaError(ValueError):
    """A schema file or the catalogue is missing or does not say what it must; a sentence a visitor may see."""


class TableInvalidError(ValueError):
    """A table breaks its schema; the message names table, column, row and what to do."""

    def __init__(self, table: str, column: str, row: object, problem: str):
        self.table, self.column, self.row, self.problem = table, column, row, problem
        where = f"table {table}, column {column}" + ("" if row is None else f", row {row}")
        super().__init__(f"{where}: {problem}")


@dataclass(frozen=True)
class ForeignKey:
    """Values of ``column`` must stand in ``reference_column`` of table ``reference``."""

    column: str
    reference: str
    reference_column: str


@dataclass(frozen=True)
class AsOf:
    """Which columns say when a row was known and when its end was announced.

    ``known``: columns tried in order. ``edition_of``: the table and key columns that carry ``known`` instead.
    ``end`` and ``end_announced`` are shown only from ``end_announced`` on, the ``hindsight`` columns (what became of a
    row) only from the date in ``hindsight_on`` on.
    """

    known: tuple[str, ...]
    edition_of: str | None
    edition_key: tuple[str, ...]
    end: str | None
    end_announced: str | None
    hindsight: tuple[str, ...]
    hindsight_on: str | None


@dataclass(frozen=True)
class TableSchema:
    """One table's columns, key and references, and what it lacks (``gaps``), as read from its Table Schema file.

    ``withheld``: what its sources hold and do not allow to be passed on; empty where they allow all of it.
    ``foreign_keys`` point to the key of another table; ``references`` to a column whose values repeat there, which the
    standard does not allow as foreign keys. Both are checked here.
    """

    name: str
    title: str
    description: str
    fields: tuple[Mapping[str, Any], ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    references: tuple[ForeignKey, ...]
    as_of: AsOf | None
    gaps: tuple[str, ...] = ()
    withheld: str = ""

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return [str(field["name"]) for field in self.fields]

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema the Parquet file must have."""
        return pa.schema([(str(f["name"]), _arrow_type(f)) for f in self.fields])

    @property
    def links(self) -> tuple[ForeignKey, ...]:
        """Foreign keys and references: every column whose values must stand in another table."""
        return self.foreign_keys + self.references


def _arrow_type(field: Mapping[str, Any]) -> pa.DataType:
    """The Arrow type of a column; a number with ``"bits": 32`` in its schema is kept in single precision."""
    return pa.float32() if field.get("bits") == 32 else ARROW_TYPES[field["type"]]


@functools.cache
def load_schema(name: str) -> TableSchema:
    """The schema of one table.

    Raises SchemaError when there is no such table, when the file is missing, is not JSON or uses a type outside
    ARROW_TYPES.
    """
    _require_table(name)
    raw = read_json(SCHEMAS / f"{name}.json", f"no schema for table {name!r}: ")
    try:
        return _schema(name, raw)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise SchemaError(f"data/schemas/{name}.json does not say what a schema must ({error!r}). {RESTORE}") from error


def _require_table(name: str) -> None:
    """Raises SchemaError where neither a schema nor a file has this name, with the names like it."""
    if (SCHEMAS / f"{name}.json").exists() or (DATA / f"{name}.parquet").exists() or not (names := table_names()):
        return
    near = get_close_matches(f"{name}", names)
    advice = f"Did you mean {', '.join(near)}?" if near else "docs/generated/tables.md lists the tables."
    raise SchemaError(f"there is no table {name!r}. {advice}")


def read_json(path: Path, absent: str = "") -> dict[str, Any]:
    """A JSON object in ``data/``. Raises SchemaError saying which file is missing or broken and what to do.

    ``absent``: what goes before the sentence when the file is not there.
    """
    place = f"data/{path.relative_to(DATA).as_posix()}"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaError(f"{absent}{place} is missing. {RESTORE}") from None
    except OSError as error:
        raise SchemaError(f"{place} cannot be read ({error.strerror}). {RESTORE}") from error
    except ValueError as error:  # not JSON, or not UTF-8
        raise SchemaError(f"{place} is not valid JSON ({error}). {RESTORE}") from error
    if not isinstance(raw, dict):
        raise SchemaError(f"{place} is not a JSON object. {RESTORE}")
    return raw


def _schema(name: str, raw: Mapping[str, Any]) -> TableSchema:
    for field in raw["fields"]:
        if field["type"] not in ARROW_TYPES:
            raise SchemaError(f"data/schemas/{name}.json, column {field['name']}: unknown type {field['type']!r}")
    return TableSchema(
        name=name,
        title=raw["title"],
        description=raw["description"],
        fields=tuple(raw["fields"]),
        primary_key=tuple(raw["primaryKey"]),
        foreign_keys=tuple(_foreign_key(key) for key in raw.get("foreignKeys", [])),
        references=tuple(_foreign_key(key) for key in raw.get("references", [])),
        as_of=_as_of(raw["asOf"]) if "asOf" in raw else None,
        gaps=tuple(raw.get("gaps", ())),
        withheld=raw.get("withheld", ""),
    )


def _foreign_key(raw: Mapping[str, Any]) -> ForeignKey:
    reference = raw["reference"]
    return ForeignKey(raw["fields"][0], reference["resource"], reference["fields"][0])


def _as_of(raw: Mapping[str, Any]) -> AsOf:
    edition, hindsight = raw.get("editionOf", {}), raw.get("hindsight", {})
    return AsOf(
        known=tuple(raw["known"]),
        edition_of=edition.get("resource"),
        edition_key=tuple(edition.get("fields", ())),
        end=raw.get("end"),
        end_announced=raw.get("endAnnounced"),
        hindsight=tuple(hindsight.get("columns", ())),
        hindsight_on=hindsight.get("on"),
    )


def table_names() -> list[str]:
    """Every table that has a schema, in alphabetical order."""
    return sorted(path.stem for path in SCHEMAS.glob("*.json"))


def titles(names: Iterable[str]) -> dict[str, str]:
    """The titles of tables by their names. Raises SchemaError."""
    return {name: load_schema(name).title for name in names}


def to_arrow(frame: pd.DataFrame, schema: TableSchema) -> pa.Table:
    """The frame as an Arrow table with exactly the schema's columns and types.

    Raises TableInvalidError naming the missing or unknown column, or the first cell that is not of the type.
    """
    missing = [c for c in schema.columns if c not in frame.columns]
    if missing:
        raise TableInvalidError(schema.name, missing[0], None, "column is missing; the recipe must return it")
    unknown = [c for c in frame.columns if c not in schema.columns]
    if unknown:
        raise TableInvalidError(
            schema.name, str(unknown[0]), None, "column is not in the schema; add it there or drop it"
        )
    arrays = [_to_array(frame[f.name], f, schema.name) for f in schema.arrow]
    return pa.Table.from_arrays(arrays, schema=schema.arrow)


def _to_array(column: pd.Series, field: pa.Field, table: str) -> pa.Array:
    values = column.reset_index(drop=True)
    fits, word = CELLS[field.type]
    doubtful = values.iloc[:0] if _is_sure(values, field.type) else values.dropna()
    for row, value in doubtful.items():  # Arrow alone would cut 1.5 to 1 and an hour off a date
        if not fits(value):
            raise TableInvalidError(table, field.name, row, f"{_plain(value)} is not {word}; correct source or recipe")
    return pa.Array.from_pandas(values, type=field.type, safe=True)


def _is_sure(values: pd.Series, kind: pa.DataType) -> bool:
    """Whether the dtype or the types of a column say that all its cells fit: then a long one is not looked through."""
    dtype: Any = values.dtype
    if pa.types.is_floating(kind) and dtype.kind == "f":
        return not np.isinf(values.to_numpy()).any()
    if kind == pa.date32() and dtype.kind == "M" and values.dt.tz is None:
        return bool((values.dt.normalize() == values)[values.notna()].all())
    if kind == pa.date32() and dtype.kind == "O":
        return set(map(type, values.dropna())) <= {date}
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    return (dtype.kind in "iu" and is_number) or (isinstance(dtype, pd.StringDtype) and kind == pa.string())


def _is_whole(value: Any) -> bool:
    return (isinstance(value, Integral) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and (not isinstance(value, datetime) or value.time() == time())


CELLS: dict[pa.DataType, tuple[Callable[[Any], bool], str]] = {
    pa.string(): (lambda value: isinstance(value, str), "text (codes keep their leading zeros)"),
    pa.int64(): (_is_whole, "a whole number"),
    pa.float64(): (_is_number, "a number"),
    pa.float32(): (_is_number, "a number"),
    pa.date32(): (_is_day, "a day"),
    pa.bool_(): (lambda value: isinstance(value, bool | np.bool_), "true or false"),
}


def _plain(value: object) -> str:
    return repr(value.item() if isinstance(value, np.generic) else value)


def validate(table: pa.Table, schema: TableSchema, allowed: Callable[[str, str], set[str]]) -> None:
    """Check keys, ranges, enumerations, patterns, nulls and foreign keys of a table.

    ``allowed(table, column)`` gives the values a foreign key may take. Raises TableInvalidError at the first fault.
    Needs pandera and frictionless (requirements-build.txt).
    """
    if not table.schema.equals(schema.arrow):
        wrong = next((f for f in schema.arrow if f not in list(table.schema)), schema.arrow[0])
        raise TableInvalidError(schema.name, wrong.name, None, f"expected type {wrong.type}; rebuild the table")
    frame = table.to_pandas(date_as_object=False)
    _validate_with_pandera(frame, schema)
    for key in schema.links:
        allowed_values = allowed(key.reference, key.reference_column)
        outside = frame[frame[key.column].notna() & ~frame[key.column].isin(allowed_values)]
        if len(outside):
            value = outside[key.column].iloc[0]
            problem = f"{value!r} is not in {key.reference}.{key.reference_column}; add it there or correct the code"
            raise TableInvalidError(schema.name, key.column, outside.index[0], problem)


def _validate_with_pandera(frame: pd.DataFrame, schema: TableSchema) -> None:
    import pandera.errors
    from pandera.io.pandas_io import from_frictionless_schema

    keys = {
        name: {**f.get("constraints", {}), "required": True}
        for f in schema.fields
        if (name := f["name"]) in schema.primary_key
    }
    fields = [
        {"name": f["name"], "type": f["type"], "constraints": keys.get(f["name"], f.get("constraints", {}))}
        for f in schema.fields
    ]
    checks = from_frictionless_schema({"fields": fields, "primaryKey": list(schema.primary_key)})
    # The adapter would coerce "12" to 12 and read dates as text; the Arrow types have been compared already.
    checks = checks.update_columns({column: {"dtype": None, "coerce": False} for column in checks.columns})
    checks.coerce = False
    try:
        checks.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        rule = str(first["check"])
        if rule in ("multiple_fields_uniqueness", "field_uniqueness"):
            key, row = ", ".join(schema.primary_key), first["index"]
            value = ", ".join(_plain(v) for v in frame.loc[row, list(schema.primary_key)])
            problem = f"duplicate key ({key}) = ({value}); keep one row or widen the key"
            raise TableInvalidError(schema.name, key, row, problem) from None
        problem = f"{_plain(first['failure_case'])} breaks {rule}; check the unit and the source"
        raise TableInvalidError(schema.name, str(first["column"]), first["index"], problem) from None
