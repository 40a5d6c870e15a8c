"""The average US tariff by sector of goods: before the duties of 2025 and on a day."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.tariffs.charts.averages import ceiling, rate_ticks
from parley.charts.figure import Caption
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Palette


def sector_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two joined marks a sector. ``rows``: sector_name, rate_before_pct, before_on, rate_pct, date; in this order."""
    top = ceiling(max(rows["rate_before_pct"].max(), rows["rate_pct"].max()))
    told = rows.assign(
        name=rows["sector_name"],
        before=rows["rate_before_pct"],
        now=rows["rate_pct"],
        before_words=rows["rate_before_pct"].map(terms.rate),
        now_words=rows["rate_pct"].map(terms.rate),
    )
    before, on = (terms.day(rows[column].iloc[0]) for column in ("before_on", "date"))
    return pairs(told, before, on, {"range": [0, top], **rate_ticks(top)}, ("us", "us"), palette)


def sectors_caption(rows: pd.DataFrame, count: int, reconstructed: bool) -> Caption:
    """Which sector owes most and what it owed before; ``rows`` are the first of ``count`` sectors."""
    first = rows.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    finding = (
        f"{first['sector_name']} owe the highest average US rate of {count} sectors, {terms.rate(first['rate_pct'])}; "
        f"on {before} it was {terms.rate(first['rate_before_pct'])}"
    )
    since = ", reconstructed since" if reconstructed else ""
    measure = (
        f"Average statutory US tariff on goods from all countries, percent, {before} and {on}{since}; "
        f"the {len(rows)} sectors with the highest rate"
    )
    told = "; ".join(
        f"{r['sector_name']} {terms.number(r['rate_before_pct'], 1)}, {terms.number(r['rate_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two marks a sector, percent, {before} and {on}: {told}.")
