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


BEGINS, ENDS = "begins", "due to end"
AHEAD_COLUMNS = ["date", "kind", "title", "actor", "domain", "announced_on", "source_url", "event_id", "source_id"]


def said(title: str, kind: str) -> str:
    """The title of a date ahead: what ends says so, unless its title does."""
    return f"{title} ({kind})" if kind == ENDS and "end" not in title.split() else title


def ahead(events: pd.DataFrame, after: pd.Timestamp) -> pd.DataFrame:
    """Dates after a day that are set in acts known by then, soonest first; ``kind`` is begins or due to end.

    An act whose printed end falls on the day of an event of its own is left out: the event tells it.
    """
    begins = events.assign(date=events["valid_from"], kind=BEGINS)
    begins = begins[begins["date"] > after]
    ends = events.assign(date=events["scheduled_end"], kind=ENDS)
    ends = ends[(ends["date"] > after) & ends["valid_to"].isna() & ~ends["date"].isin(begins["date"])]
    both = pd.concat([begins, ends])
    return both.sort_values(["date", "event_id"], ignore_index=True)[AHEAD_COLUMNS]
