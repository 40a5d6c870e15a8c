"""A broken input is refused with table, column and row named, and the old file stays as it was."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from parley import build, building, schema
from parley.schema import TableInvalidError, load_schema, table_names

TABLES = table_names()
NOWHERE = Path("no-raw-folder-needed")
Build = Callable[[str, pd.DataFrame], build.BuildReport]


def fields(name: str, kind: str) -> list[str]:
    return [f["name"] for f in load_schema(name).fields if f["type"] == kind]


def bounded_percentages(name: str) -> list[str]:
    return [c for c in fields(name, "number") if c.endswith(("_pct", "_pp"))]


def country_columns(name: str) -> list[str]:
    return [k.column for k in load_schema(name).foreign_keys if k.reference == "countries"]


def shipped(name: str) -> pd.DataFrame:
    return pq.read_table(schema.DATA / f"{name}.parquet").to_pandas(date_as_object=False)


def some_rows(name: str) -> pd.DataFrame:
    """Enough rows of a large table to be refused for one of them."""
    return shipped(name).head(20_000)


@pytest.fixture
def build_from(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build a table of the copy as if its recipe had returned this frame."""

    def run(name: str, frame: pd.DataFrame) -> build.BuildReport:
        stand_in: Any = SimpleNamespace(build=lambda raw: frame, PUBLISHED=build.recipe(name).PUBLISHED)
        with monkeypatch.context() as patch:
            patch.setattr(build, "recipe", lambda asked: stand_in)
            return build.build_table(name, NOWHERE)

    return run


def refusal(name: str, frame: pd.DataFrame, build_from: Build, data_copy: Path) -> TableInvalidError:
    """The error of a build that must fail: the old file and the catalogue untouched, nothing left beside them."""
    kept = [data_copy / f"{name}.parquet", data_copy / "datapackage.json"]
    before, names = [p.read_bytes() for p in kept], files_in(data_copy)
    with pytest.raises(TableInvalidError) as caught:
        build_from(name, frame)
    assert [p.read_bytes() for p in kept] == before
    assert files_in(data_copy) == names
    assert caught.value.table == name
    assert name in str(caught.value)
    return caught.value


def files_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != building.LOCK)


@pytest.mark.parametrize("name", TABLES)
def test_the_unbroken_rows_build_and_count_as_unchanged(name: str, build_from: Build, data_copy: Path) -> None:
    before = (data_copy / f"{name}.parquet").read_bytes()
    assert not build_from(name, shipped(name)).changed
    assert (data_copy / f"{name}.parquet").read_bytes() == before


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_column_is_refused(name: str, build_from: Build, data_copy: Path) -> None:
    frame = some_rows(name)
    for column in load_schema(name).columns:
        error = refusal(name, frame.drop(columns=column), build_from, data_copy)
        assert error.column == column


@pytest.mark.parametrize("name", TABLES)
def test_a_duplicate_key_is_refused(name: str, build_from: Build, data_copy: Path) -> None:
    frame = some_rows(name)
    twice = pd.concat([frame, frame.iloc[[3]]], ignore_index=True)
    error = refusal(name, twice, build_from, data_copy)
    assert error.column == ", ".join(load_schema(name).primary_key)
    assert error.row in (3, len(frame))


@pytest.mark.parametrize("name", [n for n in TABLES if bounded_percentages(n)])
def test_a_rate_times_100_is_refused(name: str, build_from: Build, data_copy: Path) -> None:
    frame = shipped(name)
    for column in bounded_percentages(name):
        error = refusal(name, frame.assign(**{column: frame[column] * 100}), build_from, data_copy)
        assert error.column == column
        assert not in_range(name, column, frame.at[error.row, column] * 100)


def in_range(name: str, column: str, value: float) -> bool:
    field = next(f for f in load_schema(name).fields if f["name"] == column)
    limits = field.get("constraints", {})
    return bool(limits.get("minimum", -math.inf) <= value <= limits.get("maximum", math.inf))


@pytest.mark.parametrize("name", [n for n in TABLES if country_columns(n)])
def test_an_unknown_country_is_refused(name: str, build_from: Build, data_copy: Path) -> None:
    for column in country_columns(name):
        frame = some_rows(name)
        row = frame[column].first_valid_index()
        frame.loc[row, column] = "QQQ"
        error = refusal(name, frame, build_from, data_copy)
        assert (error.column, error.row) == (column, row)
        assert "QQQ" in str(error)


@pytest.mark.parametrize("text", ["12", "n/a"])
@pytest.mark.parametrize("name", [n for n in TABLES if fields(n, "number") + fields(n, "integer")])
def test_text_in_a_number_is_refused(name: str, text: str, build_from: Build, data_copy: Path) -> None:
    frame = some_rows(name)
    for column in fields(name, "number") + fields(name, "integer"):
        broken = frame.astype({column: object})
        broken.loc[3, column] = text
        error = refusal(name, broken, build_from, data_copy)
        assert (error.column, error.row) == (column, 3)
        assert repr(text) in str(error)


@pytest.mark.parametrize("name", TABLES)
def test_a_number_in_a_code_is_refused(name: str, build_from: Build, data_copy: Path) -> None:
    frame = some_rows(name)
    for column in fields(name, "string"):
        broken = frame.astype({column: object})
        broken.loc[3, column] = 12
        error = refusal(name, broken, build_from, data_copy)
        assert (error.column, error.row) == (column, 3)


def test_a_row_of_an_unregistered_source_is_refused(build_from: Build, data_copy: Path) -> None:
    frame = shipped("countries")
    frame.loc[2, "source_id"] = "nobody"
    error = refusal("countries", frame, build_from, data_copy)
    assert (error.column, error.row) == ("source_id", 2)
