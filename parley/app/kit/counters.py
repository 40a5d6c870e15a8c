"""What a server counts for who runs it: runs and their time, faults, scenarios solved, kept results used again.

Counted are pages and parts of pages, nothing of a visitor. ``parley.app.serving.counting`` tells the numbers.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10)
RUN_S = Histogram(
    "parley_run_seconds",
    "Seconds of a run on the server: of a whole page, or of the part of it that a press draws again.",
    ["page", "drawn"],
    buckets=BOUNDS_S,
    registry=REGISTRY,
)
FAULTS = Counter(
    "parley_faults", "Blocks that could not be shown because of a fault.", ["page", "block"], registry=REGISTRY
)
SOLVED = Counter("parley_scenarios_solved", "Scenarios solved for visitors.", ["model"], registry=REGISTRY)
_KEPT = Counter("parley_kept_results", "Results asked for: used again, or made.", ["found"], registry=REGISTRY)
USED, MADE = _KEPT.labels("used"), _KEPT.labels("made")
_IS_TIMED = ContextVar("is_timed", default=False)


@contextmanager
def timed(page: str, what: str) -> Iterator[None]:
    """Count the run inside and its time, however it ends; a part inside a page that is being drawn belongs to it.

    ``page``: its path, empty for the first; ``what``: ``page`` or ``part``.
    """
    if _IS_TIMED.get():
        yield
        return
    token = _IS_TIMED.set(True)
    began = time.perf_counter()
    try:
        yield
    finally:
        _IS_TIMED.reset(token)
        RUN_S.labels(page or "home", what).observe(time.perf_counter() - began)


def fault(page: str, block: str) -> None:
    """Count a fault in a block of a page."""
    FAULTS.labels(page or "home", block).inc()
