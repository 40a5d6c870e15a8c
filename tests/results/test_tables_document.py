"""``docs/tables.md`` is current, and each of its lines runs in DuckDB and gives the table's rows."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from parley import schema
from parley.__main__ import TABLES, main
from parley.results.tables_document import document, joins, reading
from parley.schema import load_schema, table_names

NAMES = table_names()


@pytest.fixture
def duck(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.chdir(schema.DATA.parent)
    with duckdb.connect() as connection:
        yield connection


def test_the_document_is_current() -> None:
    assert TABLES.read_text(encoding="utf-8") == document(), "run python -m parley docs"


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.__main__.DOCS", tmp_path / "docs")
    monkeypatch.setattr("parley.__main__.TABLES", tmp_path / "docs" / "tables.md")
    (tmp_path / "docs").mkdir()
    assert main(["docs"]) == 0
    assert (tmp_path / "docs" / "tables.md").read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_says_its_key_its_joins_and_its_gaps(name: str) -> None:
    spec = load_schema(name)
    section = document().split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert f"One row per** {', '.join(f'`{key}`' for key in spec.primary_key)}." in section
    assert section.count("- **Missing**") == len(spec.gaps)
    assert all(words in section for words in (spec.title, reading(spec), *joins(spec), *spec.gaps, spec.withheld))
    assert len(joins(spec)) >= len(spec.links)


@pytest.mark.parametrize("name", NAMES)
def test_the_line_that_reads_a_table_runs(name: str, duck: duckdb.DuckDBPyConnection) -> None:
    spec = load_schema(name)
    found = duck.execute(reading(spec))
    assert [column[0] for column in found.description] == spec.columns
    assert len(found.fetchall()) == min(10, pq.read_metadata(schema.DATA / f"{name}.parquet").num_rows)


@pytest.mark.parametrize("name", [name for name in NAMES if joins(load_schema(name))])
def test_a_join_goes_before_the_limit_and_neither_loses_nor_repeats_a_row(
    name: str, duck: duckdb.DuckDBPyConnection
) -> None:
    spec = load_schema(name)
    references = {link.column for link in spec.references}
    for clause in joins(spec):
        assert duck.execute(reading(spec).replace("LIMIT", f"{clause} LIMIT")).fetchall(), clause
        column = clause.rpartition("t.")[2] if clause.startswith("SEMI") else "*"
        assert column in {"*", *references}
        counted = duck.execute(f"SELECT count(*) FROM 'data/{name}.parquet' t {clause}").fetchall()
        assert counted == duck.execute(f"SELECT count({column}) FROM 'data/{name}.parquet'").fetchall(), clause
