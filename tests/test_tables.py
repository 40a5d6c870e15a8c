"""Every shipped table against its schema, its catalogue entry, its sources and its recipe."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Checklist, Package, Resource, Schema

from parley.recipes import FILE_OF, RawMissingError, Recipe
from parley.tables import build, schema
from parley.tables import read as tables
from parley.tables.schema import load_schema, table_names

TABLES = table_names()
ON_DISK = sorted(path.stem for path in schema.DATA.glob("*.parquet"))
PACKAGE: dict[str, Any] = json.loads(schema.CATALOGUE.read_text(encoding="utf-8"))
RESOURCES = {Path(r["path"]).stem: r for r in PACKAGE["resources"]}
REGISTER = pd.read_csv(schema.DATA / "facts" / "sources.csv", dtype=str).set_index("source_id")


def file_of(name: str) -> Path:
    return schema.DATA / f"{name}.parquet"


def test_schemas_files_recipes_and_catalogue_name_the_same_tables() -> None:
    assert TABLES == ON_DISK == sorted(RESOURCES)
    recipes = {name: build.recipe(name).file for name in TABLES}
    assert [name for name, file in recipes.items() if not (schema.DATA.parent / file).is_file()] == []
    assert set(FILE_OF) <= set(TABLES)


@pytest.fixture(scope="module")
def ids_of() -> dict[str, pd.Series]:
    """The sources of each table's rows, and how many rows each has; the register itself has none."""
    names = [name for name in TABLES if name != "sources" and "source_id" in load_schema(name).columns]
    columns = {name: pq.read_table(file_of(name), columns=["source_id"]).column(0) for name in names}
    return {name: column.to_pandas().value_counts(dropna=False) for name, column in columns.items()}


def test_a_typed_table_is_checked_in_a_folder_without_its_rows_and_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.recipes.DATA", tmp_path)
    typed = build.recipe("control_items")
    assert typed.published
    with pytest.raises(RawMissingError, match=r"control_items\.csv"):
        typed.build(tmp_path)


def shipped_rows(name: str) -> Recipe:
    """A recipe that returns the rows as they are shipped, for where no raw folder is given."""
    own = build.recipe(name)

    def rows(raw: Path) -> pd.DataFrame:
        return pq.read_table(file_of(name)).to_pandas(date_as_object=False)

    return own._replace(build=rows)


