"""Acts made known in the last months, and the dates that acts set."""

from datetime import date

import pandas as pd

from parley import terms
from parley.app.kit import act_lists, cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures.events import ahead

DAYS, LISTED = 90, 12


@kept
def latest(as_of: date) -> Figure:
    """Acts announced in the 90 days up to the day, newest first. Raises NothingToShowError where there is none."""
    events = cache.table("events", as_of)
    since = pd.Timestamp(as_of) - pd.Timedelta(days=DAYS)
    rows = events[events["announced_on"].between(since, pd.Timestamp(as_of))]
    rows = rows.sort_values("announced_on", ascending=False, ignore_index=True)
    if rows.empty:
        raise NothingToShowError(f"No act in our tables was announced in the {DAYS} days to {terms.day(as_of)}.")
    what = "One act or talk was" if len(rows) == 1 else f"{terms.counted(len(rows)).capitalize()} acts and talks were"
    finding = f"{what} announced in the {DAYS} days to {terms.day(as_of)}"
    caption = Caption(finding, "By day of announcement, with the rate before and after", f"List of acts. {finding}.")
    return Figure("latest_acts", caption, rows, short=act_lists.act_list(rows.head(LISTED)), state=(as_of,))


@kept
def to_come(as_of: date) -> Figure:
    """Dates after the day that acts known by then set. Raises NothingToShowError where there is none."""
    rows = ahead(cache.table("events", as_of), pd.Timestamp(as_of))
    if rows.empty:
        raise NothingToShowError(f"No act known on {terms.day(as_of)} sets a later date.")
    first = rows.iloc[0]
    what = "One date is" if len(rows) == 1 else f"{terms.counted(len(rows)).capitalize()} dates are"
    finding = f"{what} set by these acts, the next on {terms.day(first['date'])}"
    caption = Caption(finding, "Dates that acts and agreements in our tables set", f"List of dates. {finding}.")
    cells = [(terms.day(r["date"]), f"{r['title']}: {r['kind']}") for r in rows.head(LISTED).to_dict("records")]
    short = pd.DataFrame(cells, columns=["Date", "What the acts set"])
    return Figure("dates_to_come", caption, rows, short=short, state=(as_of,))
