"""How US law on a product of an origin changed from 2018 to a day: ``law`` asked again at every change."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from parley.measures.law_index import ALL_GOODS, WORLD
from parley.measures.law_layers import Layer
from parley.results.law.answer import LineAnswer, Sum
from parley.results.law.lines import FIRST_DAY, law
from parley.results.law.tables import EUROPEAN_UNION, tables
from parley.tables.read import read_table

DAY = timedelta(days=1)
DECIMALS = 6
COLUMNS = [
    "code",
    "exporter_iso3",
    "valid_from",
    "valid_to",
    "authority",
    "programme",
    "rate_pct",
    "low_pct",
    "sum_pct",
    "high_pct",
    "source_id",
]


class Part(NamedTuple):
    """A duty within a step: its law, its part of the sum in percent, and where it is from."""

    authority: str
    programme: str
    rate_pct: float | None
    source_id: str


class Step(NamedTuple):
    """The duty from a day on: its parts and their sum under the least, the central and the highest reading."""

    parts: tuple[Part, ...]
    sum_pct: Sum


def law_steps(code: str, subheadings: Sequence[str], origin: str, until: date) -> pd.DataFrame:
    """The duty on a code of an origin from 2018 to ``until``, one row a step and duty, percent of customs value.

    ``code``: four to ten digits; ``subheadings``: those under a heading of four, else the code alone. Lines are
    weighted by imports of 2024, as in ``law``. A step in which no duty is charged has one row, of the ordinary duty at
    0; where the sum is not known, ``sum_pct`` and its ends are missing. Columns ``COLUMNS``. Raises LawError where the
    law has no answer, TableError.
    """
    rows: list[tuple[object, ...]] = []
    begun: list[tuple[date, Step]] = []
    for day in _change_days(code, origin, until):
        now = _step([line for each in subheadings for line in law(each, origin, day).lines])
        if not begun or now != begun[-1][1]:
            begun.append((day, now))
    ends = [day - DAY for day, _ in begun[1:]] + [until]
    for (first, step), last in zip(begun, ends, strict=True):
        rows += [
            (code, origin, pd.Timestamp(first), pd.Timestamp(last), *p[:3], *step.sum_pct, p.source_id)
            for p in step.parts
        ]
    numbers = dict.fromkeys(["rate_pct", "low_pct", "sum_pct", "high_pct"], float)
    return pd.DataFrame(rows, columns=COLUMNS).astype(numbers)


def _change_days(code: str, origin: str, until: date) -> list[date]:
    """2018's first day and every later one up to ``until`` on which a row about the code or origin begins or ends."""
    listed = read_table("us_tariff_scope", columns=["product_code", "exporter_iso3", "valid_from", "valid_to"])
    owed = read_table("us_duties_by_origin", columns=["product_code", "exporter_iso3", "valid_from", "valid_to"])
    tables_now = tables()
    places = {origin, WORLD} | ({EUROPEAN_UNION} if origin in tables_now.members else set())
    rows = pd.concat([_about(rows, code, places) for rows in (listed, owed)])
    days = [*rows["valid_from"].dropna().dt.date, *(rows["valid_to"].dropna().dt.date + DAY)]
    days += [first for first, _ in tables_now.editions]
    return sorted({FIRST_DAY, *(day for day in days if FIRST_DAY < day <= until)})


def _about(rows: pd.DataFrame, code: str, places: set[str]) -> pd.DataFrame:
    """The rows that name the code, one below or above it, or all goods, of the origin or of everybody."""
    above = {ALL_GOODS, *(code[:digits] for digits in range(2, len(code) + 1))}
    named = rows["product_code"].isin(above) | rows["product_code"].str.startswith(code)
    return rows[named & rows["exporter_iso3"].isin(places)]


def _step(lines: Sequence[LineAnswer]) -> Step:
    """The duty on lines together, weighted by their imports, rounded to what no reading of a law tells apart."""
    summed = [line for line in lines if line.sum_pct.central is not None]
    weights = [float(line.value_usd or 0) for line in summed]
    weights = weights if sum(weights) else [1.0] * len(summed)
    total = sum(weights)
    charged: dict[tuple[str, str], float] = {}
    sources: dict[tuple[str, str], str] = {}
    for line, weight in zip(summed, weights, strict=True):
        for layer in _charged(line.layers):
            key = (layer.authority, layer.programme)
            charged[key] = charged.get(key, 0.0) + (layer.rate_pct or 0.0) * weight / total
            sources.setdefault(key, layer.source_id)
    first = lines[0].layers[0]
    free = Part(first.authority, first.programme, 0.0 if summed else None, first.source_id)
    if not summed:
        return Step((free,), Sum(None, None, None))
    ends = (
        sum(w * (line.sum_pct[i] or 0.0) for line, w in zip(summed, weights, strict=True)) / total for i in range(3)
    )
    parts = tuple(Part(*key, round(rate, DECIMALS), sources[key]) for key, rate in charged.items())
    return Step(parts or (free,), Sum(*(round(end, DECIMALS) for end in ends)))


def _charged(layers: Iterable[Layer]) -> list[Layer]:
    return [layer for layer in layers if layer.rate_pct]
