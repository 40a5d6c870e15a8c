"""The section Programmes: lists, metals, cars, chips and the rest, with dates and rates."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.tariffs.charts import programmes as charts
from parley.app.tariffs.header import SIDES
from parley.charts.figure import Caption
from parley.measures import programmes as measures

METALS_JOINED = "us-232-metals-tier"  # Proclamation 11021: one set of tiers for steel, aluminium and copper


class Programmes(NamedTuple):
    """Words, one row per act and state, and the course of the rates by (authority, programme)."""

    caption: Caption
    rows: pd.DataFrame
    courses: Mapping[charts.Key, charts.Course]


def draw(as_of: date) -> None:
    """The programmes of one side in time, with their acts as a table."""

    @blocks.live("Programmes")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        importer = controls.choose("Levied by", list(SIDES), "tariff_programmes_of", SIDES.__getitem__)
        shown = cache.derived("tariff programmes", (importer, as_of), lambda: programmes_of(importer, as_of))
        blocks.chart_block(
            shown.caption,
            shown.rows,
            {"Timeline": lambda palette: charts.timeline(shown.rows, shown.courses, palette)},
            "tariff_programmes",
            note=_note(shown.rows),
            heading=heading,
            state=(importer, as_of),
        )


def programmes_of(importer: str, as_of: date) -> Programmes:
    """The programmes of one side up to the day. Raises NothingToShowError before the first."""
    exporter = "CHN" if importer == "USA" else "USA"
    tables = cache.table("events", as_of), cache.table("tariff_layers", as_of)
    rows = measures.programmes(*tables, importer, exporter, as_of)
    if rows.empty:
        raise NothingToShowError(f"No programme was in force by {terms.day(as_of)}. Set a later as-of date.")
    groups = rows.groupby(["authority", "programme"], sort=False)
    courses = {(str(a), str(p)): measures.course(part) for (a, p), part in groups}
    return Programmes(charts.programmes_caption(rows, courses, importer, pd.Timestamp(as_of)), rows, courses)


def _note(rows: pd.DataFrame) -> str:
    """Where the acts stand; from the act on that put copper with the other metals, that its programme goes on there."""
    joined = rows.loc[rows["event_id"] == METALS_JOINED, "valid_from"]
    copper = f"; copper goes on under steel and aluminium from {terms.day(joined.min())}" if len(joined) else ""
    return f"Every act with its legal text is in the table{copper}"
