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
AHEAD_COLUMNS = ["date", "kind", "title", "actor", "domain", "announced_on", "extended_to"]
AHEAD_COLUMNS += ["source_url", "event_id", "source_id"]
TALKS = "talks"


def said(title: str, kind: str) -> str:
    """The title of a date ahead: what ends says so, unless its title does."""
    return f"{title} ({kind})" if kind == ENDS and "end" not in title.split() else title


def ahead(events: pd.DataFrame, after: pd.Timestamp) -> pd.DataFrame:
    """Dates after a day that are set in acts known by then, soonest first; ``kind`` is begins or due to end.

    An act whose printed end falls on the day of an event of its own is left out: the event tells it. ``extended_to``:
    of ``extended``.
    """
    begins = events.assign(date=events["valid_from"], kind=BEGINS)
    begins = begins[begins["date"] > after]
    ends = events.assign(date=events["scheduled_end"], kind=ENDS)
    ends = ends[(ends["date"] > after) & ends["valid_to"].isna() & ~ends["date"].isin(begins["date"])]
    both = pd.concat([begins, ends])
    both = both.assign(extended_to=extended(both, events, "date"))
    return both.sort_values(["date", "event_id"], ignore_index=True)[AHEAD_COLUMNS]


def next_of(rows: pd.DataFrame) -> pd.Series:
    """The first of ``ahead`` to await: an end that a later one replaces is none."""
    return rows.iloc[int(rows["extended_to"].isna().argmax())]


def extended(rows: pd.DataFrame, events: pd.DataFrame, day: str) -> pd.Series:
    """For the end of an agreement the later end that its parties have announced since; missing for all other rows.

    ``rows``: events with their date in the column ``day``; ``events``: all that are known. An end is a day on which an
    agreement of talks ends as printed: only rows of talks between the same parties are told by it. Acts and pauses that
    end on that day are not, because an agreement changes none of them: their own notices do.
    """
    agreed = events[events["domain"].eq(TALKS) & events["scheduled_end"].notna()].sort_values("announced_on")
    later = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[ms]")
    for actor, of_actor in agreed.groupby("actor"):
        for before, announced in zip(of_actor["scheduled_end"], of_actor["announced_on"], strict=True):
            since = of_actor.loc[
                (of_actor["announced_on"] > announced) & (of_actor["scheduled_end"] > before), "scheduled_end"
            ]
            if len(since):
                later[rows["domain"].eq(TALKS) & rows["actor"].eq(actor) & rows[day].eq(before)] = since.iloc[-1]
    return later
