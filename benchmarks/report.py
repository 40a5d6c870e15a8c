"""The results as a Markdown table: goals, the app, the minimal app, their ratio, met or missed."""

import math
import os
import platform
import re
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.browser import chromium
from benchmarks.cases import LIVE_P95_GOAL, RATIO_GOAL, RSS_GOAL_MB, SECOND_VISIT_GOAL_S

START, END = "<!-- benchmark:start -->", "<!-- benchmark:end -->"
NO_GOAL = "-"
KINDS = {"slider": "Slider", "segments": "Filter"}


@dataclass(frozen=True)
class Line:
    """One line of the table. ``goal`` is a limit on the value, or on the ratio to the minimal app (``relative``)."""

    what: str
    ours: float
    floor: float
    unit: str
    goal: float | None = None
    relative: bool = False
    digits: int = 0
    asides: tuple[str, str] = ("", "")

    @property
    def ratio(self) -> float:
        """The app's value over the minimal app's."""
        return self.ours / self.floor

    def cells(self) -> list[str]:
        """The cells of the line."""
        pairs = zip((self.ours, self.floor), self.asides, strict=True)
        values = [f"{value:,.{self.digits}f} {self.unit}" + (f" ({aside})" if aside else "") for value, aside in pairs]
        return [self.what, self._goal(), *values, f"{self.ratio:.2f}" if self.floor > 0 else NO_GOAL, self._met()]

    def _goal(self) -> str:
        if self.goal is None:
            return NO_GOAL
        return f"at most {self.goal:g} times" if self.relative else f"under {self.goal:g} {self.unit}"

    def _met(self) -> str:
        if self.goal is None:
            return NO_GOAL
        met = self.ratio <= self.goal if self.relative else self.ours < self.goal
        return "met" if met else "**missed**"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def lines(case: dict[str, Any]) -> list[Line]:
    """The lines of one case."""
    return LINES[case["what"]](case, *case["rows"])


def _press(case: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    charts = f"{case['changes']} chart{'' if case['changes'] == 1 else 's'}"
    what = f"{KINDS[case['kind']]}, {case['name']} ({charts}): press to final charts"
    first, second = (f"{_p95(row)}; {_median(row, 'bytes_in') / 1e3:.1f} kB" for row in (ours, floor))
    goal = case["goal"]
    if goal == RATIO_GOAL:
        return [Line(what, _median(ours), _median(floor), "ms", goal, True, asides=(first, second))]
    answer = what.replace("final charts", "the answer") if case["draws_range"] else what
    name = "first_ms" if case["draws_range"] else "ms"
    late = (percentile(row[name], 0.95) for row in (ours, floor))
    found = [
        Line(answer, _median(ours, name), _median(floor, name), "ms", goal, True, asides=(first, second)),
        Line(f"{answer}, 95th percentile", *late, "ms", LIVE_P95_GOAL, True),
    ]
    if case["draws_range"]:
        found.append(Line(what.replace("final charts", "its range"), _median(ours), _median(floor), "ms"))
    return found


def _switch(case: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    what = f"Page switch, {case['name']}: click to final charts"
    return [Line(what, _median(ours), _median(floor), "ms", RATIO_GOAL, True, asides=(_p95(ours), _p95(floor)))]


def _visit(case: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    def pair(name: str, scale: float) -> list[float]:
        return [_median(row, name) / scale for row in (ours, floor)]

    page = case["name"]
    first, second = (f"{size:.1f} MB" for size in pair("first_bytes", 1e6))
    return [
        Line(f"First visit, {page}: to first chart", *pair("first_ms", 1e3), "s", digits=2, asides=(first, second)),
        Line(f"Second visit, {page}: to first chart", *pair("second_ms", 1e3), "s", SECOND_VISIT_GOAL_S, digits=2),
    ]


def _cold(case: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    values = (_median(row) / 1e3 for row in (ours, floor))
    return [Line(f"Cold start, {case['name']}: server process to first chart", *values, "s", digits=2)]


def _load(case: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    def pair(name: str) -> list[float]:
        return [_median(row, name) for row in (ours, floor)]

    count, page = case["visitors"], case["name"]
    rate = Line(f"Reruns a second, {page}, {count} visitor{'' if count == 1 else 's'}", *pair("reruns_per_s"), "/s")
    cpu = Line(f"Server CPU a rerun, {page}", *pair("cpu_ms"), "ms", case["goal"], digits=1)
    return [cpu] * (count == 1) + [rate] * case["crowded"]


def _memory(_: dict[str, Any], ours: dict[str, Any], floor: dict[str, Any]) -> list[Line]:
    def pair(name: str) -> list[float]:
        return [max(row[name]) for row in (ours, floor)]

    return [
        Line("Resident memory, 20 visitors at work", *pair("rss_mb"), "MB", RSS_GOAL_MB),
        Line("Memory a visitor", *pair("per_visitor_mb"), "MB", digits=2),
    ]


LINES = {"press": _press, "switch": _switch, "visit": _visit, "cold": _cold, "load": _load, "memory": _memory}


def _median(row: dict[str, Any], name: str = "ms") -> float:
    return float(statistics.median(row[name]))


def _p95(row: dict[str, Any]) -> str:
    return f"p95 {percentile(row['ms'], 0.95):.0f}"


def doubts(case: dict[str, Any]) -> list[str]:
    """What makes a case less than it says: other charts changed than stated, presses without change, faults."""
    out = []
    for app, row in zip(case["apps"], case["rows"], strict=True):
        where = f"{case['what']} {case['name']}, {app}"
        if case["what"] == "press" and set(row["changed"]) - {case["changes"]}:
            out.append(
                f"{where}: changed {sorted(set(row['changed']))} charts, the table of cases says {case['changes']}"
            )
        if sum(row.get("without_change", [])):
            out.append(f"{where}: {sum(row['without_change'])} presses changed no chart")
        if sum(row.get("faults", [])):
            out.append(f"{where}: {sum(row['faults'])} error boxes on the page")
    return out


def markdown(results: dict[str, Any]) -> str:
    """The whole table, what was measured on, and what to doubt."""
    names = results["apps"]
    head = ["What", "Goal", names[0], names[1], "Ratio", "Goal met"]
    table = [head, ["---", "---", "---:", "---:", "---:", "---"]]
    table += [line.cells() for case in results["cases"] for line in lines(case)]
    about = results["about"]
    words = (
        "Times are medians, in brackets the 95th percentile; bytes are those sent to the browser. "
        f"{about['date']}: {about['cores']} cores, {about['system']}, Python {about['python']}, Streamlit "
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


def load_average() -> float | None:
    """Processes waiting for a processor, mean of the last minute, where the system says so."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def write_readme(readme: Path, table: str) -> None:
    """Put the table between the two marks. Raises ValueError when they are missing or there is more than one pair."""
    text = readme.read_text(encoding="utf-8")
    if text.count(START) != 1 or text.count(END) != 1 or text.index(START) > text.index(END):
        raise ValueError(f"{readme.name} needs one {START} and, after it, one {END}")
    before, after = text.split(START)[0], text.split(END)[1]
    readme.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")
