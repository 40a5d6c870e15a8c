"""A mirror with every source, and the command run against it in a copy of the tables."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from parley import __main__ as main_module
from parley.__main__ import main
from parley.refresh import said
from parley.search import index
from tests import mirror as mirrors

MADE_FROM = index.MADE_FROM


@dataclass
class Command:
    """``parley refresh`` with its settings in the environment."""

    data: Path
    home: Path

    def __call__(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Exit status and machine-readable report."""
        status = main(["refresh", *arguments, "--report", str(self.home)])
        path = self.home / "refresh_report.json"
        return status, json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def today_is(day: date, monkeypatch: pytest.MonkeyPatch, *places: str) -> None:
    """Have the command run on a day; ``places``: the modules whose clock says so, all by default."""

    class Then(date):
        @classmethod
        def today(cls) -> date:
            return day

    for place in places or ("parley.refresh.command", "parley.tables.catalogue"):
        monkeypatch.setattr(f"{place}.date", Then)


@pytest.fixture
def mirror(httpserver: HTTPServer) -> mirrors.Mirror:
    return mirrors.Mirror(httpserver)


@pytest.fixture
def command(mirror: mirrors.Mirror, data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLEY_MIRROR", mirror.url)
    monkeypatch.setenv("PARLEY_EVIDENCE", str(tmp_path / "answers"))
    for name in ("CENSUS_API_KEY",):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(main_module, "_said", said.nothing)  # two seconds a run; the whole run has it
    monkeypatch.setattr(index, "MADE_FROM", frozenset())  # three more; ``index_renewed`` has it
    return Command(data_copy, tmp_path / "report")


@pytest.fixture
def index_renewed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of the search is renewed with the tables, as it is where no test is in a hurry."""
    monkeypatch.setattr(index, "MADE_FROM", MADE_FROM)


@pytest.fixture(scope="session")
def workbook() -> bytes:
    """The country workbook one month on; it takes some seconds to write."""
    return mirrors.country_workbook()
