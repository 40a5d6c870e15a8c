"""The addresses of the data: all tables as one file, one table, and a sentence where there is none."""

import zipfile
from pathlib import Path
from typing import IO

import pandas as pd
import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from parley.app.serving import data_files, start
from parley.tables import archive
from parley.tables.read import read_table
from tests.damage import flip_under_its_time


def asked(name: str = "") -> Request:
    return Request({"type": "http", "method": "GET", "path": "/data", "headers": [], "path_params": {"name": name}})


def file(answer: Response) -> Path:
    assert isinstance(answer, FileResponse)
    return Path(answer.path)


def test_a_server_has_both_addresses() -> None:
    assert {"/data.zip", "/data/{name}.parquet"} <= {getattr(route, "path", "") for route in start.routes()}


def test_all_tables_come_as_one_file_and_one_by_its_name() -> None:
    answer = data_files.everything(asked())
    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="parley_data_' in answer.headers["content-disposition"]
    with zipfile.ZipFile(file(answer)) as held:
        assert held.testzip() is None
    assert file(data_files.everything(asked())) == file(answer)  # made once
    assert len(pd.read_parquet(file(data_files.one(asked("events"))))) == len(read_table("events"))


@pytest.mark.parametrize("name", ["nothing", "sources_", "../datapackage", ""])
def test_what_is_no_table_is_not_found(name: str) -> None:
    assert data_files.one(asked(name)).status_code == 404


def test_an_archive_of_tables_replaced_on_the_way_is_not_given_and_not_kept(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, catalogue = archive.write, data_copy / "datapackage.json"

    def replaced(out: IO[bytes]) -> None:
        write(out)
        (data_copy / "new.json").write_bytes(catalogue.read_bytes())
        (data_copy / "new.json").replace(catalogue)

    monkeypatch.setattr(data_files.archive, "write", replaced)
    assert data_files.everything(asked()).status_code == 503
    monkeypatch.setattr(data_files.archive, "write", write)
    assert data_files.everything(asked()).status_code == 200


def test_a_missing_table_is_a_sentence(data_copy: Path) -> None:
    (data_copy / "events.parquet").unlink()
    for answer in (data_files.everything(asked()), data_files.one(asked("events"))):
        assert answer.status_code == 503 and b"events" in bytes(answer.body)


def test_a_damaged_table_is_handed_on_neither_alone_nor_among_all_even_under_its_own_size_and_time(
    data_copy: Path,
) -> None:
    assert data_files.one(asked("reserves")).status_code == 200  # and compared
    flip_under_its_time(data_copy / "reserves.parquet")
    for answer in (data_files.one(asked("reserves")), data_files.everything(asked())):
        assert answer.status_code == 503
        assert b"data/reserves.parquet is not the file" in bytes(answer.body)
    assert data_files.one(asked("events")).status_code == 200
