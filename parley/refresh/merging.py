"""What an answer says beside what is stored: new rows, revised ones, unchanged ones, and the table that follows."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

# From which size on a move in an answer refuses its table; every threshold of the command stands here.

MISSING_SHARE = 0.02  # of the stored keys, partners or products that an answer no longer has
RATIO_LOW, RATIO_HIGH = 0.8, 1.25  # median of new / old on the same keys
POWER_OF_TEN = 0.03  # how near to one the ratio must be to be called so
LARGE_USD, LARGE_MOVE = 10e9, 0.10  # a single value above the first that moves by more than the second
CLOSED_YEAR_SHARE = 0.02  # revision of the sum of a closed year
CLOSED_YEAR_POINTS = 0.3  # revision of a growth rate of a closed year, percentage points
FILE_SIZE = 0.25  # of one answer against the last one of its address
DATA_SET_SIZE = 0.15  # of all answers of a source together
SAME = 1e-9  # relative; nearer figures are one figure
SHOWN_REVISION = 0.01  # a revision from this share on is told by itself
SHOWN_LARGEST = 10


Mode = Literal["vintage", "replace", "first_release"]


@dataclass(frozen=True)
class Part:
    """The rows of one table that answers give.

    ``got``: rows in the table's columns. ``key``: the columns that make two rows the same figure at two times, so
    without vintage. ``period``: the column of the month or year. ``values``: the figures compared. ``mode``: a revised
    figure enters as a row of a new ``vintage``, or in place of the old one; in a table of first releases it is refused.
    ``base``: the stored rows the answer is comparable with, all by default; the newest of each key counts.
    ``newest_by``: the column that says which of several stored rows is newest. ``covers``: columns whose values may not
    become fewer. ``in_points``: the figures are rates, compared by difference.
    """

    table: str
    got: pd.DataFrame
    key: tuple[str, ...]
    period: str
    values: tuple[str, ...]
    mode: Mode
    base: pd.DataFrame
    newest_by: str | None = None
    covers: tuple[str, ...] = ()
    in_points: bool = False
    tolerance: float = SAME


@dataclass(frozen=True)
class Merged:
    """``table``: stored rows and what came. ``common``: the key and each figure with ``_old`` and ``_new``."""

    part: Part
    table: pd.DataFrame
    added: pd.DataFrame
    revised: pd.DataFrame
    missing: pd.DataFrame
    common: pd.DataFrame = field(repr=False)

    @property
    def is_changed(self) -> bool:
        """Whether the answer brought anything."""
        return bool(len(self.added) or len(self.revised))


def is_stored(got: pd.DataFrame, base: pd.DataFrame, key: tuple[str, ...]) -> pd.Series:
    """Whether each row of an answer has a stored one with its key."""
    stored = pd.MultiIndex.from_frame(base[list(key)])
    return pd.Series(pd.MultiIndex.from_frame(got[list(key)]).isin(stored), index=got.index)


def merge(stored: pd.DataFrame, part: Part) -> Merged:
    """Put the rows of an answer beside the stored table.

    ``added``: rows whose key was not stored. ``revised``: rows of ``got`` that differ, with the old figures too.
    ``missing``: stored keys within the periods of the answer that it no longer has. A figure that is missing in the
    answer and stored counts as missing, not as revised to nothing. Raises ValueError where the answer has a key twice.
    """
    key = list(part.key)
    twice = part.got.duplicated(key)
    if twice.any():
        row = part.got.loc[twice, key].iloc[0].to_dict()
        raise ValueError(f"the answer has two rows for {row}")
    base = part.base
    if part.newest_by is not None:
        base = base.sort_values(part.newest_by, kind="stable")
    base = base.drop_duplicates(key, keep="last")
    within = base[
        (base[part.period] >= part.got[part.period].min()) & (base[part.period] <= part.got[part.period].max())
    ]
    both = within[[*key, *part.values]].merge(
        part.got[[*key, *part.values]], on=key, how="outer", suffixes=("_old", "_new"), indicator=True
    )
    moved = pd.Series(False, index=both.index)
    for column in part.values:
        old, new = (both[f"{column}_{side}"].to_numpy(dtype="float64", na_value=np.nan) for side in ("old", "new"))
        differs = np.abs(new - old) > part.tolerance * np.maximum(np.abs(old), np.abs(new))
        moved |= pd.Series(differs | (np.isnan(old) & ~np.isnan(new)), index=both.index)
    common = both[both["_merge"] == "both"].drop(columns="_merge")
    changed = common[moved.reindex(common.index)]
    revised = part.got.merge(
        changed.rename(columns={f"{c}_old": f"old_{c}" for c in part.values})[
            [*key, *(f"old_{c}" for c in part.values)]
        ],
        on=key,
    )
    new_keys = both.loc[both["_merge"] == "right_only", key]
    added = part.got.merge(new_keys, on=key)
    missing = within.merge(both.loc[both["_merge"] == "left_only", key], on=key)
    return Merged(part, _table(stored, part, added, revised), added, revised, missing, common)


def _table(stored: pd.DataFrame, part: Part, added: pd.DataFrame, revised: pd.DataFrame) -> pd.DataFrame:
    columns = list(stored.columns)
    old = stored
    if part.mode == "replace" and len(added) + len(revised):  # a row that is stored and not of the base was not final
        keys = pd.MultiIndex.from_frame(stored[list(part.key)])
        new = pd.concat([added[list(part.key)], revised[list(part.key)]])
        old = stored[~keys.isin(pd.MultiIndex.from_frame(new))]
    parts = [frame.reindex(columns=columns) for frame in (old, added, revised) if len(frame)]
    return pd.concat(parts, ignore_index=True) if parts else stored
