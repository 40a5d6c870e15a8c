"""The next dates that acts set, on Home."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.act_lists import date_ahead
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.measures import events as dated

SAY = words.beside(__file__)
LISTED = 6


@kept_figure
def dates_ahead(as_of: date) -> Figure:
    """The next dates as a list. Raises NothingToShowError where no act known sets one."""
    ahead = dated.ahead(cache.table("events", as_of), pd.Timestamp(as_of))
    rows = some(ahead, SAY("dates.none", day=terms.day(as_of)))
    first = dated.next_of(rows)
    others = int((rows["date"].eq(first["date"]) & rows["extended_to"].isna()).sum()) - 1
    finding = SAY(
        "dates.title",
        "several" if others > 1 else "two" if others else "one",
        day=terms.day(first["date"]),
        what=dated.said(first["title"], first["kind"]),
        count=terms.counted(others),
    )
    more = {"shown": terms.counted(LISTED), "count": terms.counted(len(rows))}
    listed = SAY("dates.listed", **more) if len(rows) > LISTED else ""
    measure = SAY("dates.measure", day=terms.day(as_of), listed=listed)
    caption = Caption(finding, measure, f"List of dates. {finding}.")
    cells = [
        (
            terms.day(r["date"]),
            f"[{date_ahead(r)}]({r['source_url']})" if isinstance(r["source_url"], str) else date_ahead(r),
        )
        for r in rows.head(LISTED).to_dict("records")
    ]
    short = pd.DataFrame(cells, columns=["Date", "What happens"])
    return Figure("next_dates", caption, rows, short=short)
