"""Acts made known in the last months, and the dates that acts set."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import act_lists, cache
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.measures.events import ahead, next_of
from parley.measures.freshness import last_day

DAYS, LISTED = 90, 12
SAY = words.beside(__file__)


@kept_figure
def latest(as_of: date) -> Figure:
    """Acts announced in the 90 days up to the day, newest first; where no announcement is dated, in force since then.
    Raises NothingToShowError where there is none.
    """
    events = cache.table("events", as_of)
    since = pd.Timestamp(as_of) - pd.Timedelta(days=DAYS)
    dates = events["announced_on"].fillna(events["valid_from"])
    newest_first = dates[dates.between(since, pd.Timestamp(as_of))].sort_values(ascending=False, kind="stable").index
    rows = events.loc[newest_first].reset_index(drop=True)
    some(rows, SAY("acts.none", days=DAYS, day=terms.day(as_of)))
    reach = last_day(events, cache.sources()["last_known_on"], as_of)
    case = ("one" if len(rows) == 1 else "several") + ("_ended" if reach < as_of else "")
    count = terms.counted(len(rows)) if reach < as_of else terms.capital(terms.counted(len(rows)))
    finding = SAY("acts.finding", case, count=count, days=DAYS, day=terms.day(as_of))
    caption = Caption(finding, SAY("acts.measure"), f"List of acts. {finding}.")
    return Figure("latest_acts", caption, rows, short=act_lists.act_list(rows.head(LISTED)))


@kept_figure
def to_come(as_of: date) -> Figure:
    """Dates after the day that acts known by then set. Raises NothingToShowError where there is none."""
    rows = some(ahead(cache.table("events", as_of), pd.Timestamp(as_of)), SAY("dates.none", day=terms.day(as_of)))
    first = next_of(rows)
    days = rows["date"].nunique()
    case = "one" if days == 1 else "several"
    finding = SAY("dates.finding", case, count=terms.counted(days), next=terms.day(first["date"]))
    caption = Caption(finding, SAY("dates.measure"), f"List of dates. {finding}.")
    cells = [(terms.day(r["date"]), act_lists.date_ahead(r)) for r in rows.head(LISTED).to_dict("records")]
    short = pd.DataFrame(cells, columns=["Date", "What the acts set"])
    return Figure("dates_to_come", caption, rows, short=short)
