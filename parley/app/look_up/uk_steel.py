"""Of the law on steel: the US duty on steel from the United Kingdom against that from everywhere else."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import uk_steel as charts
from parley.charts.figure import Caption
from parley.measures import events as dated
from parley.measures import uk_steel as measures

SAY = words.beside(__file__)
ACTS = ("us-232-metals-25", "us-232-uk-25", "uk-steel-deadline", "us-232-uk-2026")
WIDE_FROM = pd.Timestamp("2025-01-01")


def steel_duties(as_of: date) -> Figure:
    """The duty on steel from the United Kingdom and from everywhere else in time."""
    caption, rows = steel(as_of)
    acts = _acts(as_of)
    recent = rows[rows["valid_to"] >= WIDE_FROM]
    views = {"Since 2018": lambda palette: charts.steel_lines(rows, acts.head(0), rows["valid_from"].min(), palette)}
    if not acts.empty:
        views = {"Since 2025": lambda palette: charts.steel_lines(recent, acts, WIDE_FROM, palette), **views}
    note = SAY("steel.note")
    return Figure("look_up_uk_steel", caption, rows, views, note=note, events=acts, state=(as_of,))


@kept
def _acts(as_of: date) -> pd.DataFrame:
    return dated.key_events(cache.table("events", as_of), ACTS)


@kept
def steel(as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The dated layers on steel as known on the day. Raises NothingToShowError before the first."""
    rows = measures.uk_steel(cache.table("tariff_layers", as_of), as_of)
    if rows.empty:
        raise NothingToShowError(SAY("steel.none", day=terms.day(as_of)))
    on_day = (measures.on_day(rows, exporter) for exporter in ("GBR", "WLD"))
    return charts.steel_caption(rows, *on_day), rows
