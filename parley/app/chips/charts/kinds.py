"""The kinds of chips, diodes or chip machines: a bar a tariff line."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips.charts.goods import IN_WORDS
from parley.charts.figure import Caption
from parley.charts.labels import money_beside
from parley.charts.ranked_bars import ranked_bars
from parley.charts.theme import Palette

QUARTER_PCT = 25
MOST_LINES = 12  # of a chart; the table holds all
SAY = words.beside(__file__)


def line_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a ten-digit line, the largest ones, with its value and China's share of it at its end.

    ``rows``: columns description, value_usd, china_share_pct, the largest first.
    """
    drawn = rows.head(MOST_LINES)
    first, *others = drawn.to_dict("records")
    told = [_line_words(first, "China "), *(_line_words(row) for row in others)]  # the first row says whose share it is
    return ranked_bars(drawn.assign(name=drawn["description"], words=told), palette, palette.grey)


def _line_words(row: dict[Any, Any], whose: str = "") -> str:
    return f"{money_beside(row['value_usd'])}, {whose}{terms.rate(row['china_share_pct'])}"


def lines_caption(rows: pd.DataFrame, heading: str) -> Caption:
    """How much the three largest lines hold; in the measure in how many China has over a quarter."""
    share = rows["value_usd"].head(3).sum() / rows["value_usd"].sum() * 100
    over = int((rows["china_share_pct"] > QUARTER_PCT).sum())
    year = int(rows["year"].iloc[0])
    finding = SAY(
        "lines.finding",
        lead=terms.counted(min(len(rows), 3)).capitalize(),
        count=terms.counted(len(rows)),
        share=terms.rate(share, 0),
        goods=IN_WORDS[heading],
        year=year,
    )
    measure = SAY(
        "lines.measure",
        "some" if over else "none",
        heading=heading,
        year=year,
        quarter=terms.rate(QUARTER_PCT, 0),
        over=terms.counted(over),
        shown=terms.counted(min(len(rows), MOST_LINES)),
    )
    drawn = rows.head(MOST_LINES).to_dict("records")
    alt = "; ".join(f"{row['description']} {_line_words(row)} from China" for row in drawn)
    lead = f"The {terms.counted(min(len(rows), 3))} largest: {terms.rate(share, 0)} of all"
    return Caption(finding, measure, f"Bars by tariff line, US$, {year}. {lead}. {alt}.")
