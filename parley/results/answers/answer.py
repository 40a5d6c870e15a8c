"""What every model answers with: one record, whatever the model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from parley.models.partial_equilibrium import FloatArray


@dataclass(frozen=True, eq=False)
class Answer:
    """What one model says: tables by name, and how well the equations were solved (residual, iterations, seconds).

    ``notes``: what the figures rest on or leave out, in sentences.
    """

    tables: Mapping[str, pd.DataFrame]
    convergence: Mapping[str, float]
    notes: tuple[str, ...]


# Ranges beside an answer's tables: the ends of every change, in the rows of the table it stands in.

OWN = ("outcome", "low", "median", "high")
# Names as a column of a table.
Labels = pd.api.extensions.ExtensionArray


@lru_cache(maxsize=64)
def column(names: tuple[str, ...]) -> Labels:
    """Names as a column: pandas takes its time to make one of plain words, so it is kept."""
    return pd.array(list(names), dtype="str")


def constants(values: Mapping[str, str], count: int) -> dict[str, Labels]:
    """Columns of ``count`` rows that say the same in each, by name."""
    return {name: _constant(value, count) for name, value in values.items()}


@lru_cache(maxsize=64)
def _constant(value: str, count: int) -> Labels:
    return pd.array([value] * count, dtype="str")


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name, each made where it is first asked for and then kept."""

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]):
        self._makers = makers
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True, eq=False)
class Ranges:
    """``tables``: by the name of the answer's table, its rows for each outcome in turn, with ``low`` and ``high``.

    ``outcome`` is the name of a column of the answer's table, whose unit it ends in. ``method`` says what the range is,
    in words; ``failed`` of ``draws`` had no equilibrium and are left out.
    """

    tables: Mapping[str, pd.DataFrame]
    method: str
    draws: int
    failed: int = 0
    _found: dict[str, "_Ends"] = field(default_factory=dict, init=False, repr=False)

    def beside(self, rows: pd.DataFrame, table: str, outcome: str) -> pd.DataFrame:
        """``rows`` of the answer's table with ``ends_of_all`` of ``outcome`` in two more columns."""
        return rows.assign(**self.ends_of_all(rows, table, outcome))

    def ends_of_all(self, rows: pd.DataFrame, table: str, outcome: str) -> dict[str, FloatArray]:
        """The ends of ``outcome`` [row of ``rows``, from the answer's table], by the names low and high with its unit.

        Ends are moved apart where the answer itself lies outside: an answer at the edge of a parameter's range (one
        tier of demand) need not lie within the middle of the draws. Raises KeyError when there is no such outcome.
        """
        ends = self._ends(table)
        unit = outcome.rsplit("_", 1)[-1]
        places = [ends.place(outcome, key) for key in _labels(rows, ends.keys)]
        low, high, values = ends.low[places], ends.high[places], rows[outcome].to_numpy(dtype=float)
        return {f"low_{unit}": np.minimum(low, values), f"high_{unit}": np.maximum(high, values)}

    def ends(self, rows: pd.DataFrame, place: int, table: str, outcome: str) -> tuple[float, float]:
        """Low and high of one row of ``rows``, as ``ends_of_all``. Raises KeyError when there is no outcome."""
        ends = self._ends(table)
        place_of_ends = ends.place(outcome, tuple(rows[key].array[place] for key in ends.keys), place)
        value = float(rows[outcome].array[place])
        return min(float(ends.low[place_of_ends]), value), max(float(ends.high[place_of_ends]), value)

    def _ends(self, table: str) -> "_Ends":
        """The ends of a table, ready to be looked up; made once."""
        if table not in self._found:
            rows = self.tables[table]
            keys = [column for column in rows.columns if column not in OWN]
            outcomes = tuple(dict.fromkeys(rows["outcome"].to_numpy(dtype=object)))
            count = len(rows) // len(outcomes)
            self._found[table] = _Ends(
                rows.iloc[:count],
                keys,
                {outcome: count * n for n, outcome in enumerate(outcomes)},
                rows["low"].to_numpy(dtype=float),
                rows["high"].to_numpy(dtype=float),
            )
        return self._found[table]


@dataclass(frozen=True, eq=False)
class _Ends:
    """``low`` and ``high`` of a table by row; where the rows of an outcome begin, and the rows of the first, which
    ``keys`` name.
    """

    rows: pd.DataFrame
    keys: list[str]
    begin: Mapping[str, int]
    low: FloatArray
    high: FloatArray

    def place(self, outcome: str, key: tuple[str, ...], likely: int = -1) -> int:
        """The row of an outcome of what the key names; ``likely``: where the key is if the rows of the answer have the
        same order, as they mostly do. Raises KeyError where there is none.
        """
        if 0 <= likely < len(self.rows) and key == tuple(self.rows[name].array[likely] for name in self.keys):
            return self.begin[outcome] + likely
        return self.begin[outcome] + self._places[key]

    @cached_property
    def _places(self) -> Mapping[tuple[str, ...], int]:
        return _places(tuple(_labels(self.rows, self.keys)))


@lru_cache(maxsize=8)
def _places(keys: tuple[tuple[str, ...], ...]) -> Mapping[tuple[str, ...], int]:
    """The place of each key, kept: a table has the same rows for every scenario, thousands of pairs, 2 MB of names."""
    return {key: place for place, key in enumerate(keys)}


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
