"""Measure the app beside a minimal app in the same run: ``python -m benchmarks.app [--write-readme]``.

Writes ``build/benchmark.json`` and prints a Markdown table. Takes about 20 minutes; ``--rounds 1 --presses 8 --seconds
2`` gives a first look in about three.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from benchmarks import browser, check, collector, measure, report
from benchmarks.cases import CROWDED, FIRST, MINIMAL, REAL, ROOT, SWITCHES, App, Page
from benchmarks.measure import Effort, Subject
from benchmarks.server import serving

RESULTS = ROOT / "build" / "benchmark.json"
PARTS = ("press", "switch", "visit", "cold", "load", "memory")


def say(text: str) -> None:
    """Progress, apart from the result."""
    print(text, file=sys.stderr, flush=True)


def run(apps: Sequence[App], effort: Effort, parts: Sequence[str]) -> list[dict[str, Any]]:
    """All cases of these parts: for each what it is, the page, and one row per app."""
    pages = apps[0].measured()
    cases: list[dict[str, Any]] = []

    def note(what: str, name: str, rows: list[measure.Row], **more: Any) -> None:
        say(f"{what}: {name}")
        cases.append({"what": what, "name": name, "rows": rows, **more})

    with ExitStack() as stack:
        subjects = [Subject(app, stack.enter_context(serving(app.script))) for app in apps]
        for subject in subjects:
            measure.warm(subject, pages)
        in_browser(subjects, pages, effort, parts, note)
        if "load" in parts:
            for page in pages:
                crowded = page in CROWDED
                for count in (1, measure.CROWD) if crowded else (1,):
                    rows = measure.loads(subjects, page, count, effort)
                    note("load", page.title, rows, visitors=count, goal=page.cpu_goal_ms, crowded=crowded)
    if "memory" in parts:
        note("memory", "all pages", measure.memory(apps, pages, effort))
    return cases


def in_browser(subjects: list[Subject], pages: list[Page], effort: Effort, parts: Sequence[str], note: Any) -> None:
    """The cases that need Chromium."""
    with browser.browser() as started:
        for page in pages if "press" in parts else ():
            if page.control:
                rows = measure.presses(started, subjects, page, effort)
                note("press", page.title, rows, kind=page.control.kind, changes=page.control.changes)
        for pair in SWITCHES if "switch" in parts else ():
            if all(page in pages for page in pair):
                rows = measure.switches(started, subjects, pair, effort)
                note("switch", " and ".join(page.title for page in pair), rows)
        for page in FIRST:
            if page in pages and "visit" in parts:
                note("visit", page.title, measure.visits(started, subjects, page, effort))
        if pages and "cold" in parts:
            apps = [subject.app for subject in subjects]
            note("cold", pages[0].title, measure.cold_starts(started, apps, pages[0], effort))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="rounds over both apps (default 2)")
    parser.add_argument("--presses", type=int, default=30, help="presses and switches a round (default 30)")
    parser.add_argument("--seconds", type=float, default=6, help="length of a load (default 6)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--check", action="store_true", help="measure nothing: does the table of cases fit the pages?")
    parser.add_argument("--self", action="store_true", help="the minimal app against itself: what the noise is")
    parser.add_argument("--collector", action="store_true", help="compare the collector settings instead")
    parser.add_argument("--render", action="store_true", help="measure nothing: the table of the last results")
    parser.add_argument("--write-readme", action="store_true", help="put the table into README.md")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    effort = Effort(options.rounds, options.presses, options.seconds)
    if options.check:
        print(check.check())
        return
    if options.collector:
        print(collector.compare([MINIMAL] if options.self else [REAL, MINIMAL], effort))
        return
    if options.render:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
    else:
        about = report.environment()
        apps = [App("minimal again", MINIMAL.script), MINIMAL] if options.self else [REAL, MINIMAL]
        results = {"about": about, "apps": [app.name for app in apps], "cases": run(apps, effort, options.only)}
        results["about"]["load_average_after"] = report.load_average()
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")
    table = report.markdown(results)
    print(table)
    if options.write_readme:
        report.write_readme(ROOT / "README.md", table)


if __name__ == "__main__":
    main()
