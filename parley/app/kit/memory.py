"""The memory of the server process: freed memory goes back to the machine instead of staying with the C library, and
what is kept is let go of where it takes too much.

Each run of a page is a thread of its own, and glibc gives threads arenas of their own, up to eight a core; what one
large table left free in one of them stays resident. Elsewhere than on glibc nothing is changed.
"""

import ctypes
import gc
import logging
import mmap
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
ARENAS = 2
STATM, PAGE, MB = Path("/proc/self/statm"), mmap.PAGESIZE, 1_000_000
LOG = logging.getLogger("parley")
# What is larger lies apart and goes back whole. Left to itself the limit rises to 32 MB as large tables are let go of,
# and holes of 30 MB and more stay. Below the arrays of the product model, 0.7 MB each, its answers take three times as
# long.
LARGE_BYTES = 2_000_000
FREE_AT_END_BYTES = 8 << 20  # kept for the next answer, else each of its arrays is fetched from the machine anew
QUIET_S = 1.0
# New objects after which Python looks for cycles. Its own 700 fall into the middle of a run: what the run still holds
# passes for lasting, and all that lasts is gone through every hundred runs.
COLLECTED_AFTER = 5_000
# What is kept is counted by number where it is kept, and a number of large things is much: beyond these bytes resident
# of the process it is let go of. A process that has opened every page has some 460 MB.
MOST_BYTES = 580_000_000
REST_S = 10.0  # between two times
_waiting, _resting = threading.Event(), threading.Event()
_letting_go: list[Callable[[], object]] = []


def _library() -> Any:
    """The C library of this process, where it is glibc."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no such handle
        return None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


LIBRARY = _library()


def few_arenas() -> bool:
    """Let all threads share two arenas, and keep large arrays out of them; whether the C library took it.

    Threads that began before keep arenas of their own, as Streamlit's do: ``MALLOC_ARENA_MAX=2``, set in ``deploy/``,
    holds for them too.
    """
    wanted = ((M_ARENA_MAX, ARENAS), (M_MMAP_THRESHOLD, LARGE_BYTES), (M_TRIM_THRESHOLD, FREE_AT_END_BYTES))
    return LIBRARY is not None and all(LIBRARY.mallopt(name, value) for name, value in wanted)


def collect_between_runs() -> None:
    """Have Python look for cycles every few runs of a page and no more in the middle of each."""
    gc.set_threshold(COLLECTED_AFTER)


def give_back_soon() -> None:
    """Give back what is free, a second from now and once for all who ask in the meantime."""
    if LIBRARY is None or _waiting.is_set():
        return
    _waiting.set()
    _later(QUIET_S, _give_back)


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


def let_go_with(drop: Callable[[], object]) -> None:
    """Have this called where the process takes too much memory."""
    _letting_go[:] = [drop]


def resident_bytes() -> int:
    """What this process has in memory; 0 where the system does not say."""
    try:
        return int(STATM.read_text(encoding="ascii").split()[1]) * PAGE
    except OSError:
        return 0


def _give_back() -> None:
    _waiting.clear()
    LIBRARY.malloc_trim(0)
    before = resident_bytes()
    if before <= MOST_BYTES or _resting.is_set():
        return
    for drop in _letting_go:
        drop()
    gc.collect()
    LIBRARY.malloc_trim(0)
    LOG.info("Kept results were let go of: %d MB before, %d now", before // MB, resident_bytes() // MB)
    _resting.set()
    _later(REST_S, _look_again)


def _look_again() -> None:
    """What was made in the meantime may be too much again, and whoever works next may be long in coming."""
    _resting.clear()
    _give_back()
