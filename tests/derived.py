"""Figures that a title works out from those of its chart, worked out here again; see ``reader.faults``.

Each function takes the traces of a chart and the line below its title, and gives every number the title may mean.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

Traces = Sequence[Mapping[str, Any]]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def below_the_peak(traces: Traces, _: str) -> Iterator[float]:
    """How far the last value of a series is below its highest, percent."""
    for series in _series(traces).values():
        yield 100 * (1 - series[-1] / max(series))


def sums_of_a_year(traces: Traces, _: str) -> Iterator[float]:
    """The sum of the last twelve months, of each series of bars and of all of them."""
    bars = [trace for trace in traces if trace["type"] == "bar"]
    months: dict[str, float] = {}
    for trace in bars:
        yield sum(trace["y"][-12:])
        for month, value in zip(trace["x"], trace["y"], strict=True):
            months[month] = months.get(month, 0) + value
    yield sum(months[month] for month in sorted(months)[-12:])


def parts_of_the_total(traces: Traces, measure: str) -> Iterator[float]:
    """The first value in percent of a total that the line below the title gives."""
    totals = [float(number.replace(",", "")) for number in NUMBER.findall(measure)]
    for series in _series(traces, "x").values():
        yield from (100 * series[0] / total for total in totals if total)


def ratios(traces: Traces, _: str) -> Iterator[float]:
    """One bar in percent of another."""
    bars = [value for series in _series(traces, "x").values() for value in series]
    yield from (100 * abs(one / other) for one, other in permutations(bars, 2) if other)


def flows(traces: Traces, _: str) -> Iterator[float]:
    """All of two lists that add up to the same, and what is left of it without one bar, in percent."""
    sizes = [abs(value) for trace in traces for value in trace["x"]]
    total = sum(sizes) / 2
    yield total
    yield from (100 * (1 - size / total) for size in sizes)


def rows_drawn(traces: Traces, _: str) -> Iterator[float]:
    """How many rows have a bar."""
    yield len({place for trace in traces for place in trace.get("y") or []})


DERIVED: dict[str, Callable[[Traces, str], Iterator[float]]] = {
    "trade_months": below_the_peak,
    "chip_exports": below_the_peak,
    "tariff_revenue": sums_of_a_year,
    "trade_imports": parts_of_the_total,
    "what_if_split": ratios,
    "what_if_flows": flows,
    "rare_controls_by_element": rows_drawn,
}


def _series(traces: Traces, axis: str = "y") -> dict[str, list[float]]:
    """The numbers of the traces by name, those of one name behind one another."""
    found: dict[str, list[float]] = {}
    for trace in traces:
        values = [v for v in trace.get(axis) or [] if isinstance(v, int | float)]
        if values:
            found.setdefault(str(trace.get("name")), []).extend(values)
    return found
