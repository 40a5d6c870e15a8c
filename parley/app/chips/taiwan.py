"""Imports from Taiwan by year: the rise in computers."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import headroom, stack, sums
from parley.app.kit import figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, x_axis, y_axis
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
    """One stacked bar a year: computers, their parts, chips, all other goods; years without figures marked n/a.

    ``rows``: columns year, heading, value_usd.
    """
    years = sorted(int(y) for y in rows["year"].unique())
    place, gaps = _places(years)
    figure = draft(palette, height=400, margin=(52, 8, 62, 40))
    for heading, token in FILLS.items():
        stack(figure, rows[rows["heading"] == heading], heading, token, place, palette)
    totals = rows.groupby("year")["value_usd"].sum() / 1e9
    sums(figure, totals, place, palette)
    for at in gaps:
        figure.add_annotation(
            x=at, y=0, yanchor="bottom", showarrow=False, text="n/a", font={"size": 12, "color": palette.muted}
        )
    words = [str(y) for y in years] + [f"{low}{terms.DASH}<br>{high}" for low, high in gaps.values()]
    figure.update_layout(
        barmode="stack",
        bargap=0.28,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            range=[-0.6, max(place.values()) + 0.6],
            tickvals=[*place.values(), *gaps],
            ticktext=words,
            ticks="",
        ),
        yaxis=y_axis(palette, **headroom(float(totals.max()))),
    )
    return figure.done()


def _places(years: list[int]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Where each year stands, and where years the source lacks leave one empty place: place -> first, last year."""
    place, gaps, at = {}, {}, 0
    for before, year in zip([None, *years], years, strict=False):
        if before is not None and year > before + 1:
            gaps[at] = (before + 1, year - 1)
            at += 1
        place[year] = at
        at += 1
    return place, gaps


def taiwan_caption(rows: pd.DataFrame, rise: tuple[int, float, float] | None, base: int) -> Caption:
    """The part of computers in the rise. ``rise``: last year, rise in US dollars, part of computers in percent."""
    totals = rows.groupby("year")["value_usd"].sum()
    years = list(totals.index)
    last, part = years[-1], None if rise is None else rise[2]
    finding = SAY(
        "taiwan.finding",
        "level" if part is None else "fell" if part < 0 else "more" if part > 100 else "part",
        before=terms.usd(totals.get(base, 0.0)),
        base=base,
        after=terms.usd(totals[last]),
        last=last,
        part="" if part is None else terms.rate(part, 0),
    )
    gaps = terms.listed([terms.span(low, high, 0).replace(",", "") for low, high in _places(years)[1].values()])
    measure = SAY("taiwan.measure", "gaps" if gaps else "whole", first=years[0], last=last, gaps=gaps)
    told = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in totals.items())
    return Caption(finding, measure, f"Stacked bars by year, US$ bn. All goods: {told}.")
