"""What the app says in figures: Home, the Briefing's report of 9 June 2025, the base of the models' dollars.

``parley refresh`` compares it before and after; Streamlit need not run.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pandas as pd

from parley import terms
from parley.app.briefing import header as briefing
from parley.app.home import magnets, next_dates, score, took_place
from parley.app.kit import renewal
from parley.app.kit.error_sentences import NothingToShowError
from parley.calibration.product_bases import CONSUMPTION, NEWEST_YEAR
from parley.measures.briefing import REPORT_DAY
from parley.measures.recorded_trade import twelve_months
from parley.tables.parameters import ParameterError
from parley.tables.read import TableError, read_table
from parley.tables.schema import SchemaError

# What a page says in a sentence of its own, and what the figures of a table that lacks rows end with.
FAULTS = (TableError, SchemaError, ParameterError, NothingToShowError, KeyError, ValueError, IndexError)
HOME, BRIEFING = "Home", f"Briefing, {REPORT_DAY}"
Said = Iterator[tuple[str, Callable[[], str]]]


def said(as_of: date) -> dict[str, str]:
    """What the app says on the day, by its place; where a place cannot say it, why not.

    The tables are read anew, and nothing of it is kept.
    """
    renewal.forget()
    sayings = {place: _told(say) for place, say in [*_home(as_of), *_briefing(), ("Models", _base)]}
    renewal.forget()
    return sayings


def _told(say: Callable[[], str]) -> str:
    try:
        return say().replace(terms.NBSP, " ")
    except FAULTS as fault:
        return f"cannot be shown: {fault}"


def _home(as_of: date) -> Said:
    """Both tariffs, the day to which their law is checked, the findings of the live cards, the next dates."""
    yield HOME, partial(score.headline, as_of)
    yield f"{HOME}, law checked to", lambda: terms.day(score.checked_to(as_of))
    yield f"{HOME}, China's place", lambda: took_place.shares(as_of).caption.finding
    yield f"{HOME}, magnets", lambda: magnets.shipped(as_of).caption.finding
    yield f"{HOME}, next dates", lambda: "; ".join(next_dates.ahead(as_of)["what"].head(next_dates.SHOWN))


def _briefing() -> Said:
    """Each statement as the report's own day answers it: what is learned later may not move it."""
    for name in briefing.STATEMENTS:
        yield f"{BRIEFING}, {name}", partial(_statement, name)


def _statement(name: str) -> str:
    answer = briefing.answer(name, REPORT_DAY)
    return f"{answer.verdict}: {answer.short_then}"


def _base() -> str:
    """The twelve months that scenarios on the newest trade stand on."""
    columns = ["exporter_iso3", "value_usd"]
    year = read_table("us_imports_hs6", where={"year": [NEWEST_YEAR]}, columns=columns)
    by_origin: pd.Series = year.groupby("exporter_iso3")["value_usd"].sum()
    recorded = twelve_months(read_table("trade_monthly", where=CONSUMPTION), by_origin, NEWEST_YEAR)
    if recorded is None:
        return "no base of twelve months"
    imports = terms.usd(float(recorded.value_usd.sum()), 4)
    return f"the base of the last twelve months ends with {terms.month(pd.Timestamp(recorded.last_month))}: {imports}"
