"""Printed figures typed in ``data/published.toml``, which the finished tables must reproduce.

A table of the file is named as the table of the data; ``source`` is that of its figures which name none. A figure has
``what`` it says, ``expected`` and ``unit`` as printed, a ``tolerance`` (none), and how the table gives it: the rows
``where`` columns have a value, one of a list, lie ``{from, to}``, are ``{filled}`` or begin so (``{starts}``); then an
``aggregate`` of a ``column``, of two for a ratio or a weighted mean. ``at_least``: a count that a refresh makes larger.
What needs another table or a measure is a ``PUBLISHED`` of its recipe.
"""

import functools
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley.recipes import Published
from parley.tables.schema import SHIPPED, SchemaError

FILE, EXACT = "published.toml", 1e-9
UNITS = {"m US$": 1e6, "bn US$": 1e9, "trillion US$": 1e12}  # of a column in US$; other units are the column's own
KEYS = {"what", "where", "column", "aggregate", "expected", "tolerance", "unit", "source", "at_least"}


def _one(rows: pd.DataFrame, column: str) -> float:
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} rows match; exactly one is needed")  # or a figure could be met by chance
    return float(rows[column].item())


AGGREGATES: Mapping[str, Callable[[pd.DataFrame, Any], float]] = {
    "one": _one,
    "rows": lambda rows, _: len(rows),
    "sum": lambda rows, column: rows[column].astype("float64").sum(),
    "mean": lambda rows, column: rows[column].mean(),
    "median": lambda rows, column: rows[column].median(),
    "least": lambda rows, column: rows[column].min(),
    "most": lambda rows, column: rows[column].max(),
    "distinct": lambda rows, column: len(rows[column].dropna().drop_duplicates()),
    "ratio_pct": lambda rows, columns: rows[columns[0]].sum() / rows[columns[1]].sum() * 100,
    "weighted_mean": lambda rows, columns: (rows[columns[0]] * rows[columns[1]]).sum() / rows[columns[1]].sum(),
}


def figures(table: str) -> tuple[Published, ...]:
    """The typed figures of a table. Raises SchemaError for a figure with a key, aggregate or column that is none."""
    typed = _file().get(table, {})
    return tuple(_figure(table, {"source": typed["source"], **figure}) for figure in typed.get("figures", []))


@functools.cache
def _file() -> dict[str, Any]:
    return tomllib.loads((SHIPPED / FILE).read_text(encoding="utf-8"))


def _figure(table: str, typed: dict[str, Any]) -> Published:
    unit, aggregate = typed.get("unit", ""), typed.get("aggregate", "one")
    if (strange := sorted(typed.keys() - KEYS)) or aggregate not in AGGREGATES:
        wrong = ", ".join(strange) or f"aggregate {aggregate!r}"
        raise SchemaError(f"data/{FILE}, {table}, {typed.get('what')!r}: {wrong} is none of {', '.join(AGGREGATES)}")

    def compute(frame: pd.DataFrame) -> float:
        try:
            for column, choice in typed.get("where", {}).items():
                frame = frame[_chosen(frame[column], choice)]
            return float(AGGREGATES[aggregate](frame, typed.get("column"))) / UNITS.get(unit, 1)
        except KeyError as error:
            raise SchemaError(f"data/{FILE}, {table}, {typed['what']!r}: the table has no column {error}") from error

    what = f"{typed['what']}, {unit}" if unit else typed["what"]
    tolerance, at_least = typed.get("tolerance", EXACT), typed.get("at_least", False)
    return Published(what, typed["expected"], compute, tolerance, typed["source"], at_least)


def _chosen(cells: pd.Series, choice: Any) -> "pd.Series[bool]":
    """Which cells a figure is of."""
    rows: pd.Series[bool]
    if isinstance(choice, dict) and "starts" in choice:
        rows = cells.str.startswith(choice["starts"])
    elif isinstance(choice, dict) and "filled" in choice:
        rows = cells.notna() == choice["filled"]
    elif isinstance(choice, dict):
        rows = cells.between(_cell(choice.get("from", cells.min())), _cell(choice.get("to", cells.max())))
    else:
        rows = cells.isin(choice) if isinstance(choice, list) else cells == _cell(choice)
    return rows


def _cell(value: Any) -> Any:
    return pd.Timestamp(value) if isinstance(value, date) else value
