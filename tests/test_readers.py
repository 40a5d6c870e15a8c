"""Every table as two other readers of Parquet see it, DuckDB and polars: columns, types, empty cells, keys."""

from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from parley import schema
from parley.schema import ForeignKey, load_schema, table_names

TABLES = table_names()
IN_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
IN_POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}


def file_of(name: str) -> str:
    return str(schema.DATA / f"{name}.parquet")


def is_single(field: Any) -> bool:
    return bool(field.get("bits") == 32)


def empty_cells(name: str) -> dict[str, int]:
    """How many cells of each column are empty, as the file was written."""
    table = pq.read_table(file_of(name))
    return {column: table[column].null_count for column in table.column_names}


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def rows_of(duck: duckdb.DuckDBPyConnection, question: str) -> list[tuple[Any, ...]]:
    return list(duck.execute(question).fetchall())


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_reads_the_columns_and_types_of_the_schema(name: str, duck: duckdb.DuckDBPyConnection) -> None:
    found = {row[0]: row[1] for row in rows_of(duck, f"DESCRIBE FROM '{file_of(name)}'")}
    fields = load_schema(name).fields
    assert found == {f["name"]: "FLOAT" if is_single(f) else IN_DUCKDB[f["type"]] for f in fields}


@pytest.mark.parametrize("name", TABLES)
def test_polars_reads_the_columns_and_types_of_the_schema(name: str) -> None:
    found = dict(pl.scan_parquet(file_of(name)).collect_schema())
    fields = load_schema(name).fields
    assert found == {f["name"]: pl.Float32 if is_single(f) else IN_POLARS[f["type"]] for f in fields}


@pytest.mark.parametrize("name", TABLES)
def test_both_find_the_cells_empty_that_are_and_none_that_must_not_be(
    name: str, duck: duckdb.DuckDBPyConnection
) -> None:
    empty = empty_cells(name)
    counted = ", ".join(f'count(*) - count("{column}")' for column in empty)
    (by_duckdb,) = rows_of(duck, f"SELECT {counted} FROM '{file_of(name)}'")
    by_polars = pl.read_parquet(file_of(name)).null_count().row(0)
    assert by_duckdb == by_polars == tuple(empty.values())
    required = [f["name"] for f in load_schema(name).fields if f.get("constraints", {}).get("required")]
    assert {column: empty[column] for column in required if empty[column]} == {}


@pytest.mark.parametrize("name", [n for n in TABLES if any(f["type"] == "number" for f in load_schema(n).fields)])
def test_an_empty_number_is_null_and_not_nan(name: str, duck: duckdb.DuckDBPyConnection) -> None:
    numbers = [f["name"] for f in load_schema(name).fields if f["type"] == "number"]
    counted = ", ".join(f'count(*) FILTER (NOT isfinite("{column}"))' for column in numbers)
    assert rows_of(duck, f"SELECT {counted} FROM '{file_of(name)}'") == [(0,) * len(numbers)]


@pytest.mark.parametrize("name", TABLES)
def test_no_key_stands_twice_and_no_part_of_it_is_empty(name: str, duck: duckdb.DuckDBPyConnection) -> None:
    key = ", ".join(f'"{column}"' for column in load_schema(name).primary_key)
    assert rows_of(duck, f"SELECT {key} FROM '{file_of(name)}' GROUP BY ALL HAVING count(*) > 1") == []
    empty = empty_cells(name)
    assert [column for column in load_schema(name).primary_key if empty[column]] == []


LINKS = [(name, link) for name in TABLES for link in load_schema(name).links]


@pytest.mark.parametrize(("name", "link"), LINKS, ids=[f"{n}.{link.column}" for n, link in LINKS])
def test_every_link_finds_its_row(name: str, link: ForeignKey, duck: duckdb.DuckDBPyConnection) -> None:
    lost = f"""
        SELECT DISTINCT own."{link.column}" FROM '{file_of(name)}' own
        ANTI JOIN '{file_of(link.reference)}' other ON own."{link.column}" = other."{link.reference_column}"
        WHERE own."{link.column}" IS NOT NULL
    """
    assert rows_of(duck, lost) == []
