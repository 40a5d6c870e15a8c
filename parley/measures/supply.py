"""Concentration of supply: country shares and the Herfindahl-Hirschman index with the bounds the data allow."""

from typing import NamedTuple

import numpy as np
import pandas as pd


class HhiBounds(NamedTuple):
    """Herfindahl-Hirschman index (0 to 10,000): rest of the world dropped, and as one unit."""

    low: float
    high: float


def shares(frame: pd.DataFrame) -> pd.DataFrame:
    """Country rows of mine production with two shares, per source, edition and year.

    ``share_pct`` = output / printed world total (rounded by the publisher, as newspapers quote it);
    ``share_of_sum_pct`` = output / sum of the rows (others included), which adds to 100.
    Takes rows of ``mine_production``; total rows are used and dropped. Where an edition prints no total, or its rows
    are not all here (cross-check rows), both shares are missing.
    """
    group = ["source_id", "edition", "year"]
    printed = frame[frame["is_world_total"]].set_index(group)["output_t"].rename("total_t")
    rows = frame[~frame["is_world_total"]].join(printed, on=group)
    row_sum = rows.groupby(group)["output_t"].transform("sum").where(rows["total_t"].notna())
    return rows.assign(
        share_pct=rows["output_t"] / rows["total_t"] * 100,
        share_of_sum_pct=rows["output_t"] / row_sum * 100,
    ).drop(columns="total_t")


def hhi(share_pct: pd.Series, is_other: pd.Series) -> HhiBounds:
    """Herfindahl-Hirschman index of shares in percent: sum of squared shares, between two bounds.

    ``is_other`` marks the rest of the world. What the named countries leave to 100 is dropped for the lower bound and
    taken as one single supplier for the upper; the truth lies between. With one known share of 94 the bounds are
    8,836 and 8,872. Raises ValueError when a share is missing or negative or the named ones exceed 100 by over 0.1.
    """
    if share_pct.isna().any() or (share_pct < 0).any():
        raise ValueError("share_pct holds a missing or negative share; drop the row or give its share")
    named = share_pct[~is_other.astype(bool)].to_numpy(dtype=float)
    if named.sum() > 100.1:
        raise ValueError(f"share_pct of the named countries adds to {named.sum():.2f}; shares of one year are needed")
    low = float(np.sum(named**2))
    rest = max(0.0, 100.0 - float(named.sum()))
    return HhiBounds(low, low + rest**2)


def latest_edition(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """For each group in ``by``, the rows of the edition published last; cross-check rows are left out.

    With ``by=["year"]`` a year takes the newest edition that reports it. The editions stay named in the rows, and a
    line through them must show where one edition takes over from another.
    """
    rows = frame[~frame["is_cross_check"].astype(bool)] if "is_cross_check" in frame else frame
    newest = rows.groupby(by)["published_on"].transform("max")
    return rows[rows["published_on"] == newest]
