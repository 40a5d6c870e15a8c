"""Every shipped table against its schema, its catalogue entry, its sources and its recipe."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Checklist, Package, Resource, Schema

from parley import build, schema, tables
from parley.schema import load_schema, table_names

TABLES = table_names()
ON_DISK = sorted(path.stem for path in schema.DATA.glob("*.parquet"))
PACKAGE: dict[str, Any] = json.loads(schema.CATALOGUE.read_text(encoding="utf-8"))
RESOURCES = {Path(r["path"]).stem: r for r in PACKAGE["resources"]}
REGISTER = pd.read_csv(schema.DATA / "facts" / "sources.csv", dtype=str).set_index("source_id")


def file_of(name: str) -> Path:
    return schema.DATA / f"{name}.parquet"


def source_ids(name: str) -> set[str]:
    """The sources of a table's rows; the register itself has none."""
    spec = load_schema(name)
    if name == "sources" or "source_id" not in spec.columns:
        return set()
    return set(pq.read_table(file_of(name), columns=["source_id"]).column(0).to_pylist())


def test_schemas_files_recipes_and_catalogue_name_the_same_tables() -> None:
    recipes = [p.stem for p in (schema.DATA.parent / "parley" / "recipes").glob("*.py")]
    assert TABLES == ON_DISK == sorted(RESOURCES)
    assert set(TABLES) <= set(recipes)


@pytest.mark.parametrize("name", TABLES)
def test_a_shipped_table_is_valid_and_reproduces_what_is_in_print(name: str) -> None:
    for figure, value in build.check_table(name):
        assert abs(value - figure.expected) <= figure.tolerance
        assert figure.source.strip()


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_its_source(name: str) -> None:
    if "source_id" not in load_schema(name).columns:
        # labels without rows of their own origin must say where they come from in the schema
        assert "source" in load_schema(name).description.lower()
        return
    assert pq.read_table(file_of(name), columns=["source_id"]).column(0).null_count == 0


@pytest.mark.parametrize("name", TABLES)
def test_the_footer_carries_the_records_of_the_rows_sources(name: str) -> None:
    footer = json.loads(pq.read_schema(file_of(name)).metadata[b"parley"])
    assert footer["table"] == name
    assert (schema.DATA.parent / footer["recipe"]).is_file()
    assert {record["source_id"] for record in footer["sources"]} == source_ids(name)
    for record in footer["sources"]:
        assert record["citation"] == REGISTER.at[record["source_id"], "citation"]


@pytest.mark.parametrize("name", TABLES)
def test_the_catalogue_entry_is_true_of_the_file(name: str) -> None:
    entry, path = RESOURCES[name], file_of(name)
    assert entry["rows"] == pq.read_metadata(path).num_rows
    assert entry["bytes"] == path.stat().st_size
    assert entry["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert (schema.DATA / entry["schema"]).resolve() == (schema.SCHEMAS / f"{name}.json").resolve()
    assert entry["description"] == load_schema(name).description


@pytest.mark.parametrize("name", TABLES)
def test_no_table_ships_rows_of_a_source_that_forbids_it(name: str) -> None:
    ids = sorted(source_ids(name))
    assert [i for i in ids if i not in REGISTER.index] == []
    assert [i for i in ids if REGISTER.at[i, "may_redistribute"] == "no"] == []


@pytest.mark.parametrize("name", TABLES)
def test_of_a_source_that_allows_facts_only_single_figures_are_shipped(name: str) -> None:
    if not source_ids(name):
        assert name == "sources" or "source_id" not in load_schema(name).columns
        return
    ids = pq.read_table(file_of(name), columns=["source_id"]).column(0).to_pandas()
    rows = ids.value_counts()
    cited = rows[REGISTER.loc[rows.index, "may_redistribute"].to_numpy() == "facts_only"]
    # 194 countries x 7 results x 2 scenarios of one paper; of the others the largest is 96 chapters on nine days
    assert cited.sum() <= (2716 if name == "tariff_effects_by_country" else 1000)
    assert rows[rows.index.str.startswith("iea_")].sum() <= 104  # as many as are cited; its files are not passed on


@pytest.mark.raw
@pytest.mark.parametrize("name", TABLES)
def test_a_table_rebuilt_from_raw_equals_the_shipped_one(name: str, raw: Path) -> None:
    spec = load_schema(name)
    rebuilt = schema.to_arrow(build.recipe(name).build(raw), spec)
    shipped = pq.read_table(file_of(name))
    assert rebuilt.num_rows == shipped.num_rows
    assert build.same_content(rebuilt, shipped, spec)


@pytest.mark.raw
def test_a_changed_cell_is_seen_by_the_comparison(raw: Path) -> None:
    spec = load_schema("countries")
    frame = build.recipe("countries").build(raw)
    frame.loc[frame.index[0], "name"] += "x"
    assert not build.same_content(schema.to_arrow(frame, spec), pq.read_table(file_of("countries")), spec)


def refers_to_itself(name: str) -> bool:
    return any(key.reference == name for key in load_schema(name).foreign_keys)


# A sample of a table whose rows refer to one another would miss rows referred to.
SMALL = [n for n in TABLES if RESOURCES.get(n, {"rows": 0})["rows"] < 2500 or refers_to_itself(n)]


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
    return package.get_resource(name).validate().flatten(["rowNumber", "fieldName", "type", "note"])


def test_the_catalogue_is_a_valid_data_package() -> None:
    assert Package.validate_descriptor(str(schema.CATALOGUE)).flatten(["type", "note"]) == []
    assert sorted(Package(str(schema.CATALOGUE)).resource_names) == TABLES


def has_empty_numbers(name: str) -> bool:
    """Whether frictionless, which reads Parquet through pandas, would take a cell of the table for a NaN."""
    table = pq.read_table(file_of(name))
    return any(table[f["name"]].null_count for f in load_schema(name).fields if f["type"] in ("number", "integer"))


@pytest.mark.parametrize("name", [name for name in SMALL if not has_empty_numbers(name)])
def test_a_second_validator_reads_a_small_file_itself(name: str) -> None:
    # it counts no bytes of a Parquet file and would miss them
    resource = Package(str(schema.CATALOGUE)).get_resource(name)
    checked = resource.validate(Checklist(skip_errors=["byte-count"]))
    assert checked.flatten(["rowNumber", "fieldName", "type", "note"]) == []


@pytest.mark.parametrize("name", SMALL)
def test_a_second_validator_finds_a_small_table_valid(name: str) -> None:
    assert second_opinion(name, pq.read_table(file_of(name))) == []


@pytest.mark.parametrize("name", [name for name in TABLES if name not in SMALL])
def test_a_second_validator_finds_a_sample_of_a_large_table_valid(name: str) -> None:
    table = pq.read_table(file_of(name))
    rows = np.sort(np.random.default_rng(20250609).choice(len(table), 400, replace=False))
    assert second_opinion(name, table.take(rows)) == []


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
