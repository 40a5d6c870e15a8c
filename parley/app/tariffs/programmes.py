"""The section Programmes: lists, metals, cars, chips and the rest, with dates and rates."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import programmes as charts
from parley.app.tariffs.header import LEVIES
from parley.charts.figure import Caption
from parley.measures import programmes as measures

SAY = words.beside(__file__)
COPPER = ("section_232", "copper")
METALS_JOINED = "us-232-metals-tier"  # Proclamation 11021: one set of tiers for steel, aluminium and copper


class Programmes(NamedTuple):
    """Words, one row per act and state, and the course of the rates by (authority, programme)."""

    caption: Caption
    rows: pd.DataFrame
    courses: Mapping[charts.Key, charts.Course]


def draw(as_of: date) -> None:
    """The programmes of one side in time, with their acts as a table."""

    figures.block("Programmes", lambda: programmes_in_time(as_of))


def programmes_in_time(as_of: date) -> Figure:
    """The programmes of the side chosen."""
    importer = controls.choose("Levied by", list(LEVIES), "tariff_programmes_of", LEVIES.__getitem__)
    shown = programmes_of(importer, as_of)
    is_joined = COPPER in shown.courses and metals_joined(shown.rows) is not None
    joined = {COPPER: SAY("programmes.joined")} if is_joined else {}
    views = {"Timeline": lambda palette: charts.timeline(shown.rows, shown.courses, palette, joined)}
    note = _note(shown.rows)
    return Figure("tariff_programmes", shown.caption, shown.rows, views, note=note, state=(importer, as_of))


@kept
def programmes_of(importer: str, as_of: date) -> Programmes:
    """The programmes of one side up to the day. Raises NothingToShowError before the first."""
    exporter = "CHN" if importer == "USA" else "USA"
    tables = cache.table("events", as_of), cache.table("tariff_layers", as_of)
    rows = measures.programmes(*tables, importer, exporter, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("programmes.none", day=terms.day(as_of)))
    groups = rows.groupby(["authority", "programme"], sort=False)
    courses = {(str(a), str(p)): measures.course(part) for (a, p), part in groups}
    return Programmes(charts.programmes_caption(rows, courses, importer, pd.Timestamp(as_of)), rows, courses)


def _note(rows: pd.DataFrame) -> str:
    """Where the acts stand; from the act on that put copper with the other metals, that its programme goes on there."""
    joined = metals_joined(rows)
    return SAY("programmes.note") if joined is None else SAY("programmes.copper", day=terms.day(joined))


def metals_joined(rows: pd.DataFrame) -> pd.Timestamp | None:
    """The day from which copper is charged with the other metals; None before it."""
    days = rows.loc[rows["event_id"] == METALS_JOINED, "valid_from"]
    return None if days.empty else days.min()
