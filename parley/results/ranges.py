"""Ranges beside an answer's tables: the ends of every change, in the rows of the table it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.partial_equilibrium import FloatArray

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

    def beside(self, rows: pd.DataFrame, table: str, outcome: str) -> pd.DataFrame:
        """``rows`` of the answer's table with the ends of ``outcome`` in two more columns, low and high with its unit.

        Ends are moved apart where the answer itself lies outside: an answer at the edge of a parameter's range (one
        tier of demand) need not lie within the middle of the draws. Raises KeyError when there is no such outcome.
        """
        found = self.tables[table]
        found = found[found["outcome"] == outcome]
        if found.empty:
            raise KeyError(outcome)
        keys = [column for column in found.columns if column in rows.columns]
        unit = outcome.rsplit("_", 1)[-1]
        ends = found[[*keys, "low", "high"]].rename(columns={"low": f"low_{unit}", "high": f"high_{unit}"})
        held = rows.merge(ends, on=keys, how="left", validate="one_to_one")
        held[f"low_{unit}"] = held[[f"low_{unit}", outcome]].min(axis=1)
        held[f"high_{unit}"] = held[[f"high_{unit}", outcome]].max(axis=1)
        return held


def long_table(
    keys: Mapping[str, Sequence[str] | Labels], outcomes: Sequence[str], ends: Mapping[str, FloatArray]
) -> pd.DataFrame:
    """Rows of ``keys`` for each outcome in turn; ``ends`` by column name are [outcome, row]."""
    rows = len(next(iter(keys.values())))
    frame = {name: np.tile(np.array(values, dtype=object), len(outcomes)) for name, values in keys.items()}
    frame["outcome"] = np.repeat(np.array(outcomes, dtype=object), rows)
    return pd.DataFrame({**frame, **{name: values.ravel() for name, values in ends.items()}})
