"""The section Three measures: announced, statutory and collected, each for itself."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.tariffs.charts import three_measures as charts
from parley.app.tariffs.header import ruling
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.measures import bilateral
from parley.measures import three_measures as measures

SAY = words.beside(__file__)
EXPLAINED = {measures.ANNOUNCED: "announced", measures.STATUTORY: "statutory", measures.COLLECTED: "collected"}


class Measured(NamedTuple):
    """The three series, their words, what is not in them, and one paragraph on each."""

    caption: Caption
    rows: pd.DataFrame
    note: str
    paragraphs: list[str]


def draw(as_of: date) -> None:
    """The three measures in one chart, explained below it."""

    figures.block("Three measures", lambda: three_series(as_of))


def three_series(as_of: date) -> list[Content]:
    """The three measures in time, and a paragraph on each."""
    shown = measured(as_of)
    views = {"Chart": lambda palette: charts.three_series(shown.rows, palette)}
    figure = Figure("tariff_measures", shown.caption, shown.rows, views, note=shown.note, state=(as_of,))
    return [figure, lambda: _explain(shown.paragraphs)]


def _explain(paragraphs: list[str]) -> None:
    written.write(html_text.columns(list(map(html_text.marked, paragraphs))))


@kept
def measured(as_of: date) -> Measured:
    """The three series as known on the day. Raises NothingToShowError before 2025."""
    layers, steps = cache.table("tariff_layers", as_of), cache.table("us_tariff_origin_steps", as_of)
    rows = measures.three_measures(layers, steps, cache.table("trade_monthly", as_of), as_of)
    if rows.empty:
        raise NothingToShowError(SAY("three.none"))
    paragraphs = [_paragraph(rows, name) for name in EXPLAINED]
    return Measured(charts.measures_caption(rows), rows, _note(rows, as_of), paragraphs)


def _note(rows: pd.DataFrame, as_of: date) -> str:
    """Months of duty collected that are missing, refunds, and duties an average has ended before they ended in law."""
    gaps = bilateral.missing_months(rows.loc[rows["series"] == measures.COLLECTED, "date"])
    missing = SAY("three.gaps", months=terms.listed([terms.month(m) for m in gaps])) if gaps else ""
    return " ".join(filter(None, (missing, trade_header.refunds(as_of), ruling(as_of))))


def _paragraph(rows: pd.DataFrame, name: str) -> str:
    explained = SAY("three.explained", EXPLAINED[name])
    own = rows[(rows["series"] == name) & rows["is_confirmed"]].sort_values("date")
    if own.empty:
        return SAY("three.unknown", name=name, explained=explained)
    last = own.iloc[-1]
    when = terms.month(last["date"]) if name == measures.COLLECTED else f"since {terms.day(last['date'])}"
    return SAY("three.paragraph", name=name, rate=terms.rate(last["rate_pct"]), when=when, explained=explained)
