"""A damaged data folder: pages open in a process that has read nothing yet and say in their places what is lost.

Every page opens without the catalogue; of each other fault those that must name the file, and some of the others.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from parley.app.navigation import FILES
from parley.tables import read as tables
from tests.lines import plain
from tests.servers import HANG_SECONDS, ROOT, copy_of_app
from tests.wording import told

WHAT_IF = {"what_if_product", "what_if_world"}
MODELLED = {*WHAT_IF, "compare", "backtest"}
ALL = [Path(path).stem for path in FILES]
OTHERS = 3  # pages that open beside those that must name the file
LOGGED = "cannot be shown just now"
Pages = dict[str, list[dict[str, Any]]]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def of_the_far_future(file: Path) -> None:
    file.write_text(re.sub(r'"created": "\d{4}', '"created": "2099', file.read_text("utf-8")), "utf-8")


def with_a_number_for_a_list(file: Path) -> None:
    file.write_text(re.sub(r"event_ids = \[[^]]*\]", "event_ids = 5", file.read_text("utf-8")), "utf-8")


@dataclass(frozen=True)
class Fault:
    """What is done to a file of ``data/``, and the pages that must name the file; ``None``: all of them."""

    file: str
    damage: Callable[[Path], object]
    told_on: Iterable[str] | None

    def opened(self) -> list[str]:
        """The pages that open: all without the catalogue, else those asked about below and others drawn for it."""
        if self == FAULTS[0]:
            return ALL
        needed = {"sources", *(self.told_on or ())}
        needed |= WHAT_IF if needed & WHAT_IF else set()
        others = random.Random(f"{self} 20250609").sample(sorted({*ALL} - needed), OTHERS)
        return [page for page in ALL if page in {*needed, *others}]

    def __str__(self) -> str:
        return f"{self.file} {self.damage.__name__}"


FAULTS = [
    Fault("datapackage.json", Path.unlink, None),
    Fault("datapackage.json", cut, None),
    Fault("datapackage.json", of_the_far_future, None),
    Fault("schemas/tariff_layers.json", Path.unlink, {"home", "briefing", "tariffs", "chips", "sources"}),
    Fault("schemas/sources.json", cut, {"home", "briefing", "tariffs", "trade", "rare_earths", "chips", "outlook"}),
    Fault("scenarios/april_2025_peak.toml", cut, {*WHAT_IF, "compare"}),
    Fault("scenarios/april_2025_announced.toml", with_a_number_for_a_list, {*WHAT_IF, "compare"}),
    Fault("scenarios/april_2025_peak.toml", Path.unlink, {*WHAT_IF, "compare"}),
    Fault("parameters.toml", Path.unlink, {*MODELLED, "sources"}),
    Fault("parameters.toml", cut, {*MODELLED, "sources"}),
    Fault("elasticities.parquet", Path.unlink, {"what_if_product", "compare", "backtest"}),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the app consists of."""
    folder = copy_of_app(tmp_path_factory.mktemp("whole"))
    (folder / "tests").mkdir()
    for file in (ROOT / "tests").glob("*.py"):
        shutil.copyfile(file, folder / "tests" / file.name)
    return folder


def pages_of(folder: Path, pages: list[str]) -> Pages:
    """Pages of the app in this folder as they open."""
    command = [sys.executable, "-m", "tests.open_pages", *pages]
    surroundings = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: Pages = json.loads(done.stdout)
    return found


@pytest.fixture(params=FAULTS, ids=str)
def damaged(request: pytest.FixtureRequest, whole: Path) -> Iterable[tuple[Fault, Pages]]:
    """A fault, and the pages of the app that has it."""
    fault: Fault = request.param
    file = whole / "data" / fault.file
    kept = file.read_bytes()
    fault.damage(file)
    try:
        yield fault, pages_of(whole, fault.opened())
    finally:
        file.write_bytes(kept)


def test_a_page_keeps_its_title_and_says_what_is_lost_where_it_is_missed(damaged: tuple[Fault, Pages]) -> None:
    fault, pages = damaged
    for page, states in pages.items():
        for state in states:
            assert state["exceptions"] == [], page
            assert state["title"], page
            assert [told for told in state["sentences"] if LOGGED in told] == [], page
    told_on = {
        p for p, states in pages.items() if any(f"data/{fault.file}" in t for s in states for t in s["sentences"])
    }
    assert told_on >= set(pages if fault.told_on is None else fault.told_on)
    for page in pages.keys() - told_on:
        assert any(state["charts"] or state["tables"] or state["lists"] or state["figures"] for state in pages[page])
    KEEPS.get(fault.file, lambda _: None)(pages)


def without_the_catalogue(pages: Pages) -> None:
    """Every page says so above its own words, and the latest day is the one on which the last source was read."""
    for state in (state for states in pages.values() for state in states):
        assert ["data/datapackage.json" in told for told in state["aside"]] == [True]
        assert state["date"] == str(tables.read_table("sources")["accessed_on"].max().date())
    _, sources, assumptions = pages["sources"]
    assert sources["tables"] == assumptions["tables"] == 1
    without_charts = {"home", "sources", "what_changed"}
    assert all(state["charts"] for page in pages.keys() - without_charts for state in pages[page][-1:])
    assert all("China on US goods 10%" in plain(state["title"]) for state in pages.get("home", []))


def without_elasticities(pages: Pages) -> None:
    assert all(state["sliders"] for state in pages["what_if_product"])  # duties in force need none
    assert pages["what_if_world"][1]["charts"]
    assert told("results", "verdict.income", pages["compare"][0]["title"])  # what the world model says of both
    assert all(state["tables"] for state in pages["sources"])


def without_a_preset(pages: Pages) -> None:
    assert pages["what_if_product"][1]["charts"]
    assert pages["what_if_world"][1]["charts"]
    assert pages["compare"][0]["charts"]


KEEPS: dict[str, Callable[[Pages], None]] = {
    "datapackage.json": without_the_catalogue,
    "elasticities.parquet": without_elasticities,
    "scenarios/april_2025_peak.toml": without_a_preset,
    "scenarios/april_2025_announced.toml": without_a_preset,
}
