"""What a refresh costs: ``python -m benchmarks.refresh [--write]``, against a mirror on this machine.

The whole run asks every source, one period on; the monthly file of imports is made up, a million records of it.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
from pytest_httpserver import HTTPServer

from parley.sources import census_bulk, census_products
from parley.sources.census_api import SINGLE
from parley.sources.client import Answer
from tests.mirror import Mirror, country_workbook
from tests.whole_mirror import everything

ROOT = Path(__file__).resolve().parent.parent
PAGE, SPECIMEN = ROOT / "docs" / "refresh.md", ROOT / "docs" / "refresh_report.txt"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->"
RECORDS, GOAL_S, GOAL_MB, GOAL_RECORDS = 1_000_000, 60, 1000, 300_000
ROWS_OF_CHAPTER = 3_600  # some 350,000 a year


def main() -> int:
    """Measure, print the table, and write it into the page where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/refresh.md, and the report beside it"
    )
    options = parser.parse_args()
    measured, report = whole_run()
    lines = [
        "| what | measured | goal |",
        "|---|---|---|",
        *measured,
        f"| a monthly file of imports, records a second | {records_a_second():,.0f} | {GOAL_RECORDS:,} |",
        f"| a year by line and country from the interface, rows a second | {rows_a_second():,.0f} | {GOAL_RECORDS:,} |",
    ]
    table = "\n".join(lines) + "\n"
    print(table)
    if options.write:
        text = PAGE.read_text(encoding="utf-8")
        start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
        SPECIMEN.write_text(report, encoding="utf-8")
        PAGE.write_text(text[:start] + table + text[end:], encoding="utf-8")
    return 0


def whole_run() -> tuple[list[str], str]:
    """Time and memory of the command, the first time and with nothing new; and the report it printed the first time."""
    server = HTTPServer(host="127.0.0.1")
    server.start()
    with tempfile.TemporaryDirectory() as home:
        mirror = Mirror(server)
        everything(mirror, country_workbook(first_year=2015))
        settings = dict(
            os.environ,
            PARLEY_MIRROR=mirror.url,
            PARLEY_DATA=f"{home}/data",
            PARLEY_EVIDENCE=f"{home}/answers",
            CENSUS_API_KEY="measured",
        )
        seconds, worked, printed = [], [], []
        for _ in range(2):
            start, before = time.perf_counter(), processor_time()
            command = [sys.executable, "-m", "parley", "refresh", "--report", home]
            done = subprocess.run(command, env=settings, cwd=ROOT, check=True, capture_output=True, text=True)
            seconds.append(time.perf_counter() - start)
            worked.append(processor_time() - before)
            printed.append(done.stdout)
    server.stop()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines = [
        f"| whole run, one period on, s | {seconds[0]:.1f} | {GOAL_S} |",
        f"| of these at work, s | {worked[0]:.1f} | {GOAL_S} |",
        f"| whole run, nothing new, s | {seconds[1]:.1f} | |",
        f"| memory at most, MB | {most:.0f} | {GOAL_MB} |",
    ]
    return lines, printed[0]


def processor_time() -> float:
    """Seconds that the commands run so far were at work: of a busy machine the clock tells little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def records_a_second() -> float:
    """Records of a month's file of imports read and added in a second of work."""
    content = made_up_file()
    start = time.process_time()
    file = census_bulk.read(Answer("made up", "https://example.org/IMDB2609.ZIP", 200, content, ""))
    return file.records / (time.process_time() - start)


def rows_a_second() -> float:
    """Rows of a year of the interface read in a second of work: every chapter a table of text."""
    answers = [made_up_chapter(number) for number in census_products.CHAPTERS]
    start = time.process_time()
    census_products.lines(answers)
    return ROWS_OF_CHAPTER * len(answers) / (time.process_time() - start)


def made_up_chapter(number: str) -> Answer:
    """A chapter of the right form: lines and amounts by chance, seeded."""
    chance = np.random.default_rng(int(number))
    codes = [f"{number}{code:08}" for code in chance.integers(0, 10**8, ROWS_OF_CHAPTER)]
    countries, amounts = (chance.integers(*ends, ROWS_OF_CHAPTER).astype(str) for ends in ((1000, 7999), (1, 10**7)))
    head = [*census_products.OF_LINES, "COMM_LVL", "I_COMMODITY", "time"]
    rows = [
        [country, code, *[amount] * len(census_products.VALUE_COLUMNS), SINGLE, "HS10", code, "2025-12"]
        for country, code, amount in zip(countries.tolist(), codes, amounts.tolist(), strict=True)
    ]
    body = json.dumps([head, *rows]).encode()
    return Answer("made up", "https://example.org/hs", 200, body, "")


def made_up_file() -> bytes:
    """A file of the right form: codes, countries and amounts by chance, seeded."""
    chance = np.random.default_rng(20261127)
    cells = np.full((RECORDS, census_bulk.WIDTH + 2), ord("0"), dtype=np.uint8)
    codes = chance.integers(101_000_000, 9_706_000_000, 20_000)[chance.integers(0, 20_000, RECORDS)]
    numbers = {"hts10": codes, "census_code": chance.integers(1000, 7999, RECORDS)}
    numbers |= {"year": np.full(RECORDS, 2026), "month": np.full(RECORDS, 9)}
    numbers |= {name: chance.integers(0, 10**7, RECORDS) for name in census_bulk.AMOUNTS}
    for name, values in numbers.items():
        first, last = census_bulk.FIELDS[name]
        for power, place in enumerate(range(last - 1, first - 2, -1)):
            cells[:, place] = ord("0") + values // 10**power % 10
    cells[:, -2:] = (13, 10)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("IMP_DETL.TXT", cells.tobytes())
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())
