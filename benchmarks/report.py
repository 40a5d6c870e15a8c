"""The results as a Markdown table: goals, the app, the minimal app, their ratio, met or missed."""

import math
import os
import platform
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.browser import chromium
from benchmarks.cases import (
    COLD_START_GOAL,
    DRAG_WORK_GOAL_MS,
    FIRST_VISIT_GOAL,
    LATE_FRAME_MS,
    LATE_FRAMES_GOAL_PCT,
    P95_GOAL,
    PHONE_CHART_GOAL_S,
    PHONE_HEADING_GOAL_S,
    RATIO_GOAL,
    RSS_GOAL_MB,
    SECOND_VISIT_GOAL_S,
    SLACK,
    TABLE_GOAL_MS,
)

NO_GOAL = "-"
KINDS = {"slider": "Slider", "segments": "Filter", "list": "Filter"}


Row = dict[str, list[list[float]]]


@dataclass(frozen=True)
class Line:
    """One line of the table: a value for each round, of the app and of the minimal app.

    ``goal`` is a limit on the median of the values, or on that of their ratios to the minimal app's (``relative``).
    """

    what: str
    ours: Sequence[float]
    floor: Sequence[float]
    unit: str
    goal: float | None = None
    relative: bool = False
    digits: int = 0
    asides: tuple[str, str] = ("", "")

    @property
    def ratios(self) -> list[float]:
        """The app's values over the minimal app's, round by round; none where the latter are missing or not above 0."""
        if not self.floor:
            return []
        pairs = list(zip(self.ours, self.floor, strict=True))
        return [ours / floor for ours, floor in pairs] if min(self.floor) > 0 else []

    def cells(self) -> list[str]:
        """The cells of the line."""
        pairs = zip((self.ours, self.floor), self.asides, strict=True)
        values = [
            f"{median(values):,.{self.digits}f} {self.unit}".strip() + (f" ({aside})" if aside else "")
            if values
            else NO_GOAL
            for values, aside in pairs
        ]
        return [self.what, self._goal(), *values, self._ratio(), self._met()]

    def _ratio(self) -> str:
        found = self.ratios
        if not found:
            return NO_GOAL
        between = f" ({min(found):.2f} to {max(found):.2f})" if len(found) > 1 else ""
        return f"{median(found):.2f}{between}"

    def _goal(self) -> str:
        if self.goal is None:
            return NO_GOAL
        return f"at most {self.goal:g} {'times' if self.relative else self.unit}".strip()

    def _met(self) -> str:
        if self.goal is None:
            return NO_GOAL
        return "met" if median(self.ratios if self.relative else self.ours) <= self.goal + SLACK else "**missed**"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return percentile(values, 0.95)


Of = Callable[[Sequence[float]], float]


def lines(case: dict[str, Any]) -> list[Line]:
    """The lines of one case."""
    return LINES[case["what"]](case, *case["rows"])


def _press(case: dict[str, Any], *rows: Row) -> list[Line]:
    charts = f"{case['changes']} chart{'' if case['changes'] == 1 else 's'}"
    pressed = f"{KINDS[case['kind']]}, {case['name']} ({charts}): press to"
    to, name = ("the answer", "first_ms") if case["draws_range"] else ("final charts", "ms")
    first, second = (f"{median(kilobytes):.1f} kB" for kilobytes in _rounds(rows, "bytes_in", median, 1e3))
    late = f"{pressed} {to}, 95th percentile"
    found = [
        Line(f"{pressed} {to}", *_rounds(rows, name), "ms", case["goal"], True, asides=(first, second)),
        Line(late, *_rounds(rows, name, p95), "ms", case["p95_goal"], True),
    ]
    return [*found, Line(f"{pressed} its range", *_rounds(rows, "ms"), "ms")] if case["draws_range"] else found


