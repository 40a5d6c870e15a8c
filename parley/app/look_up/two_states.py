"""The acts on a law or a mineral in force on an earlier day beside those of the as-of date."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import two_states as charts
from parley.app.look_up.two_days import KEY
from parley.measures import two_days
from parley.measures.export_controls import NOT_CONFIRMED, SUSPENDED
from parley.measures.tariffs import in_force
from parley.results.law_words import programme_name

SAY = words.beside(__file__)
Days = tuple[pd.Timestamp, pd.Timestamp]


def of_law(spells: pd.DataFrame, of: str, as_of: date, wider: str = "") -> Figure:
    """The rates of a law's programmes on both days.

    ``spells``: rows of ``measures.programmes``; ``wider``: what to say where they are of more than the law looked up.
    """
    unsure = spells["state"].ne("in_force")
    named = spells.assign(name=spells["programme"].map(programme_name), is_unsure=unsure)
    rows, days = _both(named, of, as_of)
    told, rates = (charts.side_by_side(rows, "name", cell) for cell in (charts.rate_words, charts.rate))
    is_changed, is_unsure = rates["before"].ne(rates["now"]), charts.unsure_now(rows)
    between = charts.between(rows, _during(named, *days))
    caption = charts.rates_caption(told.assign(now=rates["now"]), is_changed, is_unsure, of, _words(days), between)
    short = _short(rows, "Programme", charts.rate_words, days)
    return Figure("look_up_law_two", caption, _told(rows), short=short, remark=wider)


def of_mineral(spells: pd.DataFrame, of: str, as_of: date) -> Figure:
    """The state of China's controls on a mineral on both days, act by act. ``spells``: of ``export_controls``."""
    named = spells.assign(name=spells["title"], is_unsure=spells["state"].eq(NOT_CONFIRMED))
    rows, days = _both(named, of, as_of)
    told = charts.side_by_side(rows, "name", _state)
    caption = charts.controls_caption(told, charts.unsure_now(rows), of, _words(days))
    return Figure("look_up_mineral_two", caption, _told(rows), short=_short(rows, "Act", _state, days))


def _state(row: charts.Row) -> str:
    if row["state"] == SUSPENDED and not pd.isna(row["until"]):
        return SAY("states.until", state=SUSPENDED, day=terms.day(row["until"]))
    return str(row["state"])


def _during(spells: pd.DataFrame, before: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
    """The spells in force on any day from ``before`` to ``on``."""
    return spells[(spells["valid_from"] <= on) & ~(spells["valid_to"] < before)]


def _words(days: Days) -> tuple[str, str]:
    return terms.day(days[0]), terms.day(days[1])


def _both(spells: pd.DataFrame, of: str, as_of: date) -> tuple[pd.DataFrame, Days]:
    """The spells in force on the earlier day chosen and those on the as-of date, and both days.

    Offered are the days on which one began, and the eve of the first, at first where all began on one day and are in
    force. Raises NothingToShowError where none was on either day.
    """
    on, eve = pd.Timestamp(as_of), spells["valid_from"].min() - pd.Timedelta(days=1)
    begun = two_days.change_days(spells, on - pd.Timedelta(days=1))
    first = eve if len(begun) < 2 and len(in_force(spells, on)) else begun[-1]
    before = controls.select("Earlier day", [*begun, eve], KEY, first, terms.day)
    sides = [in_force(spells, day).assign(date=day, is_before=day == before) for day in (before, on)]
    rows = pd.concat(sides, ignore_index=True).sort_values("valid_from", kind="stable", ignore_index=True)
    if rows.empty:
        raise NothingToShowError(SAY("states.neither", of=of, first=terms.day(before), day=terms.day(on)))
    return rows, (before, on)


def _short(rows: pd.DataFrame, head: str, cell: Callable[[charts.Row], str], days: Days) -> pd.DataFrame:
    """The two days side by side; ``head``: what the rows are."""
    return charts.side_by_side(rows, "name", cell, is_linked=True).set_axis([head, *_words(days)], axis="columns")


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(columns=["is_before", "is_unsure"])
