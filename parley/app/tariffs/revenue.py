"""The section Customs revenue: what the duties brought the Treasury, by month."""

from datetime import date

import pandas as pd
import streamlit as st

from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.tariffs.charts import revenue as charts
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.measures import revenue as measures
from parley.measures import trade

WITH_RATE = "Since 2017"
STARTS = {WITH_RATE: pd.Timestamp("2017-01-01"), "Since 1982": pd.Timestamp("1982-01-01")}
NOTE = (
    "Cash comes weeks after the duty was calculated. Refunds go to importers, whatever the origin of the goods, and "
    "are not subtracted from the line."
)


def draw(as_of: date) -> None:
    """Duties received and paid back, and duty calculated as a share of imports, from a first month on."""

    @blocks.live("Customs revenue")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        since = controls.choose("Months", list(STARTS), "tariff_revenue_since")
        caption, rows = cache.derived("customs revenue", (since, as_of), lambda: revenue(since, as_of))
        blocks.chart_block(
            caption,
            rows,
            {"Chart": lambda palette: charts.revenue_panels(rows, palette)},
            "tariff_revenue",
            note=NOTE if since == WITH_RATE else "",
            heading=heading,
            state=(since, as_of),
        )


def revenue(since: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The months known on the day. Raises NothingToShowError where there is none."""
    duty = trade_header.duty(as_of)
    world = duty[duty["partner_iso3"] == trade.WORLD] if since == WITH_RATE else duty.iloc[:0]
    rows = measures.monthly(cache.table("us_customs_revenue_monthly", as_of), world, STARTS[since])
    if rows.empty:
        raise NothingToShowError("No month of this choice was published by this day. Choose more months.")
    return charts.revenue_caption(rows), rows
