"""What all tests share: the raw folders, a copy of the tables that may be broken, and an empty memory of tables."""

import math
import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from parley import recipes
from parley.app.kit import checksums, memory
from parley.app.what_if import later
from parley.tables import glossary, parameters, schema
from parley.tables import read as tables
from tests import longer

# No clock decides a test. Where CI runs, the same examples every time; at a desk, new ones.
settings.register_profile("parley", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("parley")

# A process of tests opens every page on many days, and would let go of what it has solved each minute.
memory.MOST_BYTES *= 10
later.WAIT_S = 60.0  # what comes after an answer is there in the run that asks for it

# Takes a minute, in which the other process would have nothing left to do if it came where its name puts it.
FIRST = "test_tables.py"

LARGE_USD = 1e8
NO_RAW = "no raw folders given: set RAW=DIR (make test RAW=DIR) to rebuild the tables from raw data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--set", choices=longer.SETS, default=longer.ALL, help="which tests: see tests/longer.py")


def pytest_report_header(config: pytest.Config) -> list[str]:
    if config.getoption("--set") != longer.CHANGED:
        return []
    return ["parts that look at what changed:", *(sorted(longer.changed_parts()) or ["none"])]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The tests of the set that is asked for; the longest file goes first, all others keep their order."""
    which = config.getoption("--set")
    parts = longer.changed_parts() if which == longer.CHANGED else set()
    ids = [item.nodeid for item in items]
    is_whole = not any("[" in name for name in config.args) and not config.getoption("lf", False)
    if which != longer.ALL and is_whole and (lost := longer.lost(ids)):
        raise LookupError(f"tests/longer.py keeps cases that no test has: {', '.join(lost)}")
    chosen = longer.chosen(ids, which, parts, f"{longer.SEED} {longer.commit()}")
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in chosen])
    items[:] = sorted((item for item in items if item.nodeid in chosen), key=lambda item: item.path.name != FIRST)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where nothing changed there is nothing to run, and that is well."""
    if session.config.getoption("--set") == longer.CHANGED and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture
def share(request: pytest.FixtureRequest) -> float:
    """Of a test that does one thing many times: the share of its rounds, less than one in the short set."""
    return longer.share(request.node.nodeid, request.config.getoption("--set"))


@pytest.fixture
def some(request: pytest.FixtureRequest, share: float) -> Callable[[Iterable[Any]], list[Any]]:
    """Of what a test goes through its share, one at least, in its order: the changed set draws with the commit."""
    which = request.config.getoption("--set")
    draw = f"{longer.SEED} {longer.commit() if which == longer.CHANGED else ''}"

    def drawn(things: Iterable[Any]) -> list[Any]:
        every = list(things)
        places = random.Random(draw).sample(range(len(every)), math.ceil(share * len(every)))
        return [every[place] for place in sorted(places)]

    return drawn


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder with the raw data. Not named: skip and say so; named and missing: an error."""
    named = os.environ.get("PARLEY_RAW", "")
    if not named:
        pytest.skip(NO_RAW)
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"PARLEY_RAW names {folder}, which is not a folder", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def products() -> list[str]:
    """The subheadings of which more than $100m came from China in 2024."""
    imports = tables.read_table("us_imports_hs6_2024", where={"exporter_iso3": ["CHN"]})
    large = imports[(imports["value_usd"] > LARGE_USD) & (imports["chapter"] < "98")]
    assert len(large) > 400
    return large["hs6"].tolist()


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of ``data/`` that the code reads instead of the real one."""
    copy = tmp_path / "data"
    shutil.copytree(schema.DATA, copy)
    for module in (schema, tables, recipes):
        monkeypatch.setattr(module, "DATA", copy)
    monkeypatch.setattr(schema, "SCHEMAS", copy / "schemas")
    monkeypatch.setattr(schema, "CATALOGUE", copy / "datapackage.json")
    monkeypatch.setattr(glossary, "FILE", copy / "glossary.toml")
    monkeypatch.setattr(parameters, "PARAMETERS", copy / "parameters.toml")
    monkeypatch.setattr(parameters, "REFERENCES", copy / "references.bib")
    monkeypatch.setattr(parameters, "PRESETS", copy / "scenarios")
    forget_all()
    yield copy
    monkeypatch.undo()
    forget_all()


@pytest.fixture(autouse=True)
def files_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison of files in the background: it would see the broken ones of one test in the next."""
    monkeypatch.setattr(checksums, "compare_once", lambda: None)
    monkeypatch.setattr(checksums, "compare_again", lambda: None)


def forget_all() -> None:
    """Empty every memory of what stood in ``data/``."""
    tables.forget()
    tables._compared.clear()  # a new copy may have the time, size and place of one that is gone
    tables.forget_catalogue()
    schema.load_schema.cache_clear()
    parameters.forget()
