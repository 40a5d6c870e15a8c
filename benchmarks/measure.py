"""The measurements: each runs on both apps in turn, round after round, so that what slows one slows the other."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks import browser, dragging, visitors
from benchmarks.cases import REAL, ROOT, App, Page
from benchmarks.server import Server, serving
from tests.test_architecture import APP_FILES

CROWD = 20
MOVES = 240  # of the pointer in a drag: of a short one too many are its first, whose chart is drawn whole


@dataclass(frozen=True)
class Effort:
    """How much is measured: rounds over both apps, presses (and switches) a round, seconds a load."""

    rounds: int
    presses: int
    seconds: float


@dataclass(frozen=True)
class Subject:
    """An app with the server that runs it."""

    app: App
    server: Server

    def address(self, page: Page, query: str) -> str:
        """Where a page is opened."""
        return f"{self.server.url}/{page.path}" + (f"?{query}" if query else "")


Values = dict[str, list[Any]]
Row = dict[str, list[list[Any]]]


def alternate(subjects: Sequence[Any], rounds: int, once: Callable[[Any], Values]) -> list[Row]:
    """One row for every subject, in the order given: by name, a list of values for each round."""
    rows: list[Row] = [{} for _ in subjects]
    for _ in range(rounds):
        for row, subject in zip(rows, subjects, strict=True):
            for name, values in once(subject).items():
                row.setdefault(name, []).append(values)
    return rows


def presses(
    started: Browser, subjects: Sequence[Subject], page: Page, effort: Effort, is_touched: bool = False
) -> list[Row]:
    """Key press until every chart shows its final state; ``is_touched``: once the slider's preview has come."""

    def once(subject: Subject) -> Values:
        (view,), query = subject.app.view([page], changed=True)
        assert view.control is not None
        with browser.visitor(started) as context:
            waits = is_touched and subject.app.script == REAL.script
            address = subject.address(view, query)
            got = browser.press_series(context, address, view.control, effort.presses, is_touched=waits)
        if not (got.ms and got.bytes_in):
            raise RuntimeError(f"no press of {view.control.label!r} changed a chart of {subject.app.name}")
        return {**asdict(got), "without_change": [got.without_change]}

    return alternate(subjects, effort.rounds, once)


def drags(started: Browser, subjects: Sequence[Subject], page: Page, effort: Effort) -> list[Row]:
    """A slider dragged to and fro, and the table Parley sends when it is touched."""

    def once(subject: Subject) -> Values:
        (view,), query = subject.app.view([page], changed=True)
        assert view.control is not None
        address, label = subject.address(view, query), view.control.label
        with browser.visitor(started) as context:
            is_real = subject.app.script == REAL.script
            return asdict(dragging.drag_series(context, subject.server, address, label, MOVES, is_real))

    return alternate(subjects, effort.rounds, once)


def switches(started: Browser, subjects: Sequence[Subject], pair: tuple[Page, Page], effort: Effort) -> list[Row]:
    """Click on the link of a page until all its charts show their final state, back and forth."""

    def once(subject: Subject) -> Values:
        (here, there), query = subject.app.view(pair)
        with browser.visitor(started) as context:
            address = subject.address(here, query)
            times = browser.switch_series(context, address, (here.title, there.title), effort.presses)
        return {"ms": times}

    return alternate(subjects, effort.rounds, once)


def visits(started: Browser, subjects: Sequence[Subject], page: Page, effort: Effort) -> list[Row]:
    """First visit with an empty cache and second visit, each to the first chart."""

    def once(subject: Subject) -> Values:
        (view,), query = subject.app.view([page])
        with browser.visitor(started) as context:
            first, second, first_bytes = browser.visits(context, subject.address(view, query))
        return {"first_ms": [first], "second_ms": [second], "first_bytes": [first_bytes]}

    return alternate(subjects, effort.rounds, once)


def phone_visits(started: Browser, subjects: Sequence[Subject], page: Page, effort: Effort) -> list[Row]:
    """First visit on a slow phone: to the heading and to the first chart."""

    def once(subject: Subject) -> Values:
        (view,), query = subject.app.view([page])
        address = subject.address(view, "&".join(filter(None, (query, subject.app.heading))))
        with browser.visitor(started, on_phone=True) as context:
            heading, chart = browser.open_slowly(context, address)
        return {"heading_ms": [heading], "chart_ms": [chart]}

    return alternate(subjects, effort.rounds, once)


