"""Draws and one-at-a-time runs to tidy tables: ratios become percent here. One band per closure, never pooled."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.uncertainty import Draws, Tornado, bands
from parley.parameters import parameter

FloatArray = npt.NDArray[np.float64]


def band_table(by_closure: Mapping[str, Draws], outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per closure and outcome: low_pct (5th percentile), median_pct, high_pct (95th), draws, failed.

    ``outcomes`` names the outcomes of the draws, which are changes as ratios. ``failed``: draws without an equilibrium,
    left out of the band and always shown beside it.
    """
    rows = [
        (closure, name, 100 * low, 100 * median, 100 * high, band.count, band.failed)
        for closure, band in bands(by_closure).items()
        for name, low, median, high in zip(outcomes, band.low, band.median, band.high, strict=True)
    ]
    columns = ["closure", "outcome", "low_pct", "median_pct", "high_pct", "draws", "failed"]
    return pd.DataFrame(rows, columns=columns)


def draw_table(draws: Draws, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per draw: its parameters in their own units, then each outcome in percent (null without an answer)."""
    parameters = pd.DataFrame(draws.parameters, columns=[spread.name for spread in draws.spreads])
    changes = pd.DataFrame(100 * draws.outcomes, columns=[f"{name}_pct" for name in outcomes])
    return pd.concat([parameters, changes], axis=1)


def tornado_table(swings: Tornado, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row per outcome and parameter, the longest bar first: the parameter's ends and the outcome at each.

    ``central_pct`` is the outcome with every parameter at its value; ``at_low_pct`` and ``at_high_pct`` are null
    where the model had no answer, and such a bar has no length.
    """
    rows = [
        (name, knob, *_ends(knob), 100 * swings.central[o], 100 * swings.low[k, o], 100 * swings.high[k, o])
        for o, name in enumerate(outcomes)
        for k, knob in enumerate(swings.names)
    ]
    columns = ["outcome", "parameter", "title", "low", "high", "central_pct", "at_low_pct", "at_high_pct"]
    frame = pd.DataFrame(rows, columns=columns)
    ends = frame[["central_pct", "at_low_pct", "at_high_pct"]]
    length = ends.max(axis=1, skipna=False) - ends.min(axis=1, skipna=False)
    order = frame.assign(swing_pp=length, place=frame["outcome"].map({n: k for k, n in enumerate(outcomes)}))
    ordered = order.sort_values(["place", "swing_pp"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered.drop(columns="place")


def _ends(name: str) -> tuple[str, float, float]:
    entry = parameter(name)
    return entry.title, entry.low, entry.high
