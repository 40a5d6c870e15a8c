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


STAGES = {"mine": ("magnet_ree",), "refine": ("magnet_ree",), "magnet": ("permanent_magnets", "ndfeb")}
PROJECTED_YEAR = 2030
NOT_SHOWN = "Others, not broken down"


def stage_bars(stage_shares: pd.DataFrame) -> pd.DataFrame:
    """Shares of the steps from ore to magnet: the newest year of the newest edition, and its projection for 2030.

    Rows of ``stage_shares`` with ``hhi_low`` and ``hhi_high``, the two bounds of the Herfindahl-Hirschman index of
    the row's stage and year. What an edition leaves to 100 is one row more (``kind`` derived, ``is_other``).
    Limits (up to, over) and rows nobody could verify are left out.
    """
    usable = stage_shares[(stage_shares["comparator"] == "eq") & (stage_shares["verification"] != "unverified")]
    bars: list[pd.DataFrame] = []
    for stage, scopes in STAGES.items():
        rows = usable[(usable["stage"] == stage) & usable["scope"].isin(scopes)]
        observed = rows[rows["kind"] != "projection"]
        newest = observed[observed["published_on"] == observed["published_on"].max()]
        ahead = rows[rows["edition"].isin(newest["edition"]) & (rows["year"] == PROJECTED_YEAR)]
        bars += [_whole(bar) for bar in (newest[newest["year"] == newest["year"].max()], ahead) if len(bar)]
    return pd.concat(bars, ignore_index=True) if bars else usable.head(0).assign(hhi_low=np.nan, hhi_high=np.nan)


def _whole(bar: pd.DataFrame) -> pd.DataFrame:
    bounds = hhi(bar["share_pct"], bar["is_other"])
    rest = 100 - float(bar["share_pct"].sum())
    if rest > 0.1:
        one = bar.head(1).assign(country=NOT_SHOWN, iso3="ROW", share_pct=rest, is_other=True, output_kt=np.nan)
        bar = pd.concat([bar, one.assign(verification="derived", note="100 less the shares given")], ignore_index=True)
    return bar.assign(hhi_low=bounds.low, hhi_high=bounds.high)


def china_by_edition(mine_production: pd.DataFrame) -> pd.DataFrame:
    """China's share of mine output by edition and year, with the world total it rests on and bounds of the index.

    One row per (edition, year), oldest edition first; cross-check rows are left out. ``share_pct`` rests on the
    printed world total, ``share_of_sum_pct`` and the index on the sum of the rows. ``has_gross_weight``: a
    country is counted by gross weight, not as oxide.
    """
    rows = shares(mine_production[~mine_production["is_cross_check"].astype(bool)])
    key = ["edition", "year"]
    index = {name: hhi(part["share_of_sum_pct"], part["is_other"]) for name, part in rows.groupby(key)}
    totals = mine_production[mine_production["is_world_total"]].set_index(key)["output_t"].rename("world_output_t")
    china = rows[rows["iso3"] == "CHN"].join(totals, on=key).sort_values(["published_on", *key], ignore_index=True)
    gross = rows["basis"].eq("gross_weight").groupby([rows[c] for c in key]).any().rename("has_gross_weight")
    china = china.join(gross, on=key)
    bounds = [index[(edition, year)] for edition, year in zip(china["edition"], china["year"], strict=True)]
    columns = ["edition", "year", "output_t", "world_output_t", "share_pct", "share_of_sum_pct", "has_gross_weight"]
    kept = china[[*columns, "is_estimate", "published_on", "date_basis", "source_id"]]
    return kept.assign(hhi_low=[b.low for b in bounds], hhi_high=[b.high for b in bounds])


def revised_share(by_edition: pd.DataFrame) -> tuple[pd.Series, pd.Series] | None:
    """The newest year two editions report: the row of the later edition and that of the one before.

    The rows are those of ``by_edition``, shares in percent; None where no year is in two editions.
    """
    rows = by_edition.sort_values("published_on")
    several = rows[rows.duplicated("year", keep=False)]
    if several.empty:
        return None
    pair = several[several["year"] == several["year"].max()]
    return pair.iloc[-1], pair.iloc[-2]
