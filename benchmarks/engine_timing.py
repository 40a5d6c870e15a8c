"""Times of one task of the engine and the row they are printed in."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
MS = 1000


@dataclass(frozen=True)
class Timing:
    """One row: first or only call, median and 95th percentile, milliseconds, and a remark."""

    task: str
    times: FloatArray
    remark: str = ""

    def __str__(self) -> str:
        first, middle, high = self.times[0], np.median(self.times), np.percentile(self.times, 95)
        return f"{self.task:66} {MS * first:9.2f} {MS * middle:9.2f} {MS * high:9.2f}   {self.remark}"


def timed(task: str, work: Callable[[], object], repeats: int) -> Timing:
    """``work`` so many times."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Timing(task, np.array(seconds))


def print_table(rows: Iterable[object]) -> None:
    """Timings, or lines of words between them, under their heads."""
    print(f"{'task':66} {'first':>9} {'median':>9} {'p95':>9}   ms")
    for row in rows:
        print(row)
