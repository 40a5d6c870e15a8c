"""Ranges beside an answer's tables: the ends of every change, in the rows of the table it stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.models.partial_equilibrium import FloatArray

OWN = ("outcome", "low", "median", "high")
# Names as a column of a table.
Labels = pd.api.extensions.ExtensionArray


@lru_cache(maxsize=16)
def column(names: tuple[str, ...]) -> Labels:
    """Names as a column: pandas takes its time to make one of plain words, so it is kept."""
    return pd.array(list(names), dtype="str")


@dataclass(frozen=True, eq=False)
class Ranges:
    """``tables``: by the name of the answer's table, one row per row of it and outcome, with ``low`` and ``high``.

    ``outcome`` is the name of a column of the answer's table, whose unit it ends in. ``method`` says what the range is,
    in words; ``failed`` of ``draws`` had no equilibrium and are left out.
    """

    tables: Mapping[str, pd.DataFrame]
    method: str
    draws: int
    failed: int = 0
    _by_key: dict[str, tuple[list[str], dict[tuple[str, ...], tuple[float, float]]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def beside(self, rows: pd.DataFrame, table: str, outcome: str) -> pd.DataFrame:
        """``rows`` of the answer's table with the ends of ``outcome`` in two more columns, low and high with its unit.

        Ends are moved apart where the answer itself lies outside: an answer at the edge of a parameter's range (one
        tier of demand) need not lie within the middle of the draws. Raises KeyError when there is no such outcome.
        """
        keys, ends = self._ends(table)
        unit = outcome.rsplit("_", 1)[-1]
        found = [ends[outcome, *key] for key in _labels(rows, keys)]
        low, high = np.array(found, dtype=float).reshape(-1, 2).T
        own = rows[outcome].to_numpy(dtype=float)
        return rows.assign(**{f"low_{unit}": np.minimum(low, own), f"high_{unit}": np.maximum(high, own)})

    def ends(self, rows: pd.DataFrame, place: int, table: str, outcome: str) -> tuple[float, float]:
        """Low and high of one row of ``rows``, as ``beside`` gives them. Raises KeyError when there is no outcome."""
        keys, ends = self._ends(table)
        low, high = ends[outcome, *(rows[key].array[place] for key in keys)]
        own = float(rows[outcome].array[place])
        return min(low, own), max(high, own)

    def _ends(self, table: str) -> tuple[list[str], dict[tuple[str, ...], tuple[float, float]]]:
        """Names of the key columns of a table, and low and high by outcome and key; made once."""
        if table not in self._by_key:
            rows = self.tables[table]
            keys = [column for column in rows.columns if column not in OWN]
            ends = zip(rows["low"].tolist(), rows["high"].tolist(), strict=True)
            self._by_key[table] = keys, dict(zip(_labels(rows, ["outcome", *keys]), ends, strict=True))
        return self._by_key[table]


def _labels(rows: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The names in these columns, row by row; as plain arrays, because pandas gives out strings one by one slowly."""
    return zip(*(rows[column].to_numpy(dtype=object) for column in columns), strict=True)


def long_table(keys: Mapping[str, Labels], outcomes: Sequence[str], ends: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Rows of ``keys`` for each outcome in turn; ``ends`` by column name are [outcome, row]."""
    rows = len(next(iter(keys.values())))
    again = np.tile(np.arange(rows), len(outcomes))
    frame = {name: labels.take(again) for name, labels in keys.items()}
    frame["outcome"] = column(tuple(outcomes)).take(np.repeat(np.arange(len(outcomes)), rows))
    return pd.DataFrame({**frame, **{name: values.ravel() for name, values in ends.items()}})
