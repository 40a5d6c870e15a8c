"""Ranges beside an answer's tables: the ends of every change, in the rows of the table it stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.partial_equilibrium import FloatArray

OWN = ("outcome", "low", "median", "high")
Labels = npt.NDArray[np.object_]


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


def long_table(
    keys: Mapping[str, Sequence[str] | Labels], outcomes: Sequence[str], ends: Mapping[str, FloatArray]
) -> pd.DataFrame:
    """Rows of ``keys`` for each outcome in turn; ``ends`` by column name are [outcome, row]."""
    rows = len(next(iter(keys.values())))
    frame = {name: np.tile(np.array(values, dtype=object), len(outcomes)) for name, values in keys.items()}
    frame["outcome"] = np.repeat(np.array(outcomes, dtype=object), rows)
    return pd.DataFrame({**frame, **{name: values.ravel() for name, values in ends.items()}})