def _drag(case: dict[str, Any], *rows: Row) -> list[Line]:
    """Frames while a slider is dragged, and the table behind them, which the minimal app has not."""
    where = f"{case['name']} ({case['changes']} chart{'' if case['changes'] == 1 else 's'})"

    def late(values: Sequence[float]) -> float:
        return 100 * sum(value > LATE_FRAME_MS for value in values) / len(values)

    def of_table(name: str, scale: float = 1) -> tuple[list[float], list[float]]:
        return [median(values) / scale for values in rows[0][name]], []

    return [
        Line(f"Dragging, {where}: work a frame", *_rounds(rows, "work_ms"), "ms", digits=1),
        Line(
            f"Dragging, {where}: work a frame, 95th percentile",
            *_rounds(rows, "work_ms", p95),
            "ms",
            DRAG_WORK_GOAL_MS,
            digits=1,
        ),
        Line(
            f"Dragging, {where}: frames over {LATE_FRAME_MS:g} ms",
            *_rounds(rows, "frame_ms", late),
            "%",
            LATE_FRAMES_GOAL_PCT,
            digits=1,
        ),
        Line(f"Dragging, {where}: pointer to painted frame", *_rounds(rows, "paint_ms"), "ms", digits=1),
        Line(
            f"Dragging, {where}: pointer to painted frame, 95th percentile",
            *_rounds(rows, "paint_ms", p95),
            "ms",
            digits=1,
        ),
        Line(f"Touch, {where}: to 30 positions", *of_table("near_ms"), "ms", TABLE_GOAL_MS),
        Line(f"Touch, {where}: to all positions", *of_table("whole_ms"), "ms"),
        Line(f"Touch, {where}: server CPU of the table", *of_table("cpu_ms"), "ms"),
        Line(f"Touch, {where}: bytes of the table", *of_table("table_bytes", 1e3), "kB"),
    ]


def _switch(case: dict[str, Any], *rows: Row) -> list[Line]:
    what = f"Page switch, {case['name']}: click to final charts"
    return [
        Line(what, *_rounds(rows, "ms"), "ms", RATIO_GOAL, True),
        Line(f"{what}, 95th percentile", *_rounds(rows, "ms", p95), "ms", P95_GOAL, True),
    ]


def _visit(case: dict[str, Any], *rows: Row) -> list[Line]:
    first, second = (f"{median(sizes):.1f} MB" for sizes in _rounds(rows, "first_bytes", median, 1e6))
    to, seconds = f"{case['name']}: to first chart", _rounds(rows, "first_ms", median, 1e3)
    return [
        Line(f"First visit, {to}", *seconds, "s", FIRST_VISIT_GOAL, True, 2, (first, second)),
        Line(f"Second visit, {to}", *_rounds(rows, "second_ms", median, 1e3), "s", SECOND_VISIT_GOAL_S, digits=2),
    ]


def _phone(case: dict[str, Any], *rows: Row) -> list[Line]:
    goals = {"heading": PHONE_HEADING_GOAL_S, "chart": PHONE_CHART_GOAL_S}
    what = f"Slow phone, first visit, {case['name']}: to"
    return [
        Line(f"{what} the {name}", *_rounds(rows, f"{name}_ms", median, 1e3), "s", goal, digits=1)
        for name, goal in goals.items()
    ]


def _cold(case: dict[str, Any], *rows: Row) -> list[Line]:
    what = f"Cold start, {case['name']}: server process to first chart"
    return [Line(what, *_rounds(rows, "ms", median, 1e3), "s", COLD_START_GOAL, True, 2)]


def _load(case: dict[str, Any], *rows: Row) -> list[Line]:
    count, page = case["visitors"], case["name"]
    crowd = f"Reruns a second, {page}, {count} visitor{'' if count == 1 else 's'}"
    cpu = Line(f"Server CPU a rerun, {page}", *_rounds(rows, "cpu_ms"), "ms", case["goal"], digits=1)
    return [cpu] * (count == 1) + [Line(crowd, *_rounds(rows, "reruns_per_s"), "/s")] * case["crowded"]


