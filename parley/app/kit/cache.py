"""What visitors share: tables as they were known on a date, read once per process and never changed."""

import functools
import weakref
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from threading import Lock
from typing import Any, NamedTuple, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import checksums, counters, memory
from parley.app.kit.error_sentences import NothingToShowError
from parley.models.policy_scenario import Scenario
from parley.tables import countries
from parley.tables import read as tables
from parley.tables.us_imports import Digits, Vintage, read_imports, vintage

T = TypeVar("T")
P = ParamSpec("P")
# For ``st.cache_resource`` of what follows from a scenario: equal ones are one.
OF_SCENARIO: dict[str | type[Any], Callable[[Any], Any]] = {Scenario: repr}
Key = tuple[Hashable, ...]
TABLES_BYTES = 60_000_000  # of tables as known on past days; the largest has 8 MB


class Shelf:
    """Finished things by key, the ones used longest ago dropped; two visitors who ask at once make a thing once.

    ``most``: how much is kept, by the ``size`` of each thing. Streamlit's own cache takes 80 microseconds a look-up,
    most of it to hash the arguments; a page makes some fifty.
    """

    def __init__(self, most: int, size: Callable[[Any], int] = lambda thing: 1):
        self._most, self._size, self._full = most, size, 0
        self._kept: OrderedDict[Key, Any] = OrderedDict()
        self._making: dict[Key, Lock] = {}
        self._guard = Lock()

    def get(self, key: Key, make: Callable[[], Any]) -> Any:
        """What is kept under the key; made first where nothing is. A fault of ``make`` is raised and not kept."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                counters.USED.inc()
                return self._kept[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._guard:
                if key in self._kept:
                    counters.USED.inc()
                    return self._kept[key]
            try:
                value = make()
                counters.MADE.inc()
                self.put(key, value)
                return value
            finally:
                with self._guard:
                    self._making.pop(key, None)
                memory.give_back_soon()

    def put(self, key: Key, value: Any) -> None:
        """Keep something under a key; what is kept there stays."""
        with self._guard:
            if key in self._kept:
                return
            self._kept[key] = value
            self._full += self._size(value)
            while self._full > self._most and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._full -= self._size(dropped)

    def peek(self, key: Key) -> Any:
        """What is kept under the key, None where nothing is."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def holds(self, key: Key) -> bool:
        """Whether something is kept under the key."""
        with self._guard:
            return key in self._kept


@dataclass(eq=False)
class _Shelves:
    tables: Shelf
    derived: Shelf
    of_rows: dict[tuple[str, int], tuple[weakref.ref[pd.DataFrame], Any]]


@st.cache_resource(show_spinner=False)
def _shelves() -> _Shelves:
    """One set per process, emptied with Streamlit's own caches."""
    return _Shelves(Shelf(TABLES_BYTES, _bytes_of), Shelf(1024), {})


def _bytes_of(frame: pd.DataFrame) -> int:
    return int(frame.memory_usage().sum())


memory.let_go_with(checksums.forget_states)


def table(name: str, as_of: date) -> pd.DataFrame:
    """One curated table as known on the date. The frame is shared: derive from it, never write into it.

    Days between which nothing became known share one.
    """
    bound = _bound(as_of)
    step = None if bound is None else bisect_right(derived("days of change", (name,), partial(_days, name)), bound)
    frame: pd.DataFrame = _shelves().tables.get((name, step), lambda: tables.read_table(name, bound))
    return frame


def _days(name: str) -> list[date]:
    return [day.date() for day in tables.change_days(name)]


def part(
    name: str, as_of: date, where: Mapping[str, Sequence[object]] | None = None, columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Part of a large table as known on the date, read anew each time: keep what follows from it with ``derived``."""
    return tables.read_table(name, _bound(as_of), where, columns)


def imports(
    as_of: date,
    year: int | None = None,
    digits: Digits = 6,
    where: Mapping[str, Sequence[object]] | None = None,
    columns: Sequence[str] = (),
    members: bool = False,
) -> pd.DataFrame:
    """US imports of a year by product and origin in the vintage the day knew: see ``read_imports``.

    Read anew each time: keep what follows with ``derived``.
    """
    return read_imports(_bound(as_of), year, digits, where, columns, members)


def imports_vintage(as_of: date) -> Vintage:
    """The table of imports by HS6 the day reads and the years it knew from it, kept for the date."""
    return derived("imports vintage", (as_of,), lambda: vintage(_bound(as_of)))


def _bound(as_of: date) -> date | None:
    return None if as_of >= tables.compiled_on() else as_of


class _Nothing(NamedTuple):
    """In the place of what would be kept: why there is nothing to show."""

    sentence: str


def derived(name: str, state: Key, make: Callable[[], T]) -> T:
    """What ``make`` returns, kept for this name and state: rows, captions and figures that follow from them alone.

    ``state`` must hold everything ``make`` depends on but the tables: the as-of date and every choice.
    The result is shared between visitors: never change it. A NothingToShowError is what the tables say, and kept too.
    """

    def value_or_nothing() -> T | _Nothing:
        try:
            return make()
        except NothingToShowError as nothing:
            return _Nothing(str(nothing))

    kept: T | _Nothing = _shelves().derived.get((name, *state), value_or_nothing)
    if isinstance(kept, _Nothing):
        raise NothingToShowError(kept.sentence)
    return kept


def is_kept(name: str, state: Key) -> bool:
    """Whether ``derived`` holds something for this name and state."""
    return _shelves().derived.holds((name, *state))


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Decorator: keep what a function returns under its arguments, for all visitors.

    The arguments must be all it depends on but the tables, and hashable: the as-of date and every choice. Like all that
    is kept, what it returns is shared: never change it.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @functools.wraps(make)
    def look_up(*args: P.args, **named: P.kwargs) -> T:
        return derived(name, (*args, *sorted(named.items())), lambda: make(*args, **named))

    return look_up


def of_rows(name: str, rows: pd.DataFrame, make: Callable[[], T]) -> T:
    """What ``make`` returns, kept for as long as this very frame lives: words that follow from shared rows alone."""
    kept = _shelves().of_rows
    key = (name, id(rows))
    entry = kept.get(key)
    if entry is not None and entry[0]() is rows:
        value: T = entry[1]
        return value
    value = make()
    kept[key] = (weakref.ref(rows, lambda _: kept.pop(key, None)), value)
    return value


@st.cache_resource(show_spinner=False)
def sources() -> pd.DataFrame:
    """The register of sources by ``source_id``."""
    return tables.read_table("sources").set_index("source_id")


@st.cache_resource(show_spinner=False)
def country_names() -> dict[str, str]:
    """Country and aggregate names by code."""
    return countries.names()


def place(code: str) -> str:
    """A country or aggregate as a sentence names it: ``the United States``."""
    return terms.with_article(country_names()[code])


@st.cache_resource(show_spinner=False)
def country_letters() -> dict[str, str]:
    """The two letters of each country, by code; aggregates have none."""
    lettered = tables.read_table("countries").dropna(subset="iso2")
    return dict(zip(lettered["iso3"], lettered["iso2"], strict=True))
