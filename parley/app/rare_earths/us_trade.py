"""The section US trade in minerals: China's share among 18 partners by heading and by year."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import us_trade as charts
from parley.measures import mineral_trade as trade

FLOWS = {"import": "Imports", "export": "Exports"}
TOGETHER = "Rare earths and magnets"

METHOD = """
**US trade in minerals** is imports for consumption at customs value and domestic exports free alongside ship, 25
four-digit headings, 18 partners chosen in the query. The share is trade with China over trade with the 18, so China's
share of all US trade is at most that. *Rare earths and magnets* adds headings 2805, 2846 and 8505; the last holds
magnets of every kind. A partner without a figure had no recorded trade.
"""


def draw(as_of: date) -> None:
    """Headings ranked in one period, and one heading over the years."""

    @blocks.live("Headings")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        periods = known(as_of)
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            flow = controls.choose("Flow", list(FLOWS), "rare_trade_flow", FLOWS.__getitem__)
            names = {period_name(p): p for p in periods}
            name = controls.select("Period", list(names), "rare_trade_period", period_name(periods[0]))
        state = (flow, name, as_of)
        rows = cache.derived("mineral trade", state, lambda: trade.by_heading(table(as_of), flow, names[name]))
        blocks.chart_block(
            cache.derived("mineral trade words", state, lambda: charts.headings_caption(rows, flow, name)),
            rows,
            {"Chart": lambda palette: charts.heading_bars(rows, palette)},
            "rare_trade",
            note=revised(),
            heading=heading,
            state=state,
        )

    @blocks.live("Years")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        known(as_of)
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            flow = controls.choose("Direction", list(FLOWS), "rare_years_flow", FLOWS.__getitem__)
            goods = cache.derived("mineral headings", (as_of,), lambda: headings(as_of))
            good = controls.select("Heading", list(goods), "rare_years_good", TOGETHER)
        state = (flow, good, as_of)
        rows = cache.derived("mineral years", state, lambda: trade.by_year(table(as_of), flow, goods[good]))
        blocks.chart_block(
            cache.derived("mineral years words", state, lambda: charts.years_caption(rows, flow, good)),
            rows,
            {
                "Share": lambda palette: charts.share_line(rows, palette),
                "Value": lambda palette: charts.value_bars(rows, palette),
            },
            "rare_years",
            note=revised(),
            heading=heading,
            state=state,
        )


def known(as_of: date) -> list[trade.Period]:
    """The periods known on the date. Raises NothingToShowError before the first."""
    if table(as_of).empty:
        raise NothingToShowError(f"No figure of this trade was known on {terms.day(as_of)}.")
    return cache.derived("mineral periods", (as_of,), lambda: trade.periods(table(as_of)))


def period_name(period: trade.Period) -> str:
    """``2025``, or ``2026, January–April``."""
    return f"{period.year}, {charts.MONTHS}" if period.is_partial else str(period.year)


def headings(as_of: date) -> dict[str, tuple[str, ...]]:
    """The choices of headings by name: the rare earths and magnets together, then each one."""
    pairs = table(as_of)[["hts4", "heading"]].drop_duplicates().sort_values("hts4")
    choices: dict[str, tuple[str, ...]] = {TOGETHER: trade.RARE_EARTHS}
    for code, name in zip(pairs["hts4"], pairs["heading"], strict=True):
        choices[f"{code} {name}"] = (str(code),)
    return choices


def revised() -> str:
    """On an earlier date: that figures are as the query of July 2026 gave them."""
    return "" if controls.is_latest() else "Figures as revised since"


def table(as_of: date) -> pd.DataFrame:
    """All rows known on the date."""
    return cache.table("us_critical_mineral_trade", as_of)
