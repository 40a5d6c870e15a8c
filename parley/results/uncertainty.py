"""One-at-a-time runs to a tidy table: ratios become percent here."""

from collections.abc import Sequence

import pandas as pd

from parley.models.uncertainty import Tornado
from parley.parameters import parameter


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
