"""``/ready``: every fault of the data folder in a sentence that names the file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from parley.app.home import stages
from parley.app.kit import checksums
from parley.app.serving import readiness
from parley.tables import integrity
from tests.conftest import forget_all


@pytest.fixture(autouse=True)
def compared_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "PAUSE_S", 0)
    monkeypatch.setattr(checksums, "_found", [])


def ready() -> tuple[int, dict[str, Any]]:
    reply = readiness.answer(Request({"type": "http"}))
    return reply.status_code, json.loads(bytes(reply.body))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def of_the_far_future(file: Path) -> None:
    file.write_text(re.sub(r'"created": "\d{4}', '"created": "2099', file.read_text("utf-8")), "utf-8")


FAULTS: list[tuple[str, Callable[[Path], object]]] = [
    ("datapackage.json", Path.unlink),
    ("datapackage.json", cut),
    ("datapackage.json", of_the_far_future),
    ("schemas/reserves.json", Path.unlink),
    ("schemas/reserves.json", cut),
    ("reserves.parquet", Path.unlink),
    ("reserves.parquet", cut),
    ("scenarios/busan.toml", cut),
    ("scenarios/busan.toml", Path.unlink),
    ("parameters.toml", Path.unlink),
    ("parameters.toml", cut),
    ("references.bib", Path.unlink),
]


def test_it_is_ready_only_once_the_tables_have_been_compared(data_copy: Path) -> None:
    assert ready() == (503, {"ready": False, "faults": [readiness.COMPARING]})
    checksums.compare()
    assert ready() == (200, {"ready": True, "faults": []})


def test_it_is_not_ready_where_the_first_chart_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_chart(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(stages, "mirror", no_chart)
    checksums.compare()
    with pytest.raises(ValueError):  # which a server answers with 500
        ready()


@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=lambda part: getattr(part, "__name__", part))
def test_a_fault_is_said_once_with_its_file(name: str, fault: Callable[[Path], object], data_copy: Path) -> None:
    fault(data_copy / name)
    forget_all()
    checksums.compare()
    status, told = ready()
    assert (status, told["ready"]) == (503, False)
    (sentence,) = told["faults"]
    assert f"data/{name}" in sentence
    assert sentence.endswith(".")
