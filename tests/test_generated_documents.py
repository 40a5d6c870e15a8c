"""``docs/generated/`` is current, and each line of the document of tables runs in DuckDB and gives the table's rows."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from parley.__main__ import GENERATED, main
from parley.commands import documents
from parley.tables import schema
from parley.tables.document import document, joins, reading
from parley.tables.schema import load_schema, table_names

NAMES = table_names()


@pytest.fixture
def duck(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB in the folder from which the lines are to be run."""
    monkeypatch.chdir(schema.DATA.parent)
    with duckdb.connect() as connection:
        yield connection


def test_the_documents_are_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.__main__.GENERATED", tmp_path)
    assert main(["docs"]) == 0
    texts = {path.name: path.read_text(encoding="utf-8") for path in GENERATED.iterdir()}
    assert set(texts) == {"tables.md", "glossary.md", "commands.md", "imports.md"}
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    for pages in (texts, written):  # how the help of a command is wrapped differs by version of Python
        pages["commands.md"] = " ".join(pages["commands.md"].split())
    assert [name for name, text in texts.items() if written[name] != text] == [], "run python -m parley docs"


def test_a_picture_of_imports_has_no_circle_and_no_arrow_that_a_longer_way_replaces() -> None:
    every = Counter({("a", "b"): 9, ("b", "c"): 9, ("a", "c"): 9, ("c", "a"): 5})
    assert documents.shortest_set(every) == {("a", "b"), ("b", "c")}


def test_every_table_says_its_key_its_joins_and_its_gaps() -> None:
    sections = {part.partition("\n")[0]: part for part in document().split("\n## ")[1:]}
    assert list(sections) == NAMES
    for name in NAMES:
        spec, section = load_schema(name), sections[name]
        assert f"One row per** {', '.join(f'`{key}`' for key in spec.primary_key)}." in section, name
        assert section.count("- **Missing**") == len(spec.gaps), name
        words = (spec.title, reading(spec), *joins(spec), *spec.gaps, spec.withheld)
        assert [told for told in words if told not in section] == [], name
        assert len(joins(spec)) >= len(spec.links), name


def test_the_line_that_reads_a_table_runs(duck: duckdb.DuckDBPyConnection) -> None:
    for name in NAMES:
        spec = load_schema(name)
        found = duck.execute(reading(spec))
        assert [column[0] for column in found.description] == spec.columns, name
        assert len(found.fetchall()) == min(10, pq.read_metadata(schema.DATA / f"{name}.parquet").num_rows), name


def test_a_join_goes_before_the_limit_and_neither_loses_nor_repeats_a_row(duck: duckdb.DuckDBPyConnection) -> None:
    clauses = [(load_schema(name), clause) for name in NAMES for clause in joins(load_schema(name))]
    assert len(clauses) > len(NAMES)
    for spec, clause in clauses:
        assert duck.execute(reading(spec).replace("LIMIT", f"{clause} LIMIT")).fetchall(), (spec.name, clause)
        column = clause.rpartition("t.")[2] if clause.startswith("SEMI") else "*"
        assert column in {"*", *(link.column for link in spec.references)}, (spec.name, clause)
        file = f"'data/{spec.name}.parquet'"
        counted = duck.execute(f"SELECT count(*) FROM {file} t {clause}").fetchall()
        assert counted == duck.execute(f"SELECT count({column}) FROM {file}").fetchall(), (spec.name, clause)