@pytest.mark.timeout(1800)  # the law of every origin line by line takes minutes
def test_a_build_of_every_table_finds_it_valid_true_to_print_and_unchanged(
    data_copy: Path,
    some: Callable[[list[str]], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """From the raw folder where one is given, else from the shipped rows: content, footer and catalogue stay."""
    raw = Path()
    names = some(TABLES)
    if os.environ.get("PARLEY_RAW"):
        raw = request.getfixturevalue("raw")
    else:
        recipes = {name: shipped_rows(name) for name in TABLES}
        monkeypatch.setattr(build, "recipe", recipes.__getitem__)
    before = {path.name: path.read_bytes() for path in data_copy.glob("*.*")}
    reports, faults = build.build_tables(names, raw)
    assert faults == []
    assert sorted(report.table for report in reports) == names
    assert [report.table for report in reports if report.changed] == []
    assert [name for name, content in before.items() if (data_copy / name).read_bytes() != content] == []


def test_every_figure_in_print_names_where_it_stands() -> None:
    figures = {name: build.recipe(name).published for name in TABLES}
    assert [name for name, told in figures.items() for figure in told if not figure.source.strip()] == []
    assert sum(map(len, figures.values())) > len(TABLES)


def test_every_row_names_its_source(ids_of: dict[str, pd.Series]) -> None:
    assert [name for name, rows in ids_of.items() if rows.index.hasnans] == []
    # labels without rows of their own origin must say where they come from in the schema
    without = [name for name in TABLES if "source_id" not in load_schema(name).columns]
    assert [name for name in without if "source" not in load_schema(name).description.lower()] == []


def test_the_footer_carries_the_records_of_the_rows_sources(ids_of: dict[str, pd.Series]) -> None:
    faults = []
    for name in TABLES:
        footer = json.loads(pq.read_schema(file_of(name)).metadata[b"parley"])
        records = {record["source_id"]: record["citation"] for record in footer["sources"]}
        told = {i: REGISTER.at[i, "citation"] for i in ids_of.get(name, pd.Series()).index}
        if (footer["table"], records) != (name, told):
            faults.append(name)
    assert faults == []


def test_the_catalogue_entry_is_true_of_the_file() -> None:
    faults = {}
    for name in TABLES:
        entry, path = RESOURCES[name], file_of(name)
        true = {
            "rows": pq.read_metadata(path).num_rows,
            "bytes": path.stat().st_size,
            "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
            "schema": f"schemas/{name}.json",
            "description": load_schema(name).description,
        }
        faults |= {f"{name}: {what}": entry[what] for what, value in true.items() if entry[what] != value}
    assert faults == {}


def test_no_table_ships_rows_of_a_source_that_forbids_it(ids_of: dict[str, pd.Series]) -> None:
    used = {(name, i) for name, rows in ids_of.items() for i in rows.index}
    assert [(name, i) for name, i in used if i not in REGISTER.index] == []
    assert [(name, i) for name, i in used if REGISTER.at[i, "may_redistribute"] == "no"] == []


def test_of_a_source_that_allows_facts_only_single_figures_are_shipped(ids_of: dict[str, pd.Series]) -> None:
    # 194 countries x 7 results x 2 scenarios of one paper; of the others the largest is 96 chapters on nine days
    most = {"tariff_effects_by_country": 2716}
    few = REGISTER.index[REGISTER["may_redistribute"] == "facts_only"]
    cited = {name: rows[rows.index.isin(few)].sum() for name, rows in ids_of.items()}
    assert {name: count for name, count in cited.items() if count > most.get(name, 1000)} == {}
    # as many rows of the agency as are cited; its files are not passed on
    of_agency = {name: rows[rows.index.str.startswith("iea_")].sum() for name, rows in ids_of.items()}
    assert {name: count for name, count in of_agency.items() if count > 104} == {}


@pytest.mark.raw
def test_a_changed_cell_is_seen_by_the_comparison(raw: Path) -> None:
    spec = load_schema("countries")
    frame = build.recipe("countries").build(raw)
    frame.loc[frame.index[0], "name"] += "x"
    assert not build.same_content(schema.to_arrow(frame, spec), pq.read_table(file_of("countries")), spec)


SAMPLE = 400
FAULT = ["rowNumber", "fieldName", "type", "note"]


def cells(row: dict[str, Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in row.values()]


def second_opinion(name: str, table: pa.Table) -> list[list[Any]]:
    """Row, column and kind of every fault frictionless finds, foreign keys too.

    The rows are handed over: reading Parquet itself, frictionless takes an empty number for a NaN outside its range.
    """
    spec = load_schema(name)
    referred = {k.reference for k in spec.foreign_keys} - {name}
    tables = {name: table, **{r: pq.read_table(file_of(r)) for r in referred}}
    package = Package(
        name="parley",
        resources=[
            Resource(
                name=t,
                data=[rows.column_names, *(cells(row) for row in rows.to_pylist())],
                schema=Schema.from_descriptor(json.loads((schema.SCHEMAS / f"{t}.json").read_text(encoding="utf-8"))),
            )
            for t, rows in tables.items()
        ],
    )
    return package.get_resource(name).validate().flatten(FAULT)


def test_the_catalogue_is_a_valid_data_package() -> None:
    assert Package.validate_descriptor(str(schema.CATALOGUE)).flatten(["type", "note"]) == []
    assert sorted(Package(str(schema.CATALOGUE)).resource_names) == TABLES


def has_empty_numbers(name: str) -> bool:
    """Whether frictionless, which reads Parquet through pandas, would take a cell of the table for a NaN."""
    table = pq.read_table(file_of(name))
    return any(table[f["name"]].null_count for f in load_schema(name).fields if f["type"] in ("number", "integer"))


def test_a_second_validator_reads_the_small_files_itself() -> None:
    package = Package(str(schema.CATALOGUE))
    # it counts no bytes of a Parquet file and would miss them
    checks = Checklist(skip_errors=["byte-count"])
    small = [name for name in TABLES if RESOURCES[name]["rows"] <= SAMPLE and not has_empty_numbers(name)]
    assert len(small) > 10
    found = {name: package.get_resource(name).validate(checks).flatten(FAULT) for name in small}
    assert {name: faults for name, faults in found.items() if faults} == {}


def sampled(name: str) -> pa.Table:
    """Some rows of a table, drawn; all of one whose rows refer to one another, or rows referred to would be missed."""
    table = pq.read_table(file_of(name))
    if len(table) <= SAMPLE or any(key.reference == name for key in load_schema(name).foreign_keys):
        return table
    return table.take(np.sort(np.random.default_rng(20250609).choice(len(table), SAMPLE, replace=False)))


def test_a_second_validator_finds_every_table_valid() -> None:
    found = {name: second_opinion(name, sampled(name)) for name in TABLES}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_second_validator_sees_a_broken_table() -> None:
    rows = pq.read_table(file_of("countries")).to_pylist()
    rows[0]["source_id"] = "nobody"
    rows[1]["iso3"] = "usa"
    rows[2]["iso3"] = rows[3]["iso3"]
    broken = pa.Table.from_pylist(rows, schema=load_schema("countries").arrow)
    assert [fault[:3] for fault in second_opinion("countries", broken)] == [
        [2, None, "foreign-key"],
        [3, "iso3", "constraint-error"],
        [5, None, "primary-key"],
    ]


def test_a_table_that_is_let_go_while_it_is_read_is_given_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class LetGoAtOnce(dict[str, pd.DataFrame]):
        """As another thread leaves it that forgets the table the moment it is held."""

        def __setitem__(self, name: str, frame: pd.DataFrame) -> None:
            """Hold nothing."""

    monkeypatch.setattr(tables, "_held", LetGoAtOnce())
    assert not tables.read_table("countries").empty
