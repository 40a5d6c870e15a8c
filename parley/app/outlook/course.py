"""The path of one target year in words: which of the years shown a title tells, the case it is, and its figures."""

import pandas as pd

from parley import terms

DECIMALS = 1  # of a figure in a title: paths that print alike are alike


def told_year(rows: pd.DataFrame) -> int:
    """The target year that a title tells of those shown.

    It is the first that several editions told and that the newest edition shown forecasts or one recorded; where there
    is none, the first that several told; else the first. ``rows`` of ``forecasts.paths``, not empty.
    """
    editions = rows.groupby("target_year")["edition"].nunique()
    ordered = rows.sort_values("published_on", kind="stable")
    ends = ordered.groupby("target_year").tail(1)
    is_current = ends["edition"].eq(ordered["edition"].iloc[-1]) | ends["horizon_years"].lt(0)
    several = set(editions.index[editions > 1])
    current = set(ends.loc[is_current, "target_year"])
    return int(min(several & current or several or set(editions.index)))


def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The path of one of the years shown, by day of publication."""
    return rows[rows["target_year"] == year].sort_values("published_on", kind="stable", ignore_index=True)


def low_at(values: pd.Series) -> int:
    """The place at which the lowest figure was first given before the path left it for the last time."""
    is_low = values.eq(values.min()).reset_index(drop=True)
    reached = is_low & ~is_low.shift(fill_value=False)
    return int(reached[reached].index[-1])


def high_at(values: pd.Series) -> int:
    return len(values) - 1 - int(values[::-1].to_numpy().argmax())


def case(path: pd.DataFrame) -> str:
    """The case of a path, by its figures as printed.

    ``alone``; ``same`` all the time; ``rose`` to its newest, highest figure; ``lowest``: the newest of several is lower
    than all before; ``fell``: it is the lower of two, as low as an earlier one, or below a peak after the first, which
    was the lowest; ``cut``: fell to a low point between, ``cut_same`` and stayed there. ``rose`` and ``cut`` end in
    ``_recorded`` where the newest figure is of a past year.
    """
    values = path["value_pct"].round(DECIMALS)
    low, last = low_at(values), len(values) - 1
    if last == 0:
        return "alone"
    if values.iloc[last] == values.iloc[low]:
        return _at_the_lowest(values, low)
    if low == 0 and values.iloc[last] < values.max():
        return "fell"
    return ("cut" if low else "rose") + ("_recorded" if path["horizon_years"].iloc[-1] < 0 else "")


def _at_the_lowest(values: pd.Series, low: int) -> str:
    if low < len(values) - 1:
        return "cut_same" if low else "same"
    return "lowest" if len(values) > 2 and values.eq(values.min()).sum() == 1 else "fell"


def figures(path: pd.DataFrame) -> dict[str, str]:
    """The figures of a title: the lowest, the last highest and the newest, and how many there are."""
    values = path["value_pct"].round(DECIMALS)
    places = {"low": low_at(values), "high": high_at(values), "last": -1}
    rates = {name: terms.rate(path["value_pct"].iloc[place]) for name, place in places.items()}
    return {**rates, "count": terms.counted(len(path))}
