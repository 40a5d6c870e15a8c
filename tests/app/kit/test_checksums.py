"""The files are compared with the catalogue in the background; a block on a changed table says so in its place."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
import streamlit as st

from parley import read_table
from parley.app.kit import checksums
from parley.search import shipped
from parley.tables import integrity
from parley.tables import read as tables
from parley.tables.read import TableDamagedError
from tests.apps import at_address, charts, title
from tests.damage import flip_under_its_time

COMPARE_ONCE = checksums.compare_once  # in tests nothing runs in the background
NAME, COLUMN, PAGE, SUBJECT = "reserves", "reserves_t", "rare_earths", {"rare_stages_show": "Reserves"}


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(integrity, "PAUSE_S", 0)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def other_numbers(data_copy: Path) -> Path:
    """A table that reads without a fault and holds other numbers than the one in the catalogue."""
    path = data_copy / f"{NAME}.parquet"
    table = pq.read_table(path)
    place = table.column_names.index(COLUMN)
    pq.write_table(table.set_column(place, COLUMN, table[COLUMN].combine_chunks().fill_null(0)), path)
    return path


def test_a_changed_table_is_refused_and_no_other(data_copy: Path) -> None:
    assert len(read_table(NAME))
    flip_under_its_time(data_copy / f"{NAME}.parquet")
    assert len(read_table(NAME))  # held, and so still right
    checksums.compare()
    with pytest.raises(TableDamagedError, match=f"data/{NAME}.parquet is not the file"):
        read_table(NAME)
    with pytest.raises(TableDamagedError, match=f"data/{NAME}.parquet is not the file"):
        read_table(NAME, columns=["edition"])
    assert len(read_table("mine_production"))


def test_whole_files_are_not_touched(data_copy: Path) -> None:
    held = read_table(NAME)
    checksums.compare()
    assert read_table(NAME) is held


def test_without_a_catalogue_the_tables_are_read_and_the_log_says_why(
    other_numbers: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (other_numbers.parent / "datapackage.json").unlink()
    checksums.compare()
    assert len(read_table(NAME))
    assert "data/datapackage.json is missing" in caplog.text


def test_a_block_on_a_changed_table_says_so_and_the_rest_of_the_page_stays(data_copy: Path) -> None:
    before = at_address(PAGE, SUBJECT)
    assert charts(before)  # drawn before the comparison ended
    flip_under_its_time(data_copy / f"{NAME}.parquet")
    checksums.compare()
    after = before.run()
    assert [e.message for e in after.exception] == []
    assert [w.value.startswith("Stages: The table reserves cannot be trusted: ") for w in after.warning] == [True]
    assert charts(after) == []
    assert title(after) == title(before)


def test_what_a_model_worked_out_from_a_changed_table_is_dropped(data_copy: Path) -> None:
    from parley.calibration.world import union_members

    assert "DEU" in union_members()
    path = data_copy / "countries.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    tables.forget()
    checksums.compare()
    with pytest.raises(TableDamagedError, match=r"data/countries\.parquet is not the file"):
        union_members()


def test_the_comparison_begins_once_and_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, begun, ended = threading.Event(), [], threading.Event()

    def compare() -> None:
        begun.append(threading.current_thread().daemon)
        assert go_on.wait(60)
        ended.set()

    monkeypatch.setattr(checksums, "_begun", threading.Lock())
    monkeypatch.setattr(checksums, "compare", compare)
    for _ in range(3):
        COMPARE_ONCE()
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(60)
    assert begun == [True]


def test_a_page_begins_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(checksums, "compare_once", lambda: begun.append("compared"))
    assert title(at_address("sources", {}))
    assert begun == ["compared"]


def test_a_table_restored_is_read_again_without_a_restart(data_copy: Path) -> None:
    path = data_copy / f"{NAME}.parquet"
    whole = path.read_bytes()
    flip_under_its_time(path)
    checksums.compare()
    with pytest.raises(TableDamagedError, match="is not the file"):
        read_table(NAME)
    path.write_bytes(whole)
    assert len(read_table(NAME))
    checksums.compare()
    assert checksums.last_faults() == ()


def test_the_tables_are_compared_again_while_the_server_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    compared, waits = threading.Semaphore(0), []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            threading.Event().wait()  # the thread ends with the process

    monkeypatch.setattr(checksums, "_begun", threading.Lock())
    monkeypatch.setattr(checksums, "compare", compared.release)
    monkeypatch.setattr(checksums, "time", SimpleNamespace(sleep=sleep))
    COMPARE_ONCE()
    assert all(compared.acquire(timeout=60) for _ in range(3))
    assert waits[:2] == [600, 600]


def test_an_index_of_the_search_flipped_under_its_time_is_seen_with_the_next_comparison(data_copy: Path) -> None:
    with shipped.opened():
        pass
    flip_under_its_time(data_copy / shipped.NAME)
    checksums.compare()
    with pytest.raises(shipped.SearchError, match="its checksum differs"), shipped.opened():
        pass
