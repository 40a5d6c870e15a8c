"""The memory of the server process: freed memory goes back to the machine instead of staying with the C library.

Each run of a page is a thread of its own, and glibc gives threads arenas of their own, up to eight a core; what one
large table left free in one of them stays resident. Elsewhere than on glibc nothing is changed.
"""

import ctypes
import gc
import threading
from typing import Any

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
ARENAS = 2
# What is larger lies apart and goes back whole. Left to itself the limit rises to 32 MB as large tables are let go of,
# and holes of 30 MB and more stay. Below the arrays of the product model, 0.7 MB each, its answers take three times as
# long.
LARGE_BYTES = 2_000_000
FREE_AT_END_BYTES = 8 << 20  # kept for the next answer, else each of its arrays is fetched from the machine anew
QUIET_S = 1.0
# New objects after which Python looks for cycles. Its own 700 fall into the middle of a run: what the run still holds
# passes for lasting, and all that lasts is gone through every hundred runs.
COLLECTED_AFTER = 5_000
_waiting = threading.Event()


def _library() -> Any:
    """The C library of this process, where it is glibc."""
    try:
        found = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no such handle
        return None
    return found if hasattr(found, "malloc_trim") and hasattr(found, "mallopt") else None


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
    timer = threading.Timer(QUIET_S, _give_back)
    timer.daemon = True
    timer.start()


def _give_back() -> None:
    _waiting.clear()
    LIBRARY.malloc_trim(0)