def _memory(_: dict[str, Any], *rows: Row) -> list[Line]:
    return [
        Line("Resident memory, 20 visitors at work", *_rounds(rows, "rss_mb"), "MB", RSS_GOAL_MB),
        Line("Memory a visitor", *_rounds(rows, "per_visitor_mb"), "MB", digits=2),
    ]


def _private(_: dict[str, Any], *rows: Row) -> list[Line]:
    return [Line("Private names of Streamlit used", *_rounds(rows, "names"), "", 0)]


LINES: dict[str, Callable[..., list[Line]]] = {
    "press": _press,
    "drag": _drag,
    "switch": _switch,
    "visit": _visit,
    "phone": _phone,
    "cold": _cold,
    "load": _load,
    "memory": _memory,
    "private": _private,
}


def _rounds(rows: Sequence[Row], name: str, of: Of = median, scale: float = 1) -> list[list[float]]:
    """For each app one figure a round: what ``of`` makes of the values of the round."""
    return [[of(values) / scale for values in row[name]] for row in rows]


def doubts(case: dict[str, Any]) -> list[str]:
    """What makes a case less than it says: other charts changed than stated, presses without change, faults."""
    out = []
    for app, row in zip(case["apps"], case["rows"], strict=True):
        where = f"{case['what']} {case['name']}, {app}"
        changed = set(chain(*row.get("changed", [])))
        if changed - {case.get("changes")}:
            out.append(f"{where}: changed {sorted(changed)} charts, the table of cases says {case['changes']}")
        unchanged, faults = (sum(chain(*row.get(name, []))) for name in ("without_change", "faults"))
        if unchanged:
            out.append(f"{where}: {unchanged} presses changed no chart")
        if faults:
            out.append(f"{where}: {faults} error boxes on the page")
    return out


def markdown(results: dict[str, Any]) -> str:
    """The whole table, what was measured on, and what to doubt."""
    names = results["apps"]
    head = ["What", "Goal", names[0], names[1], "Ratio", "Goal met"]
    table = [head, ["---", "---", "---:", "---:", "---:", "---"]]
    table += [line.cells() for case in results["cases"] for line in lines(case)]
    about = results["about"]
    words = (
        f"Each figure is the median of {results['rounds']} alternating rounds, a ratio that of the rounds' ratios, in "
        f"brackets the least and the most; a goal is met within {SLACK:g} of its unit. Bytes are those sent to the "
        f"browser. {about['date']}: {about['cores']} cores, {about['system']}, Python {about['python']}, Streamlit "
        f"{about['streamlit']}, Plotly {about['plotly']}, {about['chromium']}, browser and server "
        f"on one machine; load average {about['load_average']} before, {about.get('load_average_after', '?')} after."
    )
    doubtful = [doubt for case in results["cases"] for doubt in doubts({**case, "apps": names})]
    notes = [f"- {note}" for note in [*results["failures"], *doubtful]]
    rows = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    return "\n\n".join([rows, words, *(["\n".join(notes)] if notes else [])])


def environment() -> dict[str, Any]:
    """What the numbers were measured on."""
    browser_version = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=True).stdout
    return {
        "date": f"{date.today():%Y-%m-%d}",
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
        "plotly": version("plotly"),
        "chromium": " ".join(re.findall(r"^\w+ [\d.]+", browser_version)),
        "load_average": load_average(),
    }


def machine() -> str:
    """The day and the machine of a measurement without a browser, in words."""
    return (
        f"{date.today():%Y-%m-%d}: {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"Streamlit {version('streamlit')}"
    )


def load_average() -> float | None:
    """Processes waiting for a processor, mean of the last minute, where the system says so."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def write(document: Path, table: str, name: str = "benchmark") -> None:
    """Put the table between the two marks of this name.

    Raises ValueError when they are missing or there is more than one pair.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    text = document.read_text(encoding="utf-8")
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise ValueError(f"{document.name} needs one {start} and, after it, one {end}")
    before, after = text.split(start)[0], text.split(end)[1]
    document.write_text(f"{before}{start}\n{table}\n{end}{after}", encoding="utf-8")
