"""The collector settings side by side: what Streamlit's collection after every run costs in time and in memory."""

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Any

from benchmarks import measure
from benchmarks.cases import App
from benchmarks.measure import Effort, Subject
from benchmarks.server import COLLECTORS, serving

SETTINGS = [name for name in COLLECTORS if name != "config"]
COLUMNS = ["app", "collector", "rerun, median ms", "server CPU a rerun, ms", "reruns a second, 20 visitors"]
MEMORY = ["resident memory, 20 visitors, MB"]


def compare(apps: Sequence[App], effort: Effort) -> str:
    """A Markdown table: every app under every setting, in alternating rounds."""
    table = [[*COLUMNS, *MEMORY], ["---"] * 2 + ["---:"] * 4]
    for app in apps:
        pages = app.measured()
        page = next((page for page in reversed(pages) if page.control), pages[0])
        with ExitStack() as stack:
            subjects = [Subject(app, stack.enter_context(serving(app.script, name))) for name in SETTINGS]
            for subject in subjects:
                measure.warm(subject, pages)
            one = measure.loads(subjects, page, 1, effort)
            crowd = measure.loads(subjects, page, measure.CROWD, effort)
        for name, alone, many in zip(SETTINGS, one, crowd, strict=True):
            (memory,) = measure.memory([app], pages, effort, name)
            table.append([app.name, name, *_numbers(alone, many, memory)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def _numbers(alone: dict[str, Any], many: dict[str, Any], memory: dict[str, Any]) -> list[str]:
    return [
        f"{statistics.median(chain(*alone['rerun_ms'])):.1f}",
        f"{statistics.median(chain(*alone['cpu_ms'])):.1f}",
        f"{statistics.median(chain(*many['reruns_per_s'])):.0f}",
        f"{max(chain(*memory['rss_mb'])):.0f}",
    ]
