"""A broken input is refused with table, column and row named, and the old file stays as it was.

What a build leaves behind is the same for every table, so one table shows it for each rule. Whether a rule holds is
asked of every table and every column, of few rows: what would be refused in the whole table is refused in them.
"""

import functools
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parley import read_table
from parley.tables import build, lock, schema
from parley.tables.schema import TableInvalidError, load_schema, table_names

TABLES = table_names()
NOWHERE = Path("no-raw-folder-needed")
WHOLE = "tariff_layers"  # has rates, countries, codes and numbers
LAST = 3  # the row that is broken, the last of few
Case = tuple[pd.DataFrame, object, object]  # rows with a fault, and the column and row (or rows) the refusal names


def fields(name: str, *kinds: str) -> list[str]:
    return [f["name"] for f in load_schema(name).fields if f["type"] in kinds]


def bounded_percentages(name: str) -> list[str]:
    return [c for c in fields(name, "number") if c.endswith(("_pct", "_pp"))]


def country_columns(name: str) -> list[str]:
    return [k.column for k in load_schema(name).foreign_keys if k.reference == "countries"]


@functools.lru_cache(maxsize=2)  # some are large, and a rule asks of one after another
def shipped(name: str) -> pd.DataFrame:
    return pq.read_table(schema.DATA / f"{name}.parquet").to_pandas(date_as_object=False)


@functools.cache
def few_rows(name: str) -> pd.DataFrame:
    batch = next(pq.ParquetFile(schema.DATA / f"{name}.parquet").iter_batches(LAST + 1))
    return pa.Table.from_batches([batch]).to_pandas(date_as_object=False)


def with_cell(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    """The rows with one cell of the last of them changed."""
    broken = frame.astype({column: object})
    broken.loc[broken.index[-1], column] = value
    return broken


def without_a_column(name: str) -> Iterator[Case]:
    for column in load_schema(name).columns:
        yield few_rows(name).drop(columns=column), column, None


def with_a_key_twice(name: str) -> Iterator[Case]:
    frame = few_rows(name)
    twice = pd.concat([frame, frame.iloc[[LAST]]], ignore_index=True)
    yield twice, ", ".join(load_schema(name).primary_key), (LAST, LAST + 1)


def with_rates_times_100(name: str) -> Iterator[Case]:
    """Of a column the lowest and the highest rate: one of them must leave the range."""
    for column in (column for column in bounded_percentages(name) if shipped(name)[column].notna().any()):
        ends = {shipped(name)[column].idxmin(), shipped(name)[column].idxmax()}
        frame = shipped(name).loc[sorted(ends)].reset_index(drop=True)
        frame[column] *= 100
        yield frame, column, tuple(frame.index[~frame[column].between(*limits(name, column))])


def limits(name: str, column: str) -> tuple[float, float]:
    field = next(f for f in load_schema(name).fields if f["name"] == column)
    told = field.get("constraints", {})
    return told.get("minimum", -math.inf), told.get("maximum", math.inf)


def with_an_unknown_country(name: str) -> Iterator[Case]:
    for column in country_columns(name):
        known = shipped(name)[shipped(name)[column].notna()].head(1).reset_index(drop=True)
        yield with_cell(known, column, "QQQ"), column, 0


def with_text_in_a_number(name: str) -> Iterator[Case]:
    for column in fields(name, "number", "integer"):
        for text in ("12", "n/a"):
            yield with_cell(few_rows(name), column, text), column, LAST


def with_a_number_in_a_text(name: str) -> Iterator[Case]:
    for column in fields(name, "string"):
        yield with_cell(few_rows(name), column, 12), column, LAST


RULES = [
    without_a_column,
    with_a_key_twice,
    with_rates_times_100,
    with_an_unknown_country,
    with_text_in_a_number,
    with_a_number_in_a_text,
]
Rule = Callable[[str], Iterator[Case]]


@functools.cache
def standing(reference: str, column: str) -> set[Any]:
    """The values a foreign key may take."""
    return set(read_table(reference, columns=[column])[column].dropna())


def refusal(name: str, frame: pd.DataFrame) -> TableInvalidError | None:
    """The error these rows of a table are refused with; none where they are taken."""
    spec = load_schema(name)
    try:
        schema.validate(schema.to_arrow(frame, spec), spec, standing)
    except TableInvalidError as error:
        return error
    return None


def is_named(error: TableInvalidError | None, name: str, column: object, row: object) -> bool:
    """Whether the error names table, column and row, or one of several rows."""
    rows = row if isinstance(row, tuple) else (row,)
    return (
        error is not None
        and (error.table, error.column) == (name, column)
        and error.row in rows
        and name in str(error)
        and str(column) in str(error)
    )


@pytest.mark.parametrize("rule", RULES)
def test_each_column_of_every_table_is_refused_where_it_is_broken(
    rule: Rule, some: Callable[[list[str]], list[str]]
) -> None:
    taken, cases = [], 0
    names = some(TABLES)
    for name in names:
        for frame, column, row in rule(name):
            cases += 1
            error = refusal(name, frame)
            if not is_named(error, name, column, row):
                taken.append(f"{name}.{column}, row {row}: {error}")
    assert taken == []
    assert cases >= len(names) / 4  # most rules fit most tables; which tables is drawn


def test_few_rows_of_any_table_are_taken_as_they_are() -> None:
    """So what the rules above refuse is refused for its fault."""
    refused = {name: str(refusal(name, few_rows(name))) for name in TABLES if refusal(name, few_rows(name))}
    assert refused == {}


def test_the_value_that_is_refused_is_told() -> None:
    frame = few_rows(WHOLE)
    assert "'n/a'" in str(refusal(WHOLE, with_cell(frame, "rate_pct", "n/a")))
    assert "'QQQ'" in str(refusal(WHOLE, with_cell(frame, "importer_iso3", "QQQ")))


Build = Callable[[str, pd.DataFrame], build.BuildReport]


@pytest.fixture
def build_from(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build a table of the copy as if its recipe had returned this frame."""

    def run(name: str, frame: pd.DataFrame) -> build.BuildReport:
        stand_in = build.recipe(name)._replace(build=lambda raw: frame)
        with monkeypatch.context() as patch:
            patch.setattr(build, "recipe", lambda asked: stand_in)
            return build.build_table(name, NOWHERE)

    return run


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.name != lock.LOCK}


def assert_refused_whole(name: str, frame: pd.DataFrame, build_from: Build, folder: Path) -> TableInvalidError:
    """The error of a build that must fail: every file is as it was, and none is left beside them."""
    before = files_in(folder)
    with pytest.raises(TableInvalidError) as caught:
        build_from(name, frame)
    assert files_in(folder) == before
    return caught.value


@pytest.mark.parametrize("rule", RULES)
def test_a_refused_build_leaves_every_file_as_it_was(rule: Rule, build_from: Build, data_copy: Path) -> None:
    frame, column, row = next(rule(WHOLE))
    assert is_named(assert_refused_whole(WHOLE, frame, build_from, data_copy), WHOLE, column, row)


def test_a_row_of_an_unregistered_source_is_refused(build_from: Build, data_copy: Path) -> None:
    frame = shipped("countries").copy()
    frame.loc[2, "source_id"] = "nobody"
    error = assert_refused_whole("countries", frame, build_from, data_copy)
    assert (error.column, error.row) == ("source_id", 2)
