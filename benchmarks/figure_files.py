"""Large figures by address from a running server, warm, beside the same rows from Datasette where it is installed.

``python -m benchmarks.figure_files [--times 30] [--datasette PATH]``; 1 where a median is over the goal. ``PATH`` is
the program ``datasette`` of an environment of its own, asked for all rows of an SQLite table as CSV, which it streams.
"""

import argparse
import http.client
import io
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from benchmarks.figures import ms
from parley.app import figure_forms, figures
from tests.servers import free_port, running_app, wait_for

GOAL_MS = 15
FIGURES = [("look_up", "look_up_law_goods"), ("what_if_product", "what_if_products")]
CODINGS = ("identity", "gzip")


def fetch(url: str, coding: str) -> bytes:
    """What an address answers, as it is sent. Raises RuntimeError for another answer than 200."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=120)) as line:
        line.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": coding})
        answer = line.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{url}: {answer.status}")
        return answer.read()


@contextmanager
def datasette(program: Path, files: dict[str, bytes], folder: Path) -> Iterator[Callable[[str], str]]:
    """A server of the rows of CSV files as tables of one database; gives the address of each table's CSV."""
    base = folder / "figures.db"
    with closing(sqlite3.connect(base)) as db:
        for name, file in files.items():
            pd.read_csv(io.BytesIO(file)).to_sql(name, db, index=False)
    where, log = f"http://127.0.0.1:{(port := free_port())}", folder / "datasette.txt"
    with log.open("w") as out:
        server = subprocess.Popen([program, "serve", base, "--port", f"{port}"], stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(f"{where}/-/versions.json", server, log)
            yield lambda name: f"{where}/figures/{name}.csv?_stream=on&_size=max"
        finally:
            server.terminate()
            server.wait(60)


def measure(title: str, url: str, times: int) -> float:
    """Print a line for each coding; the longer of their medians in ms."""
    medians = []
    for coding in CODINGS:
        size = len(fetch(url, coding))
        took = [ms(lambda coding=coding: fetch(url, coding)) for _ in range(times)]  # type: ignore[misc]
        medians.append(statistics.median(took))
        print(f"{title:38} {coding:9} {size / 1e6:7.2f} {medians[-1]:9.1f} {max(took):9.1f}", flush=True)
    return max(medians)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--datasette", type=Path, help="its program")
    asked = parser.parse_args()
    print(f"{'CSV':38} {'coding':9} {'MB sent':>7} {'median':>9} {'longest':>9}  ms, goal {GOAL_MS}")
    with tempfile.TemporaryDirectory() as name:
        files, over = {}, 0
        with running_app(Path(name) / "log.txt") as app:
            for page, figure in FIGURES:
                url = app.url + figure_forms.address(figures.place(page, figure), "csv")
                files[figure] = fetch(url, "identity")
                over += measure(figure, url, asked.times) > GOAL_MS
        if asked.datasette:
            with datasette(asked.datasette, files, Path(name)) as address:
                for figure in files:
                    measure(f"{figure}, Datasette", address(figure), max(3, asked.times // 10))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
