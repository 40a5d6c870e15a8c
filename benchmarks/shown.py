"""Everything the pages show, as data, to prove that another way of drawing them changes no number and loses no word.

``python -m benchmarks.shown record FILE [--pages tariffs,trade] [--workers 2]`` opens every subject of every page at
six dates, as it stands and with its rows as tables; at the latest date also with every folding open and with each
choice in turn. ``python -m benchmarks.shown compare BEFORE AFTER [--pages tariffs]`` tells what differs between two
such files and then ends with 1.

What is shown is read by ``tests/apps.py`` alone. Lists with search and sliders stay where an opening puts them.
"""

import argparse
import gzip
import logging
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.shown_differences import compare
from benchmarks.shown_openings import DATES, PAGES, cases, lines


def record(file: Path, pages: Sequence[str], workers: int) -> int:
    """Write what the pages show into a file, a line of JSON for each opening; how many there are."""
    tasks = [(page, day, case) for page in pages for case in cases(page) for day in DATES]
    begun, count = time.monotonic(), 0
    spawn, quiet = multiprocessing.get_context("spawn"), (logging.WARNING,)  # Streamlit warns wherever no browser asks
    pool = ProcessPoolExecutor(workers, spawn, logging.disable, quiet)
    with pool, gzip.open(file, "wt", encoding="utf-8") as out:
        for done, (task, found) in enumerate(zip(tasks, pool.map(lines, tasks), strict=True), start=1):
            out.writelines(f"{line}\n" for line in found)
            count += len(found)
            spent = time.monotonic() - begun
            about = f"{task[0]} {task[1] or 'latest'}{' moved' if task[2] else ''}"
            print(f"{done}/{len(tasks)} {about}: {count} openings, {spent:.0f} s", file=sys.stderr, flush=True)
    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recorder = commands.add_parser("record", help="write what every page shows")
    recorder.add_argument("file", type=Path)
    recorder.add_argument("--workers", type=int, choices=(1, 2), default=2, help="processes (default 2)")
    comparer = commands.add_parser("compare", help="tell what differs between two records")
    comparer.add_argument("before", type=Path)
    comparer.add_argument("after", type=Path)
    for command in (recorder, comparer):
        command.add_argument("--pages", default=",".join(PAGES), help="names of pages, with commas (default: all)")
    options = parser.parse_args()
    pages = options.pages.split(",")
    unknown = sorted(set(pages) - set(PAGES))
    if unknown:
        parser.error(f"no page is called {', '.join(unknown)}; the pages are {', '.join(PAGES)}")
    if options.command == "compare":
        return compare(options.before, options.after, pages)
    print(f"{record(options.file, pages, options.workers)} openings in {options.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
