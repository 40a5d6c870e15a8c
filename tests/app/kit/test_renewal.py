"""A refresh beside a running app: the next page has the new tables, and no page is of two catalogues."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import streamlit as st

from parley import data_package, tables
from parley.app.kit import renewal
from parley.build import write_parquet
from parley.schema import load_schema
from tests.apps import at_address

NAME = "reserves"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    renewal._taken.clear()
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
    renewal._taken.clear()


def shorten(folder: Path) -> int:
    """Put a table with a row less in place, its catalogue last; the rows it has now."""
    path = folder / f"{NAME}.parquet"
    table = pq.read_table(path)
    write_parquet(table.slice(0, table.num_rows - 1), folder / "new.parquet")
    entry = data_package.entry(load_schema(NAME), table.slice(0, table.num_rows - 1), folder / "new.parquet")
    text = data_package.with_entries([entry])
    (folder / "new.parquet").replace(path)
    (folder / "new.json").write_text(text, encoding="utf-8")
    (folder / "new.json").replace(folder / "datapackage.json")
    return int(table.num_rows) - 1


def test_new_tables_are_taken_up_without_a_restart(data_copy: Path) -> None:
    renewal.take_up()
    held = tables.read_table(NAME)
    rows = shorten(data_copy)
    assert tables.read_table(NAME) is held
    renewal.take_up()
    assert len(tables.read_table(NAME)) == rows == len(held) - 1


def test_the_same_tables_stay_in_memory(data_copy: Path) -> None:
    renewal.take_up()
    held = tables.read_table(NAME)
    renewal.take_up()
    assert tables.read_table(NAME) is held


def test_a_table_refused_before_is_read_when_a_whole_one_is_in_place(data_copy: Path) -> None:
    renewal.take_up()
    tables.refuse({NAME: "damaged"})
    shorten(data_copy)
    renewal.take_up()
    assert len(tables.read_table(NAME))


def test_a_run_waits_while_files_are_being_replaced(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = data_copy / tables.JOURNAL
    journal.write_text("{}")
    waits: list[float] = []

    def ends(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            journal.unlink()

    monkeypatch.setattr(renewal.time, "sleep", ends)
    renewal.take_up()
    assert len(waits) == 3


def test_a_replacement_that_was_killed_is_waited_for_once(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_copy / tables.JOURNAL).write_text("{}")
    monkeypatch.setattr(renewal, "LONGEST_WAIT_S", 0.1)
    waits: list[float] = []
    monkeypatch.setattr(renewal.time, "sleep", waits.append)
    renewal.take_up()
    assert waits
    waits.clear()
    renewal.take_up()
    assert waits == []


def test_a_page_drawn_while_tables_change_is_drawn_again_and_is_of_one_catalogue(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    take_up = renewal.take_up

    def noted() -> tables.Version:
        version = take_up()
        runs.append(len(tables.read_table(NAME)))
        if len(runs) == 1:
            shorten(data_copy)  # after the run began
        return version

    monkeypatch.setattr(renewal, "take_up", noted)
    app = at_address("sources", {})
    assert not app.exception
    first, *others = runs
    assert others and set(others) == {first - 1}


def test_a_missing_catalogue_is_a_version_too(data_copy: Path) -> None:
    (data_copy / "datapackage.json").rename(data_copy / "elsewhere.json")
    assert tables.version() == (0, 0, 0)
    (data_copy / "elsewhere.json").rename(data_copy / "datapackage.json")
    assert tables.version() != (0, 0, 0)
