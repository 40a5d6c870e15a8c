"""Imports from Taiwan by year: the rise in computers."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import fills, in_bn
from parley.app.kit import figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.columns import columns, year_places
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import chips

FILLS = {"8471": "muted", "8473": "grey", "8542": "ink", "other": "pale"}
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Imports from Taiwan by year."""
    figures.block("Imports from Taiwan", lambda: from_taiwan(as_of))


@kept
def from_taiwan(as_of: date) -> Figure:
    """Imports from Taiwan by year and group of goods."""
    years = header.some(header.taiwan(as_of), "taiwan", as_of)
    rise = chips.computers_in_rise(years, header.BASE_YEAR)
    return Figure(
        "chip_taiwan",
        taiwan_caption(years, rise, header.BASE_YEAR),
        years,
        {"Chart": lambda palette: taiwan_bars(years, palette)},
        state=(as_of,),
    )


def taiwan_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year: computers, their parts, chips, all other goods. ``rows``: year, heading, value_usd."""
    goods = in_bn(rows, "heading")
    return columns(goods, palette, value="value_bn", part="goods", fills=fills(FILLS, palette), exact="exact")


def taiwan_caption(rows: pd.DataFrame, rise: tuple[int, float, float] | None, base: int) -> Caption:
    """The part of computers in the rise. ``rise``: last year, rise in US dollars, part of computers in percent."""
    totals = rows.groupby("year")["value_usd"].sum()
    years = list(totals.index)
    last, part = years[-1], None if rise is None else rise[2]
    finding = SAY(
        "taiwan.finding",
        "level" if part is None else "fell" if part < 0 else "more" if part > 100 else "part",
        base=base,
        after=terms.usd(totals[last]),
        last=last,
        part="" if part is None else terms.rate(part, 0),
    )
    gaps = terms.listed([terms.span(low, high, 0).replace(",", "") for low, high in year_places(years)[1].values()])
    measure = SAY("taiwan.measure", "gaps" if gaps else "whole", first=years[0], last=last, gaps=gaps)
    sums = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in rows.groupby("year")["value_usd"].sum().items())
    return Caption(finding, measure, f"Stacked bars by year, billion US dollars. All goods: {sums}.")
