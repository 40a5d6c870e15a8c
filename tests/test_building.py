"""Two builds of one folder, a full disk, a folder without rights: nothing lost, nothing half-written, one sentence."""

import contextlib
import errno
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from parley.__main__ import main
from parley.recipes import RawMissingError, Recipe
from parley.tables import build, lock, schema
from parley.tables import package as data_package
from parley.tables.catalogue import read_catalogue
from parley.tables.lock import BuildHeldError, locked
from parley.tables.read import read_table
from parley.tables.schema import SchemaError
from tests.full_disk import full_disk
from tests.servers import HANG_SECONDS

NOBODY = 65534
SPAWN = multiprocessing.get_context("spawn")
SMALL = ["control_items", "reserves", "demand_by_use"]


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is spawned runs the main module again; Streamlit's test runner may have left the app there."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def recipe_of(frame: pd.DataFrame) -> Recipe:
    return Recipe(lambda raw: frame)


def whole(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock, by name."""
    kept = (p for p in folder.rglob("*") if p.is_file() and p.name != lock.LOCK)
    return {str(p.relative_to(folder)): p.read_bytes() for p in kept}


@pytest.fixture
def changed(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a table whose recipe now gives one row less."""
    monkeypatch.setattr(build, "recipe", lambda name: recipe_of(read_table(name).iloc[:-1]))
    return "reserves"


def slowly(read: Callable[..., str]) -> Callable[..., str]:
    """Between reading the catalogue and writing it there is time for every other build to read the same."""

    def reads(*arguments: Any) -> str:
        text = read(*arguments)
        time.sleep(0.5)
        return text

    return reads


def build_in(folder: str, name: str, start: Connection) -> None:
    """In a process of its own: rebuild a table one row shorter, when it is told that all are ready."""
    with pytest.MonkeyPatch.context() as patch:
        for module, attribute, value in (
            (schema, "DATA", Path(folder)),
            (schema, "SCHEMAS", Path(folder) / "schemas"),
            (schema, "CATALOGUE", Path(folder) / "datapackage.json"),
        ):
            patch.setattr(module, attribute, value)
        shorter = recipe_of(pq.read_table(Path(folder) / f"{name}.parquet").to_pandas(date_as_object=False).iloc[:-1])
        patch.setattr(build, "recipe", lambda asked: shorter)
        patch.setattr(data_package, "with_entries", slowly(data_package.with_entries))
        start.send("ready")
        start.recv()
        build.build_tables([name], Path(folder))


def test_builds_at_the_same_time_lose_no_entry_of_the_catalogue(data_copy: Path) -> None:
    before = {r["name"]: r["rows"] for r in read_catalogue()["resources"]}
    starts, processes = [], []
    for name in SMALL:
        start, its = SPAWN.Pipe()
        process = SPAWN.Process(target=build_in, args=(str(data_copy), name, its), daemon=True)
        process.start()
        its.close()  # so that a process that dies ends the wait for it
        starts.append(start)
        processes.append(process)
    for start in starts:
        assert start.poll(HANG_SECONDS) and start.recv() == "ready"
    for start in starts:
        start.send("all are")
    for process in processes:
        process.join(HANG_SECONDS)
    assert [process.exitcode for process in processes] == [0] * len(SMALL)
    after = {r["name"]: r for r in read_catalogue()["resources"]}
    assert sorted(after) == sorted(before)
    for name in SMALL:
        assert after[name]["rows"] == before[name] - 1 == pq.read_metadata(data_copy / f"{name}.parquet").num_rows


def test_a_second_build_says_who_holds_the_folder_and_gives_up(tmp_path: Path) -> None:
    told: list[str] = []
    with locked(tmp_path):
        own = json.loads((tmp_path / lock.HOLDER).read_text())
        with pytest.raises(BuildHeldError) as caught, locked(tmp_path, wait_s=0, tell=told.append):
            pytest.fail("two builds at once")
    assert own["pid"] == os.getpid()
    for words in (*told, str(caught.value)):
        assert f"process {own['pid']} on {own['host']}, since {own['since']}" in words
    assert len(told) == 1


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    waits = threading.Event()

    def second() -> None:
        with locked(tmp_path, wait_s=60, tell=lambda words: waits.set()):
            order.append("second")

    other = threading.Thread(target=second)
    with locked(tmp_path):
        other.start()
        assert waits.wait(60)
        order.append("first")
    other.join(60)
    assert order == ["first", "second"]
    assert whole(tmp_path) == {}


def hold_and_die(folder: str) -> None:
    with locked(Path(folder)):
        os._exit(9)


def test_a_build_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    process = SPAWN.Process(target=hold_and_die, args=(str(tmp_path),))
    process.start()
    process.join(HANG_SECONDS)
    assert process.exitcode == 9
    assert (tmp_path / lock.HOLDER).exists()
    with locked(tmp_path, wait_s=0):
        assert json.loads((tmp_path / lock.HOLDER).read_text())["pid"] == os.getpid()


def test_build_ends_with_a_sentence_where_another_build_goes_on(
    data_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(data_copy):
        assert main(["build", "reserves", "--raw", str(tmp_path), "--wait", "0"]) == 1
    assert f"process {os.getpid()} on " in capsys.readouterr().err


def assert_refused_whole(name: str, folder: Path, raw: Path, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The build ends with status 1 and one sentence, and every file of the folder is as it was."""
    before = whole(folder)
    assert main(["build", name, "--raw", str(raw)]) == 1
    error = capsys.readouterr().err.strip().splitlines()
    assert len(error) == 1
    assert error[0].startswith("parley: ") and told in error[0]
    assert whole(folder) == before


def full(write: Callable[..., Any], part: bytes) -> Callable[..., Any]:
    """A writer that puts some bytes into its file before the disk is full."""

    def fails(*arguments: Any, **options: Any) -> None:
        place = next(a for a in arguments if isinstance(a, Path))
        place.write_bytes(part)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))

    return fails


@pytest.mark.parametrize("at", ["table", "catalogue", "start"])
def test_a_full_disk_ends_a_build_whole(
    at: str,
    changed: str,
    data_copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if at == "table":
        monkeypatch.setattr(pq, "write_table", full(pq.write_table, b"PAR1"))
    else:
        write, last = Path.write_text, {"catalogue": "datapackage.json", "start": lock.HOLDER}[at]

        def write_text(path: Path, text: str, **options: Any) -> int:
            return full(write, b"{")(path) if path.name == last else write(path, text, **options)

        monkeypatch.setattr(Path, "write_text", write_text)
    assert_refused_whole(changed, data_copy, tmp_path, "the disk is full", capsys)


@pytest.mark.skipif(os.name != "posix", reason="the limit on the size of a file is a POSIX one")
def test_a_file_the_system_cuts_off_ends_a_build_whole(
    data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "us_mfn_rates"
    frame = read_table(name).iloc[:-1]
    monkeypatch.setattr(build, "recipe", lambda asked: recipe_of(frame))
    with full_disk():
        assert_refused_whole(name, data_copy, tmp_path, f"{name}.parquet is not written", capsys)


@contextlib.contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Inside, this process may read the folder and not write to it; the superuser, whom no rights bind, is nobody."""
    folder.chmod(0o555)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def open_data(monkeypatch: pytest.MonkeyPatch, data_copy: Path) -> Iterator[Path]:
    """The copy of ``data/`` at a place that every user may read."""
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        moved = Path(shutil.copytree(data_copy, Path(parent) / "data"))
        monkeypatch.setattr(schema, "DATA", moved)
        monkeypatch.setattr(schema, "SCHEMAS", moved / "schemas")
        monkeypatch.setattr(schema, "CATALOGUE", moved / "datapackage.json")
        yield moved


@pytest.mark.skipif(os.name != "posix", reason="the rights of a folder are POSIX ones")
def test_a_folder_without_rights_ends_a_build_whole(
    open_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = read_table("reserves").iloc[:-1]
    monkeypatch.setattr(build, "recipe", lambda asked: recipe_of(frame))
    with without_rights(open_data):
        assert_refused_whole("reserves", open_data, open_data, "is read-only for you", capsys)


def test_a_fault_of_one_table_does_not_stop_the_others(
    data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = {name: read_table(name).iloc[:-1] for name in ("reserves", "demand_by_use")}

    def missing(raw: Path) -> pd.DataFrame:
        raise RawMissingError("raw file x is not in the raw folder")

    def recipe(name: str) -> Recipe:
        return Recipe(missing) if name == "demand_by_use" else recipe_of(frames[name])

    monkeypatch.setattr(build, "recipe", recipe)
    reports, faults = build.build_tables(list(frames), tmp_path)
    assert [(r.table, r.changed) for r in reports] == [("reserves", True)]
    assert faults == ["demand_by_use: raw file x is not in the raw folder"]


def test_a_build_that_fails_leaves_the_folder_free(changed: str, data_copy: Path, tmp_path: Path) -> None:
    schema.CATALOGUE.unlink()
    with pytest.raises(SchemaError, match="is missing"):
        build.build_tables([changed], tmp_path)
    with locked(data_copy, wait_s=0):
        assert (data_copy / lock.HOLDER).exists()
