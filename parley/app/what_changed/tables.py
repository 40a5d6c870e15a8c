"""The changes of the tables by day."""

import re
from collections.abc import Hashable
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import news
from parley.schema import load_schema

LISTED = 12
FIRST_DAY = re.compile(r"\d{4}-\d\d-01")
SAY = words.beside(__file__)


@kept
def header(as_of: date) -> tuple[str, str]:
    """The page's answer and what it covers."""
    rows = cache.table("changes", as_of)
    covers = SAY("header.covers")
    if rows.empty:
        return SAY("header.title", "none", day=terms.day(as_of)), covers
    day, own = news.by_day(rows)[0]
    count = own["table_name"].nunique()
    case = "one" if count == 1 else "several"
    return SAY("header.title", case, count=terms.counted(count).capitalize(), day=terms.day(day)), covers


@kept
def changes(as_of: date) -> Figure:
    """What changed, newest day first. Raises NothingToShowError where nothing had by then."""
    rows = cache.table("changes", as_of)
    if rows.empty:
        raise NothingToShowError(SAY("changes.none", day=terms.day(as_of)))
    days = news.by_day(rows)
    ordered = pd.concat([own for _, own in days], ignore_index=True)
    cells = [(terms.day(day), _sentence(row)) for day, own in days for row in own.to_dict("records")]
    newest = days[0][0]
    count = len(days[0][1])
    case, counted = "one" if count == 1 else "several", terms.counted(count).capitalize()
    finding = SAY("changes.finding", case, count=counted, day=terms.day(newest))
    caption = Caption(finding, SAY("changes.measure"), f"List of changes. {finding}.")
    short = pd.DataFrame(cells[:LISTED], columns=["Day", "What changed"])
    return Figure("what_changed", caption, ordered, short=short, state=(as_of,))


def _sentence(row: dict[Hashable, object]) -> str:
    """A change in words, the table by its title; strokes of other names are no signs of Markdown."""
    named = {str(k): v for k, v in row.items()} | {"table_name": load_schema(str(row["table_name"])).title}
    told = named | {"item": _item(str(row["item"])), "period": _period(str(row["period"]))}
    return news.sentence(told).replace("_", "\\_")


def _item(item: str) -> str:
    """What was changed, economies by name."""
    names = cache.country_names()
    return ", ".join(names.get(part, part) for part in item.split(", "))


def _period(period: str) -> str:
    """A month that is written as its first day in words; another period as it is."""
    return terms.month(pd.Timestamp(period)) if FIRST_DAY.fullmatch(period) else period
