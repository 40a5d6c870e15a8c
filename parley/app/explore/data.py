"""The engine of this process, and which of its data had been published on a day."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st

from parley import terms, words
from parley.app.explore import asking
from parley.app.explore.asking import Opening
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.explore import Dataset, Engine, Settings, open_engine
from parley.tables.read import TableError, compiled_on, known_date, read_table
from parley.tables.schema import SchemaError, load_schema
from parley.tables.us_imports import FIRST_PRINT, FIRST_PRINT_YEAR

SAY = words.beside(__file__)
ESTIMATED = "estimated"
MONTHS_IN_YEAR = 12


@st.cache_resource(show_spinner=False)
def opening() -> Opening:
    """How the engine of this process is opened."""
    return Opening(open_engine)


def engine() -> Engine:
    """The engine all visitors ask. Raises EngineError, also where it does not answer in time, and SchemaError."""
    return opening().engine(Settings.from_environment().seconds)


def bound(as_of: date) -> date | None:
    """The day to ask the engine for; none for the newest."""
    return None if as_of >= compiled_on() else as_of


class Published(NamedTuple):
    """The days on which the first and the last rows of a dataset came out; whether the last is our estimate."""

    first: date
    last: date
    is_estimated: bool


@cache.kept
def published(name: str) -> Published | None:
    """When a table came out; None for data that do not say it. Raises TableError and SchemaError."""
    if not engine().dataset(name).has_vintage:
        return None
    spec = load_schema(name)
    if spec.as_of is None:
        return None
    basis = ["date_basis"] if "date_basis" in spec.columns else []
    rows = read_table(name, columns=[*spec.as_of.known, *basis])
    days = known_date(rows, spec.as_of)
    last = int(days.to_numpy().argmax())
    is_estimated = bool(basis) and rows["date_basis"].iloc[last] == ESTIMATED
    return Published(days.min().date(), days.iloc[last].date(), is_estimated)


class Available(NamedTuple):
    """The datasets of which something was out on a day, and what is wrong with those that cannot be read, by title."""

    datasets: list[Dataset]
    lost: dict[str, TableError | SchemaError]


def available(as_of: date) -> Available:
    """The datasets to choose from, in their order; those without a day at the latest date only.

    Raises NothingToShowError, with the day the first came out, where nothing was out, and TableError or SchemaError
    where none can be read.
    """
    out_by_then, days, lost = [], [], {}
    for each in engine().datasets():
        try:
            if is_out(each.name, as_of):
                out_by_then.append(each)
            days += [out.first] if (out := published(each.name)) else []
        except (TableError, SchemaError) as fault:
            lost[each.title] = fault
    if out_by_then:
        return Available(out_by_then, lost)
    if days:
        raise NothingToShowError(SAY("known.none", day=terms.day(as_of), first=terms.day(min(days))))
    raise next(iter(lost.values()), NothingToShowError(SAY("known.undated")))


def is_out(name: str, as_of: date) -> bool:
    """Whether something of a dataset was out on the day; of one without a day at the latest date only."""
    out = published(name)
    return as_of >= (compiled_on() if out is None else out.first)


def until(dataset: Dataset, as_of: date) -> str:
    """Which data they are and from which day they were known, in sentences."""
    out = published(dataset.name)
    if out is None:
        return SAY("known.until", "undated", data=dataset.title, day="")
    if out.last > as_of:
        return SAY("known.until", "part", data=dataset.title, day=terms.day(as_of))
    case = "estimated" if out.is_estimated else "whole"
    return SAY("known.until", case, data=dataset.title, day=terms.day(out.last))


class Periods(NamedTuple):
    """The years a dataset has, the oldest first; of those that are not whole, the months in words."""

    years: tuple[str, ...]
    parts: dict[str, str]

    def name(self, year: str) -> str:
        """A year, with its months where it is not whole: ``2021 (Jan–Jun)``."""
        return f"{year}{terms.NBSP}({self.parts[year]})" if year in self.parts else year

    def span(self, years: Sequence[str]) -> str:
        """Years from the first to the last."""
        if len(years) < 2:
            return "".join(map(self.name, years))
        return f"{self.name(years[0])}{terms.DASH}{self.name(years[-1])}"


def members(name: str, dimension: str, as_of: date) -> list[str]:
    """The values a dimension has by the day. Raises as ``asking.answer`` and ``Engine.members`` do."""
    opened_engine = engine()
    work = partial(opened_engine.members, name, dimension, bound(as_of))
    return asking.answer("explore members", (name, dimension, as_of), work, opened_engine.seconds)


def periods(name: str, as_of: date) -> Periods:
    """The years of a dataset as known on the day. Raises as ``members`` does."""
    dimensions = engine().dataset(name).dimensions
    if "month" in dimensions:
        months: dict[str, list[str]] = {}
        for month in members(name, "month", as_of):
            months.setdefault(month[:4], []).append(month)
        parts = {year: _span(in_year) for year, in_year in months.items() if len(in_year) < MONTHS_IN_YEAR}
        return Periods(tuple(months), parts)
    if "year" in dimensions:
        return Periods(tuple(members(name, "year", as_of)), {})
    return Periods((f"{FIRST_PRINT_YEAR}",) if name == FIRST_PRINT[10] else (), {})


def _span(months: list[str]) -> str:
    names = list(dict.fromkeys(f"{date.fromisoformat(f'{month}-01'):%b}" for month in (months[0], months[-1])))
    return terms.DASH.join(names)
