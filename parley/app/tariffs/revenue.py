"""The section Customs revenue: what the duties brought the Treasury, by month."""

from datetime import date

import pandas as pd

from parley import words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import revenue as charts
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.measures import revenue as measures
from parley.measures import trade

SAY = words.beside(__file__)
WITH_RATE = "Since 2017"
STARTS = {WITH_RATE: pd.Timestamp("2017-01-01"), "Since 1982": pd.Timestamp("1982-01-01")}


def draw(as_of: date) -> None:
    """Duties received and paid back, and duty calculated as a share of imports, from a first month on."""

    figures.block("Customs revenue", lambda: customs_revenue(as_of))


def customs_revenue(as_of: date) -> Figure:
    """Duties received and paid back from the month chosen on."""
    since = controls.choose("Months", list(STARTS), "tariff_revenue_since")
    caption, rows = revenue(since, as_of)
    views = {"Chart": lambda palette: charts.revenue_panels(rows, palette)}
    note = SAY("revenue.note") if since == WITH_RATE else ""
    return Figure("tariff_revenue", caption, rows, views, note=note, state=(since, as_of))


@kept
def revenue(since: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The months known on the day. Raises NothingToShowError where there is none."""
    duty = trade_header.duty(as_of)
    world = duty[duty["partner_iso3"] == trade.WORLD] if since == WITH_RATE else duty.iloc[:0]
    rows = measures.monthly(cache.table("us_customs_revenue_monthly", as_of), world, STARTS[since])
    if rows.empty:
        raise NothingToShowError(SAY("revenue.none"))
    return charts.revenue_caption(rows), rows
