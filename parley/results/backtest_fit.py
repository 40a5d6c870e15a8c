"""How far the back-test was off: by goods lined up against the record, and where the misses lie."""

import numpy as np
import pandas as pd

from parley.models.scenario import HORIZONS
from parley.results.backtest_records import CHINA


def fit_table(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """How the modelled falls from China line up with the recorded ones by goods, by episode, duties and horizon.

    ``frame``: the table of industries or of sections. ``relative``: the change from China over that from others.
    ``correlation`` over goods and ``mean_error_pp`` (modelled less recorded), ``mean_distance_pp`` weighted by recorded
    trade before; ``industries``: how many goods.
    """
    rows = []
    for (name, duties), rows_of in of_china(frame, relative).groupby(["episode", "duties"], sort=False):
        weight = rows_of["value_before_usd"] / rows_of["value_before_usd"].sum()
        for horizon in HORIZONS:
            error = rows_of[horizon] - rows_of["recorded"]
            rows.append(
                {
                    "episode": name,
                    "duties": duties,
                    "horizon": horizon,
                    "industries": len(rows_of),
                    "correlation": _correlation(rows_of[horizon], rows_of["recorded"], weight),
                    "mean_error_pp": float((weight * error).sum()),
                    "mean_distance_pp": float((weight * error.abs()).sum()),
                }
            )
    return pd.DataFrame(rows)


def measure_names(relative: bool) -> dict[str, str]:
    """The columns of the measure chosen, each with its short name in ``of_china``."""
    end = "_relative_pct" if relative else "_pct"
    return {f"recorded_change{end}": "recorded", **{f"modelled_{horizon}{end}": horizon for horizon in HORIZONS}}


def of_china(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """The rows of China with the measure chosen as ``recorded`` and the horizons, goods without a model left out.

    Adds ``low_pct`` and ``high_pct`` over the horizons, ``is_within``, ``share_pct`` (of the episode's recorded trade
    before) and ``error_pp``: the default answer less the recorded one.
    """
    names = measure_names(relative)
    china = frame[frame["origin"] == CHINA].rename(columns=names).dropna(subset=list(names.values()))
    by_horizon = china[list(HORIZONS)].astype(float)
    whole = china.groupby(["episode", "duties"])["value_before_usd"].transform("sum")
    low, high = by_horizon.min(axis=1), by_horizon.max(axis=1)
    return china.assign(
        low_pct=low,
        high_pct=high,
        is_within=(china["recorded"] >= low) & (china["recorded"] <= high),
        share_pct=100 * china["value_before_usd"] / whole,
        error_pp=china["default"] - china["recorded"],
    )


def misses(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """``of_china`` with ``miss_pp``, the part of each good in the mean error of the default answer, largest first.

    Percentage points: the good's share of imports times its error. They add up to the mean error.
    """
    rows = of_china(frame, relative)
    rows = rows.assign(miss_pp=rows["share_pct"] / 100 * rows["error_pp"])
    order = rows["miss_pp"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _correlation(one: pd.Series, other: pd.Series, weight: pd.Series) -> float:
    a, b = one - (weight * one).sum(), other - (weight * other).sum()
    return float((weight * a * b).sum() / np.sqrt((weight * a**2).sum() * (weight * b**2).sum()))