def cold_starts(started: Browser, apps: Sequence[App], page: Page, effort: Effort) -> list[Row]:
    """Start of the server process until the first chart in a browser with an empty cache."""

    def once(app: App) -> Values:
        (view,), query = app.view([page])
        with browser.visitor(started) as context, serving(app.script) as server:
            tab = context.new_page()
            browser.open_page(tab, Subject(app, server).address(view, query))
            return {"ms": [(time.perf_counter() - server.started) * 1000]}

    return alternate(apps, effort.rounds, once)


def loads(subjects: Sequence[Subject], page: Page, count: int, effort: Effort) -> list[Row]:
    """Reruns a second, and server CPU of each, with that many visitors on one page who never pause."""

    def once(subject: Subject) -> Values:
        (view,), query = subject.app.view([page], changed=True)
        return asyncio.run(_load(subject.server, view, query, count, effort.seconds))

    return alternate(subjects, effort.rounds, once)


async def _load(server: Server, page: Page, query: str, count: int, seconds: float) -> Values:
    crowd = await visitors.open_all(server.url, [page], count, query)
    await visitors.work(crowd, 0.5)
    before = server.cpu_s()
    load = await visitors.work(crowd, seconds)
    cpu_ms = 1000 * (server.cpu_s() - before) / len(load.rerun_s)
    for visitor in crowd:
        await visitor.close()
    return {
        "rerun_ms": [1000 * s for s in load.rerun_s],
        "reruns_per_s": [load.reruns_per_s],
        "cpu_ms": [cpu_ms],
        "faults": [load.faults],
    }


def memory(apps: Sequence[App], pages: Sequence[Page], effort: Effort) -> list[Row]:
    """Resident memory with every page opened once, then with 20 more visitors spread over the pages at work."""

    def once(app: App) -> Values:
        views, query = app.view(pages)
        with serving(app.script) as server:
            return asyncio.run(_memory(server, views, query, effort.seconds))

    return alternate(apps, effort.rounds, once)


async def _memory(server: Server, pages: Sequence[Page], query: str, seconds: float) -> Values:
    first = await visitors.open_all(server.url, pages, len(pages), query)
    await visitors.work(first, 1)
    for visitor in first:
        await visitor.close()
    one_each = server.rss_mb()
    crowd = await visitors.open_all(server.url, pages, CROWD, query)
    opened = server.rss_mb()
    load = await visitors.work(crowd, seconds)
    full = server.rss_mb()
    for visitor in crowd:
        await visitor.close()
    return {
        "rss_mb": [full],
        "rss_pages_opened_mb": [one_each],
        "per_visitor_mb": [(opened - one_each) / CROWD],
        "faults": [load.faults],
    }


def private(apps: Sequence[App]) -> list[Row]:
    """How many of Streamlit's private names each app uses."""
    rows: list[Row] = []
    for app in apps:
        files = APP_FILES if app.script == REAL.script else sorted((ROOT / app.script).parent.rglob("*.py"))
        rows.append({"names": [[_private_names(files)]]})
    return rows


def _private_names(files: Sequence[Path]) -> int:
    """How many private names of others, and names of Streamlit's own modules, the linter finds."""
    rules = ["--select", "SLF001,PLC2701,TID251", "--preview", "--output-format", "json", "--exit-zero"]
    command = [sys.executable, "-m", "ruff", "check", *rules, *map(str, files)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return len(json.loads(said))


def warm(subject: Subject, pages: Sequence[Page]) -> None:
    """Open ``/``, so that no later deep link runs a file of ``pages/`` alone, and then every page once."""

    async def visit() -> None:
        views, query = subject.app.view(pages)
        for page in (Page("", "", 0, None, 0), *(replace(view, control=None) for view in views)):
            for visitor in await visitors.open_all(subject.server.url, [page], 1, query):
                await visitor.close()

    asyncio.run(visit())
