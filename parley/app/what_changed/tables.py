"""The changes of the tables by day."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, downloads, html_text, written
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.measures import news
from parley.tables.read import compiled_on
from parley.tables.schema import titles

LISTED, IN_TITLE = 24, 2
SAY = words.beside(__file__)


def _first() -> str:
    """The day on which the record of changes begins."""
    return terms.day(news.by_day(cache.table("changes", compiled_on()))[-1][0])


def _title(day: pd.Timestamp, rows: pd.DataFrame) -> str:
    """What came on a day: the months of the tables most readers follow, else how many figures or tables changed."""
    on, every = terms.day(day), rows["table_name"].unique()
    reach = {name: month for name in news.LEADING if (month := news.newest_month(rows, name)) is not None}
    led = [SAY("changes.leading", name, month=terms.month(month)) for name, month in reach.items()][:IN_TITLE]
    more = len(every) - len(led)
    if led:
        case = "alone" if not more else "one" if more == 1 else "several"
        leading = terms.listed(led) if case == "alone" else ", ".join(led)
        return SAY("changes.news", case, day=on, led=terms.capital(leading), count=terms.counted(more))
    if set(rows["kind"]) == {"corrected"}:
        case = "one" if len(rows) == 1 else "several"
        return SAY("changes.corrected", case, count=terms.counted(len(rows)).capitalize(), day=on)
    case = "one" if len(every) == 1 else "several"
    return SAY("changes.title", case, count=terms.counted(len(every)).capitalize(), day=on)


@kept_figure
def changes(as_of: date) -> Figure:
    """What changed, newest day first. Raises NothingToShowError where nothing had by then."""
    rows = some(cache.table("changes", as_of), SAY("changes.none", first=_first()))
    days = news.by_day(rows)
    ordered = pd.concat([of_day for _, of_day in days], ignore_index=True)
    named = titles(rows["table_name"].unique())
    by_day = [(day, news.sentences(of_day, named, cache.country_names())) for day, of_day in days]
    # strokes of other names are no signs of Markdown
    cells = [(terms.day(day), sentence.replace("_", "\\_")) for day, sentences in by_day for sentence in sentences]
    finding = _title(*days[0])
    caption = Caption(finding, SAY("changes.measure"), f"List of changes. {finding}.")
    short = pd.DataFrame(cells[:LISTED], columns=["Day", "What changed"])
    return Figure("what_changed", caption, ordered, short=short)


def follow() -> None:
    """Draw the links to the feed of changes and the calendar of dates; nothing where no server has them."""
    feed, calendar = downloads.address_of(downloads.CHANGES), downloads.address_of(downloads.DATES)
    if feed and calendar:
        parts = [(SAY("follow.feed"), feed), (SAY("follow.and"), ""), (SAY("follow.calendar"), calendar)]
        written.write(html_text.linked_note(parts))
        note = SAY("follow.choose", code=f"{feed}?code=8507&origin=CHN", law=f"{calendar}?law=section_301")
        written.write(html_text.note(note))
