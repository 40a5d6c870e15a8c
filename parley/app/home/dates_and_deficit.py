"""What Home shows between the chart and the questions: the next dates, and the US deficit by partner."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app.home.charts import deficit as charts
from parley.app.kit import cache, figures, sheet
from parley.app.kit.act_lists import date_ahead
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import deficit as measures
from parley.measures import events as dated
from parley.tables import compiled_on

SAY = words.beside(__file__)
LISTED = 6
GROUPS = ["EU27"]


def draw(as_of: date) -> None:
    """Both blocks side by side, one below the other on a phone; the chart reaches the browser before the list."""
    left, right = st.columns([0.46, 0.54], gap="large")
    with right, sheet.opened("deficit"):
        figures.block("Deficit by partner", lambda: deficit_by_partner(as_of))
    with left, sheet.opened("dates"):
        figures.block("Next dates", lambda: dates_ahead(as_of))


def deficit_by_partner(as_of: date) -> Figure:
    """The deficits with the largest partners."""
    caption, rows = deficit(as_of)
    return Figure(
        "deficit", caption, rows, {"Chart": lambda palette: charts.deficit_bars(rows, palette)}, state=(as_of,)
    )


def dates_ahead(as_of: date) -> Figure:
    """The next dates as a list."""
    caption, short, rows = next_dates(as_of)
    return Figure("next_dates", caption, rows, short=short)


@kept
def next_dates(as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame]:
    """Dates ahead as words, short list and rows. Raises NothingToShowError where no act known sets one."""
    rows = dated.ahead(cache.table("events", as_of), pd.Timestamp(as_of))
    if rows.empty:
        raise NothingToShowError(SAY("dates.none", day=terms.day(as_of)))
    first = dated.next_of(rows)
    others = int((rows["date"].eq(first["date"]) & rows["extended_to"].isna()).sum()) - 1
    finding = SAY(
        "dates.title",
        "several" if others > 1 else "two" if others else "one",
        day=terms.day(first["date"]),
        what=dated.said(first["title"], first["kind"]),
        count=terms.counted(others),
    )
    more = {"shown": terms.counted(LISTED), "count": terms.counted(len(rows))}
    listed = SAY("dates.listed", **more) if len(rows) > LISTED else ""
    measure = SAY("dates.measure", day=terms.day(as_of), listed=listed)
    caption = Caption(finding, measure, f"List of dates. {finding}.")
    cells = [(terms.day(r["date"]), _cell(r)) for r in rows.head(LISTED).to_dict("records")]
    return caption, pd.DataFrame(cells, columns=["Date", "What happens"]), rows


def _cell(row: dict[object, object]) -> str:
    told = date_ahead(row)
    return f"[{told}]({row['source_url']})" if isinstance(row["source_url"], str) else told


@kept
def deficit(as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The deficits as known on the day. Raises NothingToShowError where no month of a year was known."""
    balances = measures.balances(cache.table("trade_monthly", as_of), GROUPS)
    if balances is None:
        raise NothingToShowError(SAY("deficit.none", day=terms.day(as_of)))
    names = cache.country_names()
    rows = balances.rows.assign(
        partner=balances.rows["partner_iso3"].map(names), first_month=balances.first, last_month=balances.last
    )
    return charts.deficit_caption(rows, balances.first, balances.last, as_of < compiled_on()), rows
