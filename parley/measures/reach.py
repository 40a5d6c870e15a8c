"""To which day the acts in the tables reach: an act made known later can be missing from them."""

from datetime import date

import pandas as pd


def last_day(events: pd.DataFrame, last_known_on: pd.Series, as_of: date) -> date:
    """The last day to which any source of these acts was read, at most the as-of date.

    ``events``: rows with ``source_id`` and ``announced_on``. ``last_known_on``: the last day each source knows of, by
    ``source_id``. A source without such a day reaches to the newest act read in it.
    """
    last_known = events["source_id"].map(last_known_on).fillna(events["announced_on"])
    reached = pd.Timestamp(as_of) if last_known.isna().all() else last_known.max()
    return min(reached, pd.Timestamp(as_of)).date()
