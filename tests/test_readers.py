"""Every table as two other readers of Parquet see it, DuckDB and polars: columns, types, empty cells, keys."""

from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from parley.tables import schema
from parley.tables.schema import load_schema, table_names

TABLES = table_names()
IN_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
IN_POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}


def file_of(name: str) -> str:
    return str(schema.DATA / f"{name}.parquet")


def is_single(field: Any) -> bool:
    return bool(field.get("bits") == 32)


@pytest.fixture(scope="module")
def empty_cells() -> dict[str, dict[str, int]]:
    """How many cells of each column of each table are empty, as the file was written."""
    tables = ((name, pq.read_table(file_of(name))) for name in TABLES)
    return {name: {column: table[column].null_count for column in table.column_names} for name, table in tables}


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def rows_of(duck: duckdb.DuckDBPyConnection, question: str) -> list[tuple[Any, ...]]:
    return list(duck.execute(question).fetchall())


def test_duckdb_reads_the_columns_and_types_of_the_schema(duck: duckdb.DuckDBPyConnection) -> None:
    found = {n: {row[0]: row[1] for row in rows_of(duck, f"DESCRIBE FROM '{file_of(n)}'")} for n in TABLES}
    told = {n: {f["name"]: "FLOAT" if is_single(f) else IN_DUCKDB[f["type"]] for f in fields(n)} for n in TABLES}
    assert found == told


def test_polars_reads_the_columns_and_types_of_the_schema() -> None:
    found = {n: dict(pl.scan_parquet(file_of(n)).collect_schema()) for n in TABLES}
    told = {n: {f["name"]: pl.Float32 if is_single(f) else IN_POLARS[f["type"]] for f in fields(n)} for n in TABLES}
    assert found == told


def fields(name: str) -> Any:
    return load_schema(name).fields


def test_both_find_the_cells_empty_that_are_and_none_that_must_not_be(
    empty_cells: dict[str, dict[str, int]], duck: duckdb.DuckDBPyConnection
) -> None:
    faults = {}
    for name, empty in empty_cells.items():
        counted = ", ".join(f'count(*) - count("{column}")' for column in empty)
        (by_duckdb,) = rows_of(duck, f"SELECT {counted} FROM '{file_of(name)}'")
        by_polars = pl.read_parquet(file_of(name)).null_count().row(0)
        required = {f["name"] for f in fields(name) if f.get("constraints", {}).get("required")}
        must_be_full = [column for column in empty if column in required and empty[column]]
        if not by_duckdb == by_polars == tuple(empty.values()) or must_be_full:
            faults[name] = (by_duckdb, by_polars, tuple(empty.values()), must_be_full)
    assert faults == {}


def test_an_empty_number_is_null_and_not_nan(duck: duckdb.DuckDBPyConnection) -> None:
    faults = {}
    for name in TABLES:
        numbers = [f["name"] for f in fields(name) if f["type"] == "number"]
        counted = ", ".join(f'count(*) FILTER (NOT isfinite("{column}"))' for column in numbers)
        (found,) = rows_of(duck, f"SELECT {counted} FROM '{file_of(name)}'") if numbers else ((),)
        faults |= {f"{name}.{column}": count for column, count in zip(numbers, found, strict=True) if count}
    assert faults == {}


def test_no_key_stands_twice_and_no_part_of_it_is_empty(
    empty_cells: dict[str, dict[str, int]], duck: duckdb.DuckDBPyConnection
) -> None:
    twice, empty = {}, {}
    for name in TABLES:
        key = load_schema(name).primary_key
        columns = ", ".join(f'"{column}"' for column in key)
        twice[name] = rows_of(duck, f"SELECT {columns} FROM '{file_of(name)}' GROUP BY ALL HAVING count(*) > 1 LIMIT 5")
        empty[name] = [column for column in key if empty_cells[name][column]]
    assert {name: rows for name, rows in twice.items() if rows} == {}
    assert {name: columns for name, columns in empty.items() if columns} == {}


def test_every_link_finds_its_row(duck: duckdb.DuckDBPyConnection) -> None:
    links = [(name, link) for name in TABLES for link in load_schema(name).links]
    assert len(links) > len(TABLES)
    lost = {}
    for name, link in links:
        asked = f"""
            SELECT DISTINCT own."{link.column}" FROM '{file_of(name)}' own
            ANTI JOIN '{file_of(link.reference)}' other ON own."{link.column}" = other."{link.reference_column}"
            WHERE own."{link.column}" IS NOT NULL
        """
        lost[f"{name}.{link.column}"] = rows_of(duck, asked)
    assert {link: values for link, values in lost.items() if values} == {}
