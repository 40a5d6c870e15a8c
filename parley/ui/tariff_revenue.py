"""The section Customs revenue: what the duties brought the Treasury, by month."""

from datetime import date

import pandas as pd
import streamlit as st

from parley.charts import revenue as charts
from parley.charts.figure import Caption
from parley.measures import revenue as measures
from parley.ui import blocks, cache, controls
from parley.ui.faults import NothingToShowError

STARTS = {"Since 2017": pd.Timestamp("2017-01-01"), "Since 1982": pd.Timestamp("1982-01-01")}


def draw(as_of: date) -> None:
    """Duties and their share of imports, from a first month on."""

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
            note="Cash of a month against imports of the same month, although duties are paid weeks later",
            heading=heading,
            state=(since, as_of),
        )


def revenue(since: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The months known on the day. Raises NothingToShowError where none of them has a share of imports."""
    rows = measures.monthly(cache.table("us_customs_revenue_monthly", as_of), STARTS[since])
    if rows["effective_rate_pct"].notna().sum() == 0:
        raise NothingToShowError("No month of this choice was published by this day. Choose more months.")
    return charts.revenue_caption(rows), rows
