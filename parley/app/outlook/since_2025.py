"""Growth forecast before the tariffs, growth recorded, and what published effects say of the law as it moved."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.results.answers import law_path, short_run
from parley.results.answers.law_path import ALL, ANSWER, FORECAST, LATEST, RECORDED

SAY = words.beside(__file__)
GROWTH, EFFECT = "Growth", "Effect of tariffs"  # of two measures, so on two axes


@kept_figure
def of_the_law(as_of: date) -> Figure:
    """A row a forecast, the record and the answer by year. Raises NothingToShowError before February 2025."""
    if as_of <= LATEST:
        raise NothingToShowError(SAY("since_2025.none", day=terms.day(as_of)))
    tables = (cache.table(name, as_of) for name in ("forecasts", "forecast_editions", "gdp_actuals"))
    rows = law_path.beside(as_of, *tables)
    behind = rows["source_id"].fillna(rows["name"].map(short_run.sources())).fillna(short_run.SHAPES_FROM)
    rows = rows.assign(source_id=behind, label=[_label(row) for row in rows.to_dict("records")])
    captions = {GROWTH: caption(rows), EFFECT: caption_of_effect(rows)}
    return Figure(
        "outlook_since_2025",
        captions[GROWTH],
        rows,
        {
            GROWTH: lambda palette: chart(rows[rows["kind"] != ANSWER], palette),
            EFFECT: lambda palette: chart(rows[rows["kind"] == ANSWER], palette),
        },
        captions,
        note=SAY("since_2025.note"),
    )


def _label(row: dict[Any, Any]) -> str:
    if row["kind"] == RECORDED:
        return SAY("since_2025.recorded", row["name"])
    case = "all" if row["name"] == ALL else "house"
    return SAY("since_2025.label", "forecast" if row["kind"] == FORECAST else case, house=row["name"])


def chart(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A group a year; hollow: forecast, filled: recorded, in ink: the answer with its range.

    ``rows``: year, kind, label, value, low, high.
    """
    colours = {FORECAST: palette.us, RECORDED: palette.us, ANSWER: palette.ink}
    marks = [
        Mark(rows["value"].where(rows["kind"] == kind), SAY("since_2025.key", kind), colour, hollow=kind == FORECAST)
        for kind, colour in colours.items()
        if (rows["kind"] == kind).any()
    ]
    has_range = bool(rows["low"].notna().any())
    return dots(
        rows,
        palette,
        marks=marks,
        joined=False,
        name="label",
        low="low" if has_range else None,
        high="high" if has_range else None,
        keys={"range": SAY("since_2025.range")},
        text={"": [_figure(row) for row in rows.to_dict("records")]},
        group=[str(year) for year in rows["year"]],
    )


def _figure(row: dict[Any, Any]) -> str:
    return terms.signed(row["value"], 1) if row["kind"] == ANSWER else terms.number(row["value"], 1)


def caption(rows: pd.DataFrame) -> Caption:
    """What was forecast and recorded of the first year; no cause and no skill is claimed."""
    first = rows[rows["year"] == rows["year"].min()]
    forecast, recorded = (first[first["kind"] == kind]["value"] for kind in (FORECAST, RECORDED))
    low, high = terms.number(forecast.min(), 1), terms.number(forecast.max(), 1)
    ends = low if low == high else terms.span(float(forecast.min()), float(forecast.max()), 1)
    finding = SAY(
        "since_2025.finding",
        "recorded" if len(recorded) else "forecast",
        year=first["year"].iloc[0],
        forecast=f"{ends}%",
        recorded="" if recorded.empty else terms.rate(float(recorded.iloc[0]), 1),
    )
    return _caption(finding, rows[rows["kind"] != ANSWER], "growth")


def caption_of_effect(rows: pd.DataFrame) -> Caption:
    """What published effects say of the tariffs of the first year, a direction where its range has one."""
    answers = rows[rows["kind"] == ANSWER]
    first = answers.iloc[0]
    size = terms.number(abs(first["value"]), 1)
    is_open = first["low"] < 0 < first["high"]
    case = "none" if terms.prints_as_zero(size) else "open" if is_open else "lower" if first["value"] < 0 else "higher"
    return _caption(SAY("since_2025.effect", case, year=first["year"], size=size), answers, "level")


def _caption(finding: str, rows: pd.DataFrame, measure: str) -> Caption:
    listed = "; ".join(f"{r['year']}, {r['label']}: {terms.signed(r['value'], 1)}" for r in rows.to_dict("records"))
    return Caption(finding, SAY("since_2025.measure", measure), f"{finding}. {listed}.")
