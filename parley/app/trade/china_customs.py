"""The subject China's figures: growth rates as its customs print them, and exports by commodity."""

from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls, error_sentences
from parley.app.trade import header
from parley.app.trade.charts import china_customs as charts
from parley.app.trade.charts import commodities as commodity_charts
from parley.measures import bilateral

PARTNERS = {"WLD": "World", "USA": "United States"}
SEVERAL = 2  # a release with one good alone is no comparison


def draw(as_of: date) -> None:
    """Printed growth by month, and the commodities of one release."""

    @blocks.live("China's own figures")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        partner = controls.choose("Trade with", list(PARTNERS), "trade_customs_with", PARTNERS.__getitem__)
        choice = (partner, as_of)
        printed = cache.derived("customs rates", choice, lambda: printed_rates(as_of, partner))
        if printed.empty:
            raise error_sentences.NothingToShowError(
                "China's customs: no growth rate since 2024 had been published by this date."
            )
        blocks.chart_block(
            cache.derived("customs words", choice, lambda: charts.rates_caption(printed)),
            printed,
            {"Chart": lambda palette: charts.printed_rates(printed, palette)},
            "trade_customs",
            note=cache.derived("customs note", choice, lambda: later_months(as_of, printed)),
            heading=heading,
            state=choice,
        )

    @blocks.live("Exports by commodity")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        table = exports_by_commodity(as_of)
        months = sorted(table["month"].unique(), reverse=True)
        if not months:
            raise error_sentences.NothingToShowError(
                f"China's exports by commodity: no release in our tables by {terms.day(as_of)}."
            )
        month = controls.choose("Release", [f"{pd.Timestamp(m):%Y-%m}" for m in months], "trade_release", _month)
        choice = (month, as_of)
        rows = cache.derived("commodities", choice, lambda: _of_month(table, month))
        blocks.chart_block(
            cache.derived("commodity words", choice, lambda: commodity_charts.changes_caption(rows)),
            rows,
            {"Chart": lambda palette: commodity_charts.change_bars(rows, palette)},
            "trade_commodities",
            note="Part of the printed list; groups overlap, so the values do not add.",
            heading=heading,
            state=choice,
        )


def printed_rates(as_of: date, partner: str) -> pd.DataFrame:
    """China's growth rates as printed by its customs, since 2024."""
    return bilateral.published_rates(cache.table("china_customs", as_of), partner, header.PERIODS["Since 2024"])


def later_months(as_of: date, printed: pd.DataFrame) -> str:
    """Where a revised month of exports to the United States is known after the last one printed; else empty."""
    if printed["partner_iso3"].iloc[0] != bilateral.US:
        return ""
    table = cache.table("china_trade_monthly", as_of)
    last = table.loc[table["partner_iso3"] == bilateral.US, "month"].max()
    if pd.isna(last) or last <= printed["period_end"].max():
        return ""
    return f"Exports by month to {terms.month(last)}, as revised since, are under Mirror gap: another source."


def _month(name: str) -> str:
    return terms.month(pd.Timestamp(f"{name}-01"))


def exports_by_commodity(as_of: date) -> pd.DataFrame:
    """Exports by commodity with their change to date, of the releases that tell of several goods."""
    table = cache.table("china_customs_commodities", as_of)
    rows = table[(table["flow"] == "export") & table["change_pct"].notna()]
    return rows[rows.groupby("month")["commodity"].transform("size") >= SEVERAL]


def _of_month(table: pd.DataFrame, month: str) -> pd.DataFrame:
    rows = table[table["month"] == pd.Timestamp(f"{month}-01")]
    return rows.sort_values("change_pct", ascending=False, ignore_index=True)
