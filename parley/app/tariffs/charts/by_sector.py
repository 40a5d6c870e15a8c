"""The average US tariff by sector of goods: before the duties of 2025 and on a day."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, rate_ticks
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Palette

SAY = words.beside(__file__)


def sector_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two joined marks a sector. ``rows``: sector_name, rate_before_pct, before_on, rate_pct, date; in this order."""
    top = ceiling(max(rows["rate_before_pct"].max(), rows["rate_pct"].max()))
    told = rows.assign(
        name=rows["sector_name"].map(terms.sector),
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
    rate, earlier = first["rate_pct"], first["rate_before_pct"]
    sector, since = terms.sector(first["sector_name"]).lower(), SAY("partners.since") if reconstructed else ""
    moved = round(rate - earlier, 1)
    finding = SAY(
        "sectors",
        "up" if moved > 0 else "down" if moved < 0 else "same",
        count=count,
        sector=sector,
        day=on,
        rate=terms.rate(rate),
        before=terms.rate(earlier),
        before_day=before,
    )
    measure = SAY("sectors.measure", before_day=before, day=on, since=since, shown=terms.counted(len(rows)))
    told = "; ".join(
        f"{terms.sector(r['sector_name'])} {terms.number(r['rate_before_pct'], 1)}, {terms.number(r['rate_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two marks a sector, percent, {before} and {on}: {told}.")
