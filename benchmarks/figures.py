"""Figures by address, in this process: the time of a figure first, again, and as a CSV that is kept, and the memory.

``python -m benchmarks.figures [--pages chips,trade]``; a page's tables are read with its first figure. Times are the
median of five, in milliseconds.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from parley.app import figure_forms, figures
from parley.app.kit import memory
from tests.app.serving.asgi import Server

TIMES = 5


def ms(work: Callable[[], object]) -> float:
    """How long something takes, in milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", help="names of pages, with commas (default: all)")
    pages = parser.parse_args().pages
    server, again = Server(), []
    print(f"{'figure':45} {'first':>8} {'again':>8} {'CSV':>8} {'rows':>7} {'MB':>6}")
    for place in figures.places():
        if pages and place.page not in pages.split(","):
            continue
        path = figure_forms.address(place, "csv")
        first = ms(lambda place=place: figures.figure(place.page, place.name))  # type: ignore[misc]
        drawn_again = statistics.median(
            ms(lambda place=place: figures.figure(place.page, place.name))  # type: ignore[misc]
            for _ in range(TIMES)
        )
        server.get(path)
        again.append(statistics.median(ms(lambda path=path: server.get(path)) for _ in range(TIMES)))  # type: ignore[misc]
        rows, mb = len(figures.figure(place.page, place.name).rows), memory.resident_bytes() / memory.MB
        name = f"{place.page} {place.name}"
        print(f"{name:45} {first:8.0f} {drawn_again:8.1f} {again[-1]:8.1f} {rows:7,} {mb:6.0f}", flush=True)
    print(f"CSV kept: median {statistics.median(again):.1f} ms, longest {max(again):.1f} ms of {len(again)} figures")


if __name__ == "__main__":
    main()
