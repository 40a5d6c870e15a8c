"""What visitors share: tables as they were known on a date, read once per process and never changed."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from parley import tables

T = TypeVar("T")


@st.cache_resource(show_spinner=False, max_entries=64)
def table(name: str, as_of: date) -> pd.DataFrame:
    """One curated table as known on the date. The frame is shared: derive from it, never write into it."""
    return tables.read_table(name, _bound(as_of))


def part(
    name: str, as_of: date, where: Mapping[str, Sequence[object]] | None = None, columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Part of a large table as known on the date, read anew each time: keep what follows from it with ``derived``."""
    return tables.read_table(name, _bound(as_of), where, columns)


def _bound(as_of: date) -> date | None:
    return None if as_of >= tables.compiled_on() else as_of


def derived(name: str, state: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What ``make`` returns, kept for this name and state: rows, captions and figures that follow from them alone.

    ``state`` must hold everything ``make`` depends on but the tables: the as-of date and every choice.
    The result is shared between visitors: never change it.
    """
    kept: T = _derived(name, state, make)
    return kept


@st.cache_resource(show_spinner=False, max_entries=1024)
def _derived(name: str, state: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(show_spinner=False)
def sources() -> pd.DataFrame:
    """The register of sources by ``source_id``."""
    return tables.read_table("sources").set_index("source_id")


@st.cache_resource(show_spinner=False)
def country_names() -> dict[str, str]:
    """Country and aggregate names by code."""
    countries = tables.read_table("countries")
    return dict(zip(countries["iso3"], countries["name"], strict=True))
