"""DuckDB as the app opens it reads the files of the datasets and nothing else: neither by its own lock nor by ours."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from parley.explore import (
    BusyError,
    CancelledError,
    Engine,
    EngineError,
    Question,
    Settings,
    Stop,
    TooLongError,
    open_engine,
)
from parley.explore.engine import AT_ONCE
from parley.tables import read as tables
from parley.tables import schema
from parley.tables.read import TableDamagedError, TableMissingError
from parley.tables.schema import DATA
from tests.explore.asked import CHAPTERS, CHINA, HTS10, TEN

secret_frame = pa.table({"secret": [1]})
ATTEMPTS = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/proc/self/environ')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_json('{data}/datapackage.json')",
    "SELECT * FROM read_parquet('{data}/countries.parquet')",
    "SELECT * FROM read_parquet('{data}/../data/countries.parquet')",
    "SELECT * FROM parquet_metadata('{data}/countries.parquet')",
    "SELECT * FROM read_parquet('{data}/*.parquet')",
    "SELECT * FROM glob('{data}/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM sqlite_scan('{data}/search.sqlite', 'x')",
    "SELECT * FROM secret_frame",
    "COPY (SELECT 1) TO '{out}/x.csv'",
    "COPY {table} TO '{out}/x.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{out}/all'",
    "ATTACH '{out}/x.db'",
    "ATTACH '{data}/search.sqlite' (TYPE sqlite)",
    "INSTALL httpfs",
    "LOAD '{out}/x.duckdb_extension'",
    "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_paths = ['/etc/passwd']",
    "SET memory_limit = '64GB'",
    "PRAGMA temp_directory='{out}'",
    "RESET enable_external_access",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine(Settings()) as opened:
        yield opened


def written(attempt: str, out: Path) -> str:
    return attempt.format(data=DATA, out=out, table=HTS10)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_else_can_be_reached(engine: Engine, tmp_path: Path, attempt: str) -> None:
    with pytest.raises(duckdb.Error):
        engine._runner._database.cursor().execute(written(attempt, tmp_path)).fetchall()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attempt", [*ATTEMPTS, "SELECT 1; SELECT 2", "COPY (SELECT 1) TO '{data}/{table}.parquet'"])
def test_the_engine_runs_one_select_alone(engine: Engine, tmp_path: Path, attempt: str) -> None:
    before = (DATA / f"{HTS10}.parquet").stat()
    with pytest.raises(EngineError):
        list(engine._runner.batches(written(attempt, tmp_path), pa.schema([("x", pa.int64())]), Stop(20)))
    assert (DATA / f"{HTS10}.parquet").stat() == before
    assert list(tmp_path.iterdir()) == []


def test_what_is_asked_in_the_same_way_is_answered(engine: Engine) -> None:
    (batch,) = engine._runner.batches(f"SELECT count(*) AS x FROM {HTS10}", pa.schema([("x", pa.int64())]), Stop(20))
    assert batch["x"].to_pylist() == [690_422]


def test_memory_and_threads_are_limited(engine: Engine) -> None:
    cursor = engine._runner._database.cursor()  # type: ignore[attr-defined]
    told = dict(cursor.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert (told["memory_limit"], told["threads"], told["temp_directory"]) == ("244.1 MiB", "2", "")


def test_an_answer_that_takes_too_long_is_stopped() -> None:
    with open_engine(Settings(seconds=0.001)) as engine, pytest.raises(TooLongError, match=r"0\.001 seconds"):
        engine.answer(TEN[2])
        engine.answer(TEN[4])


def test_a_stream_that_was_cancelled_ends(engine: Engine) -> None:
    stop = Stop(20)
    rows = engine.rows(Question(HTS10, "value", "hts10", "origin"), stop=stop)
    assert next(rows).num_rows
    stop.cancel()
    with pytest.raises(CancelledError):
        list(rows)
    assert engine.answer(TEN[0]).num_rows  # the next question is answered


def test_progress_is_told_while_an_answer_is_worked_on_and_not_after(engine: Engine) -> None:
    """Every line of China's beside every other: it would take far longer than the test waits."""
    pairs = f"SELECT a.hts10, b.hts10 AS other FROM {HTS10} a, {HTS10} b WHERE a.exporter_iso3 = b.exporter_iso3"
    sql = f"SELECT hts10 || other AS x, count(*) AS n FROM ({pairs}) GROUP BY 1 ORDER BY 2"
    stop, shares = Stop(60), set()
    schema = pa.schema([("x", pa.string()), ("n", pa.int64())])
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(lambda: list(engine._runner.batches(sql, schema, stop)))
        until = time.monotonic() + 50
        while len(shares - {None}) < 3 and not asked.done() and time.monotonic() < until:
            shares.add(stop.share)
            time.sleep(0.01)
        stop.cancel()
        with pytest.raises(CancelledError):
            asked.result()
    told = {share for share in shares if share is not None}
    assert len(told) >= 3 and all(0 <= share < 1 for share in told)
    assert stop.share is None
    assert engine.answer(TEN[0]).num_rows


def test_what_needs_more_memory_than_allowed_is_told(tmp_path: Path) -> None:
    with open_engine(Settings(memory_mb=20)) as engine, pytest.raises(EngineError, match="memory"):
        list(engine.rows(Question(HTS10, "value", "hts10", "origin")))


def test_one_visitor_too_many_is_told_so_and_none_is_forgotten() -> None:
    with open_engine(Settings(stream_seconds=60, seconds=0.5)) as engine:
        streams = [engine.rows(Question(HTS10, "value", "hts10", "origin")) for _ in range(AT_ONCE + 1)]
        for rows in streams[:-1]:
            assert next(rows).num_rows
        with pytest.raises(BusyError):
            next(streams[-1])
        assert engine.answer(TEN[6]).num_rows  # an answer does not wait for those who take all rows
        streams[0].close()  # type: ignore[attr-defined]
        assert next(engine.rows(Question(HTS10, "value", "origin"))).num_rows


def test_a_lost_or_damaged_table_is_told_when_it_is_asked_and_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, damaged = (tmp_path / f"{name}.parquet" for name in (HTS10, CHAPTERS))
    for name in (CHINA, "us_imports_hs10_2024"):
        (tmp_path / f"{name}.parquet").symlink_to(DATA / f"{name}.parquet")
    damaged.write_bytes(b"PAR1 and then nothing")
    (tmp_path / "schemas").symlink_to(DATA / "schemas")
    monkeypatch.setattr(schema, "SCHEMAS", tmp_path / "schemas")
    monkeypatch.setattr(schema, "DATA", tmp_path)
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with open_engine(Settings()) as engine:
        with pytest.raises(TableMissingError, match=HTS10):
            engine.answer(TEN[0])
        with pytest.raises(TableDamagedError, match=CHAPTERS):
            engine.answer(TEN[7])
        assert engine.answer(TEN[9]).num_rows
        shutil.copy(DATA / lost.name, lost)
        assert engine.answer(TEN[0]).num_rows
        tables.refuse({HTS10: "It is not the catalogue's."})
        try:
            with pytest.raises(TableDamagedError):
                engine.answer(TEN[0])
        finally:
            tables.refuse({})
