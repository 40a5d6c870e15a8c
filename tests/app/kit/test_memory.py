"""What is kept is bounded by the bytes the process takes, not by a number of things alone."""

import subprocess
import sys
import threading

import pytest

from parley.app.kit import memory
from tests.servers import HANG_SECONDS, ROOT

FILLED = """
import numpy, time
from parley.app.kit import cache, memory
memory.MOST_BYTES = memory.resident_bytes() + 100_000_000
most = 0
for number in range(600):
    cache.derived("large", (number,), lambda: numpy.ones(125_000))  # a megabyte
    most = max(most, memory.resident_bytes())
    time.sleep(0.005)
memory._resting.clear()
memory._give_back()
print(memory.MOST_BYTES, memory.resident_bytes())
"""


@pytest.fixture
def drops(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each time something was let go of. What earlier tests set going has ended."""
    for timer in threading.enumerate():
        if isinstance(timer, threading.Timer) and timer.function in (memory._give_back, memory._look_again):
            timer.join(timeout=HANG_SECONDS)
    called: list[str] = []
    monkeypatch.setattr(memory, "_letting_go", [lambda: called.append("dropped")])
    monkeypatch.setattr(memory, "_resting", threading.Event())
    return called


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
@pytest.mark.parametrize(("size", "count"), [(1.0, 0), (1.1, 1)])
def test_results_are_let_go_of_beyond_the_limit_alone_and_once_until_it_has_rested(
    size: float, count: int, drops: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "resident_bytes", lambda: int(size * memory.MOST_BYTES))
    monkeypatch.setattr(memory, "_later", lambda seconds, work: None)
    memory._give_back()
    memory._give_back()
    assert len(drops) == count


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
def test_it_comes_again_by_itself_where_nothing_new_is_made(drops: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST_S", 0.01)
    sizes = iter([2.0, 2.0, 2.0, 2.0, 0.5])
    is_small = threading.Event()

    def resident() -> int:
        size = next(sizes, 0.5)
        if size < 1:
            is_small.set()
        return int(size * memory.MOST_BYTES)

    monkeypatch.setattr(memory, "resident_bytes", resident)
    memory._give_back()
    assert is_small.wait(HANG_SECONDS)
    assert len(drops) == 2


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
def test_six_hundred_megabytes_of_results_are_brought_below_the_limit() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FILLED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    )
    most, now = ran.stdout.split()[-2:]
    assert int(now) < int(most)
