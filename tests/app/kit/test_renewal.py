"""A refresh beside a running app: the next page has the new tables, and no page is of two catalogues."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.__main__ import main
from parley.app.kit import blocks, renewal
from parley.tables import catalogue, lock, staging
from parley.tables import package as data_package
from parley.tables import read as tables
from parley.tables.build import write_parquet
from parley.tables.files import NotWrittenError
from parley.tables.integrity import differing
from parley.tables.schema import load_schema
from tests.apps import at_address, date_of, html

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


def clock(sleep: Callable[[float], None]) -> SimpleNamespace:
    """The module's clock with another pause; other threads keep theirs."""
    return SimpleNamespace(sleep=sleep, monotonic=time.monotonic)


def test_a_run_waits_while_files_are_being_replaced(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = data_copy / tables.JOURNAL
    waits: list[float] = []

    def ends(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            journal.unlink()

    monkeypatch.setattr(renewal, "time", clock(ends))
    with lock.locked(data_copy):
        journal.write_text("{}")
        renewal.take_up()
    assert len(waits) == 3


def test_a_replacement_that_goes_on_too_long_is_waited_for_once(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "LONGEST_WAIT_S", 0.1)
    waits: list[float] = []
    monkeypatch.setattr(renewal, "time", clock(waits.append))
    with lock.locked(data_copy):
        (data_copy / tables.JOURNAL).write_text("{}")
        renewal.take_up()
        assert waits
        waits.clear()
        renewal.take_up()
        (data_copy / tables.JOURNAL).unlink()
    assert waits == []


def killed_before_renaming(folder: Path) -> int:
    """Leave a replacement by a table with a row less as a process that was killed leaves it; the rows to come."""
    aside = staging.new_folder(folder)
    table = pq.read_table(folder / f"{NAME}.parquet")
    table = table.slice(0, table.num_rows - 1)
    write_parquet(table, aside / f"{NAME}.parquet")
    entry = data_package.entry(load_schema(NAME), table, aside / f"{NAME}.parquet")
    (aside / "datapackage.json").write_text(data_package.with_entries([entry]), encoding="utf-8")
    note = {"aside": aside.name, "files": [f"{NAME}.parquet", "datapackage.json"]}
    (folder / tables.JOURNAL).write_text(json.dumps(note))
    return int(table.num_rows)


def test_the_next_page_finishes_what_a_killed_refresh_left(data_copy: Path) -> None:
    rows = killed_before_renaming(data_copy)
    renewal.take_up()
    assert len(tables.read_table(NAME)) == rows
    assert not tables.replaced_since()
    assert differing([NAME]) == []


def test_the_next_command_of_any_kind_finishes_it_too(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = killed_before_renaming(data_copy)
    assert main(["find", "dysprosium"]) == 0
    assert len(tables.read_table(NAME)) == rows
    assert not tables.replaced_since()


def test_where_nothing_may_be_written_pages_are_drawn_all_the_same(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    killed_before_renaming(data_copy)

    def refuses(wait_s: float) -> None:
        raise NotWrittenError("the folder is read-only for you")

    monkeypatch.setattr(renewal.lock, "finish_replacement", refuses)
    renewal.take_up()
    renewal.take_up()
    assert sum("half replaced" in record.message for record in caplog.records) == 1


def test_a_page_drawn_while_tables_change_is_drawn_again_and_is_of_one_catalogue(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    take_up = renewal.take_up

    def noted() -> catalogue.Version:
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


def test_what_a_run_read_of_tables_that_are_gone_is_kept_for_no_other(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read, others take up the new tables, and the run keeps what it has read."""
    taken, read = renewal.take_up(), tables._read
    tables.forget(NAME)

    def overtaken(name: str, *part: Any) -> Any:
        rows = read(name, *part)
        monkeypatch.setattr(tables, "_read", read)
        shorten(data_copy)
        renewal.take_up()
        return rows

    monkeypatch.setattr(tables, "_read", overtaken)
    old = tables.read_table(NAME)
    assert tables.read_table(NAME) is old
    again: list[bool] = []
    monkeypatch.setattr(renewal.st, "rerun", lambda: again.append(True))
    renewal.draw_again_unless(taken)
    assert again
    assert len(tables.read_table(NAME)) == len(old) - 1


def a_day_later(folder: Path) -> date:
    """Have the catalogue know of one day more; that day."""
    day = tables.compiled_on() + timedelta(days=1)
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    told["created"] = f"{day}T00:00:00Z"
    told["resources"][0]["knownUntil"] = f"{day}"
    (folder / "new.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "new.json").replace(folder / "datapackage.json")
    return day


def is_told(app: AppTest, before: date) -> bool:
    """Whether the page says that it went on to a later day than this one."""
    words = blocks.SAY("banner", "new", before=terms.day(before), day=terms.day(date_of(app)))
    return words in " ".join(html(app))


def test_who_shows_the_latest_day_goes_on_to_that_of_new_tables_and_is_told_until_the_next_page(
    data_copy: Path,
) -> None:
    before = tables.compiled_on()
    app = at_address("sources", {})
    assert date_of(app) == before and not is_told(app, before)
    day = a_day_later(data_copy)
    for _ in range(2):
        app.run()
        assert date_of(app) == day and is_told(app, before)
    app.switch_page("pages/what_changed.py").run()
    assert date_of(app) == day and not is_told(app, before)
    again = a_day_later(data_copy)  # on the way to another page
    app.switch_page("pages/sources.py").run()
    assert date_of(app) == again and is_told(app, day)


def test_who_chose_a_day_stays_on_it_when_tables_are_new(data_copy: Path) -> None:
    app, before = at_address("sources", {"as_of": "2025-06-09"}), tables.compiled_on()
    a_day_later(data_copy)
    app.run()
    assert date_of(app) == date(2025, 6, 9) and not is_told(app, before)


def test_a_missing_catalogue_is_a_version_too(data_copy: Path) -> None:
    (data_copy / "datapackage.json").rename(data_copy / "elsewhere.json")
    assert catalogue.version() == (0, 0, 0)
    (data_copy / "elsewhere.json").rename(data_copy / "datapackage.json")
    assert catalogue.version() != (0, 0, 0)
