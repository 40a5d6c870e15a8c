"""What is kept is bounded by the bytes the process takes, not by a number of things alone."""

import subprocess
import sys
import threading
import time

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
memory._last_s[:] = [float('-inf')] * 2
memory._give_back()
print(memory.MOST_BYTES, memory.resident_bytes())
"""


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was let go of; each lets go of little. What earlier tests set going has ended."""
    for timer in threading.enumerate():
        if isinstance(timer, threading.Timer) and timer.function in (memory._give_back, memory._give_back_again):
            timer.join(timeout=HANG_SECONDS)
    called: list[str] = []
    monkeypatch.setattr(memory, "_letting_go", [lambda: called.append("half"), lambda: called.append("all")])
    monkeypatch.setattr(memory, "_last_s", [float("-inf")] * 2)
    monkeypatch.setattr(memory, "_resting", threading.Event())
    return called


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
@pytest.mark.parametrize(
    ("sizes", "dropped"),
    [
        ([1.0], []),
        ([1.1, 0.5], ["half"]),
        ([1.1, 0.95, 0.5], ["half", "all"]),
    ],
)
def test_more_is_let_go_of_only_where_less_was_too_little(
    sizes: list[float], dropped: list[str], named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter(sizes)
    monkeypatch.setattr(memory, "resident_bytes", lambda: int(next(told) * memory.MOST_BYTES))
    memory._give_back()
    assert named == dropped


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
def test_it_rests_between_two_times(named: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "resident_bytes", lambda: 2 * memory.MOST_BYTES)
    memory._resting.set()  # nothing comes by itself
    memory._give_back()
    memory._give_back()
    assert named == ["half", "all"]
    memory._last_s[:] = [time.monotonic() - memory.RESTS_S[0]] * 2
    memory._give_back()
    assert named == ["half", "all", "half"]


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
def test_it_comes_again_by_itself_where_nothing_new_is_made(named: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "RESTS_S", (0.01, 60.0))
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
    assert named == ["half", "all", "half"]


@pytest.mark.skipif(memory.LIBRARY is None, reason="memory is given back with glibc alone")
def test_six_hundred_megabytes_of_results_are_brought_below_the_limit() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FILLED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    )
    most, now = ran.stdout.split()[-2:]
    assert int(now) < int(most)
