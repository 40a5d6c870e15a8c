"""US exports of chips and machines to China by year, beside the large chip rules."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips.charts.goods import IN_WORDS, coded
from parley.app.chips.charts.year_bars import headroom, stack, sums
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, event_lines, x_axis, y_axis

US_FILLS = {"8542": "us", "8486": "fentanyl", "8541": "s122", "85": "us", "84": "fentanyl"}
SAY = words.beside(__file__)


def export_bars(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """US exports to China, one stacked bar a year; controls as numbered lines at their day within the year.

    ``rows``: columns year, product, value_usd; ``events``: date.
    """
    years = sorted(int(y) for y in rows["year"].unique())
    place = {year: year for year in years}
    figure = draft(palette, height=380, margin=(52, 8, 66, 28))
    for product in [p for p in US_FILLS if p in set(rows["product"])]:
        stack(figure, rows[rows["product"] == product], product, US_FILLS[product], place, palette)
    totals = rows.groupby("year")["value_usd"].sum() / 1e9
    sums(figure, totals, place, palette)
    figure.update_layout(
        barmode="stack",
        bargap=0.3,
        showlegend=True,
        legend={"x": -0.02, "y": 1.05, "traceorder": "normal"},
        xaxis=x_axis(
            palette, range=[years[0] - 0.6, years[-1] + 0.6], tickvals=years, ticktext=[str(y) for y in years], ticks=""
        ),
        yaxis=y_axis(palette, **headroom(float(totals.max()))),
    )
    days = [d.year - 0.5 + (d.day_of_year - 1) / 365.25 for d in events["date"]]
    event_lines(figure, days, palette)
    return figure.done()


def exports_caption(rows: pd.DataFrame, product: str) -> Caption:
    """One product's exports in the last year against their highest, from the rows shown."""
    own = rows[rows["product"] == product].set_index("year")["value_usd"]
    last, peak = int(own.index.max()), int(own.index[int(own.argmax())])
    finding = SAY(
        "exports.finding",
        "alone" if len(own) == 1 else "highest" if peak == last else "below",
        goods=IN_WORDS[product],
        value=terms.usd(own[last]),
        year=last,
        fall=terms.rate((1 - own[last] / own[peak]) * 100, 0),
        first=int(own.index.min()),
        peak=peak,
    )
    totals = rows.groupby("year")["value_usd"].sum()
    measure = SAY(
        "exports.measure",
        first=totals.index[0],
        last=last,
        codes=coded("HS chapter" if len(product) == 2 else "HS", [p for p in US_FILLS if p in set(rows["product"])]),
    )
    told = "; ".join(f"{y} {terms.number(v / 1e9, 1)}" for y, v in totals.items())
    return Caption(finding, measure, f"Stacked bars by year, US$ bn. All shown: {told}.")
