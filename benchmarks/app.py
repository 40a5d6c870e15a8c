"""Measure the app beside a minimal app in the same run: ``python -m benchmarks.app [--write]``.

Writes ``build/benchmark.json`` and prints a Markdown table. Takes about an hour; ``--rounds 1 --presses 8 --seconds 2
--only press switch --pages trade compare`` gives a first look in a few minutes.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from playwright.sync_api import Browser, Error

from benchmarks import browser, check, measure, messages, report
from benchmarks.cases import CROWDED, DRAGGED, FIRST, MINIMAL, ON_A_PHONE, REAL, ROOT, SWITCHES, App, Page
from benchmarks.measure import Effort, Row, Subject
from benchmarks.server import serving
from parley.app.kit import settings

RESULTS = ROOT / "build" / "benchmark.json"
TABLE = ROOT / "docs" / "speed.md"
PARTS = ("press", "drag", "switch", "visit", "cold", "phone", "load", "memory", "private")
WITH_VISITORS = ("load", "memory")


def say(text: str) -> None:
    """Progress, apart from the result."""
    print(text, file=sys.stderr, flush=True)


@dataclass
class Results:
    """What has been measured so far, and what could not be."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, what: str, name: str, rows: Callable[[], list[Row]], **more: Any) -> None:
        """Measure one case: what it is, the page, and one row per app. A page that fails does not end the run."""
        say(f"{what}: {name}")
        try:
            self.cases.append({"what": what, "name": name, "rows": rows(), **more})
        except (Error, RuntimeError) as fault:
            self.failures.append(f"{what} {name}: not measured, {' '.join(str(fault).split()[:40])}")
            say(self.failures[-1])


def run(
    apps: Sequence[App], pages: Sequence[Page], effort: Effort, parts: Sequence[str], with_visitors: bool = True
) -> Results:
    """All cases of these parts and pages; without visitors pages are opened first by the browser that is timed."""
    results = Results()
    with ExitStack() as stack:
        subjects = [Subject(app, stack.enter_context(serving(app.script))) for app in apps]
        for subject in subjects if with_visitors else ():
            measure.warm(subject, pages)
        with browser.browser() as started:
            in_browser(results, started, subjects, pages, effort, parts)
        for page in (page for page in pages if "load" in parts and page.charts and not page.view):
            crowded = page in CROWDED
            for count in (1, measure.CROWD) if crowded else (1,):
                rows = partial(measure.loads, subjects, page, count, effort)
                results.add("load", page.title, rows, visitors=count, goal=page.cpu_goal_ms, crowded=crowded)
    if "memory" in parts:
        results.add("memory", "all pages", partial(measure.memory, apps, pages, effort))
    if "private" in parts:
        results.add("private", "all files", partial(measure.private, apps))
    return results


def in_browser(
    results: Results,
    started: Browser,
    subjects: list[Subject],
    pages: Sequence[Page],
    effort: Effort,
    parts: Sequence[str],
) -> None:
    """The cases that need Chromium."""
    moved = [page for page in DRAGGED if page in pages and not settings.is_left_out("preview")]
    pressed = [*((page, False) for page in pages), *((page, True) for page in moved)]
    for page, is_touched in pressed if "press" in parts else ():
        if page.control:
            rows = partial(measure.presses, started, subjects, page, effort, is_touched)
            about = {"goal": page.ratio_goal, "p95_goal": page.p95_goal, "draws_range": page.draws_range}
            name, control = f"{page.name}, touched before" if is_touched else page.name, page.control
            results.add("press", name, rows, kind=control.kind, changes=control.changes, **about)
    for page in moved if "drag" in parts else ():
        if page in pages and page.control:
            charts = page.control.changes
            results.add("drag", page.name, partial(measure.drags, started, subjects, page, effort), changes=charts)
    for pair in SWITCHES if "switch" in parts else ():
        if all(page in pages for page in pair):
            names = " and ".join(page.title for page in pair)
            results.add("switch", names, partial(measure.switches, started, subjects, pair, effort))
    for page in FIRST:
        if page in pages and "visit" in parts:
            results.add("visit", page.title, partial(measure.visits, started, subjects, page, effort))
    for page in ON_A_PHONE:
        if page in pages and "phone" in parts:
            results.add("phone", page.title, partial(measure.phone_visits, started, subjects, page, effort))
    if pages and "cold" in parts:
        apps = [subject.app for subject in subjects]
        results.add("cold", pages[0].title, partial(measure.cold_starts, started, apps, pages[0], effort))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds over both apps (default 5)")
    parser.add_argument("--presses", type=int, default=20, help="presses and switches a round (default 20)")
    parser.add_argument("--seconds", type=float, default=3, help="length of a load (default 3)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=" ".join(PARTS))
    paths = sorted({page.path for page in REAL.measured() if page.path})
    parser.add_argument("--pages", nargs="+", choices=["home", *paths], metavar="PAGE", help="these pages alone")
    parser.add_argument("--check", action="store_true", help="measure nothing: does the table of cases fit the pages?")
    parser.add_argument("--self", action="store_true", help="the minimal app against itself: what the noise is")
    parser.add_argument(
        "--no-visitors", action="store_true", help="speak none of Streamlit's messages: no load, memory"
    )
    parser.add_argument("--render", action="store_true", help="measure nothing: the table of the last results")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    effort = Effort(options.rounds, options.presses, options.seconds)
    if options.check:
        print(check.check())
        return
    if options.render:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    else:
        about = report.environment()
        apps = [App("minimal again", MINIMAL.script), MINIMAL] if options.self else [REAL, MINIMAL]
        pages = [page for page in apps[0].measured() if not options.pages or (page.path or "home") in options.pages]
        with_visitors = messages.KNOWN is not None and not options.no_visitors
        parts = [part for part in options.only if with_visitors or part not in WITH_VISITORS]
        found = run(apps, pages, effort, parts, with_visitors)
        results = {"about": about, "apps": [app.name for app in apps], "rounds": options.rounds, **asdict(found)}
        about["load_average_after"] = report.load_average()
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")
    table = report.markdown(results)
    print(table)
    if options.write:
        report.write(TABLE, table)


if __name__ == "__main__":
    main()
