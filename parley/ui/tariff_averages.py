"""The section Averages: what the providers make of the duties, side by side and over time."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.charts import averages as charts
from parley.charts.figure import Caption
from parley.measures import averages
from parley.ui import blocks, cache, controls
from parley.ui.faults import NothingToShowError
from parley.ui.tariff_facts import SIDES, figures


def draw(as_of: date) -> None:
    """Providers' averages for one direction and period."""

    @blocks.live("Providers side by side")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        with st.container(horizontal=True):
            importer = controls.choose("Direction", list(SIDES), "tariff_direction", SIDES.__getitem__)
            by_age = cache.derived("tariff periods", (as_of,), lambda: periods(as_of))
            period = controls.choose("Period", by_age, "tariff_period")
        choice = (importer, period, as_of)
        shown = cache.derived("tariffs compared", choice, lambda: compared(*choice))
        blocks.chart_block(
            shown.caption,
            shown.figures,
            {
                "Side by side": lambda palette: charts.side_by_side(shown.marked, shown.spread, importer, palette),
                "Over time": lambda palette: charts.over_time(shown.figures, importer, palette),
            },
            "tariff_averages",
            heading=heading,
            state=choice,
        )
        st.caption(
            "The providers weigh goods by different years and treat exemptions differently. "
            "They stand side by side and are never joined into one line."
        )


class Compared(NamedTuple):
    """Providers side by side for one direction and period: words, all figures, marks per regime, their ranges."""

    caption: Caption
    figures: pd.DataFrame
    marked: pd.DataFrame
    spread: pd.DataFrame


def compared(importer: str, period: str, as_of: date) -> Compared:
    """One direction and period of the providers' figures. Raises NothingToShowError when there are none."""
    shown = averages.in_period(figures(importer, as_of), period)
    marked = averages.marks(shown, period, as_of)
    if marked.empty:
        raise NothingToShowError(
            f"{SIDES[importer]}, {period.lower()}: no provider's figure for the dates compared was known on "
            f"{terms.day(as_of)}."
        )
    spread = averages.spreads(marked)
    return Compared(charts.averages_caption(marked, spread, importer), shown, marked, spread)


def periods(as_of: date) -> list[str]:
    """The two periods, that with the newest figures first."""
    newest = averages.latest_period(figures("USA", as_of))
    return sorted([averages.SINCE_2025, averages.FIRST_WAR], key=lambda period: period != newest)
