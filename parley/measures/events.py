"""Picking dated events for charts and cards."""

from collections.abc import Sequence

import pandas as pd


def key_events(events: pd.DataFrame, event_ids: Sequence[str]) -> pd.DataFrame:
    """The named events that are known, by date, with ``date``: the first day in force, else the announcement."""
    chosen = events[events["event_id"].isin(event_ids)]
    return chosen.assign(date=chosen["valid_from"].fillna(chosen["announced_on"])).sort_values(
        "date", ignore_index=True
    )


def between(events: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Dated events (column ``date``) of a span of days, both ends included."""
    return events[events["date"].between(first, last)].reset_index(drop=True)
