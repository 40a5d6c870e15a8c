"""Single price quotes as dots, one line a quote, beside the yearly average of goods from China."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, x_axis, y_axis
from parley.measures import prices

ROW_PX, GAP = 23, 0.7
TICKS = [1, 10, 100, 1000]
MARKETS = {
    "china_fob": "Year's average, from China",
    "europe": "Single quote, Europe",
    "world": "Year's average, world",
}
NAMES = {"Dy": "Dysprosium", "Tb": "Terbium", "Y": "Yttrium", "Nd": "Neodymium", "NdPr": "NdPr"}
SAY = words.beside(__file__)


@kept
def single(as_of: date) -> Figure:
    """Quotes from outside China beside the yearly average of their product. Raises NothingToShowError before one."""
    quoted, averages = cache.table("price_quotes", as_of), cache.table("oxide_prices", as_of)
    if quoted.empty or averages.empty:
        raise NothingToShowError(SAY("prices.no_quote", day=terms.day(as_of)))
    rows = prices.beside(quoted, averages)
    views = {"Chart": lambda palette: quote_dots(rows, palette)}
    return Figure("rare_quotes", quotes_caption(rows), rows, views, note=SAY("prices.quotes_note"), state=(as_of,))


def price(usd_per_kg: float) -> str:
    """A price as printed: no more decimals than it has."""
    return f"{usd_per_kg:,.2f}".rstrip("0").rstrip(".")


def quote_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a quote with a dot at each end of its range, logarithmic; no line joins two marks.

    ``rows``: columns symbol, market, kind, date_start, date_end, low_usd_per_kg, high_usd_per_kg, assessor, in drawing
    order; elements follow each other with a gap.
    """
    y = _places(rows)
    figure = draft(palette, height=int(ROW_PX * (y.iloc[-1] + 1)) + 88, margin=(132, 82, 46, 30))
    colours = {"china_fob": palette.china, "europe": palette.muted, "world": palette.grey}
    signs = {"china_fob": "diamond", "europe": "circle", "world": "square"}
    for market, name in MARKETS.items():
        part = rows[rows["market"] == market]
        if part.empty:
            continue
        ranged = part[part["high_usd_per_kg"] != part["low_usd_per_kg"]]
        figure.add_scatter(
            mode="markers",
            name=name,
            x=[*part["low_usd_per_kg"], *ranged["high_usd_per_kg"]],
            y=[*y[part.index], *y[ranged.index]],
            marker={"size": 10, "symbol": signs[market], "color": colours[market]},
            customdata=[(_range(r), r["product"], r["assessor"]) for r in pd.concat([part, ranged]).to_dict("records")],
            hovertemplate="<b>US$ %{customdata[0]} a kg</b> %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        )
    figure.add_scatter(
        mode="text",
        x=rows["high_usd_per_kg"],  # behind the last mark of the row
        y=y,
        text=[f"{3 * terms.NBSP}{_range(r)}" for r in rows.to_dict("records")],
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.02, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            type="log",
            range=[0.6, 3.9],
            tickvals=TICKS[1:],
            ticktext=["10", "100", f"US${terms.NBSP}1,000"],
            showgrid=True,
            gridcolor=palette.pale,
            gridwidth=1,
        ),
        yaxis=y_axis(
            palette,
            range=[float(y.iloc[-1]) + 0.6, -0.6],
            tickvals=list(y),
            ticktext=[_line(r) for r in rows.to_dict("records")],
            showgrid=False,
            tickfont={"size": 12, "color": palette.ink},
        ),
    )
    return figure.done()


def _places(rows: pd.DataFrame) -> pd.Series:
    new_element = rows["symbol"].ne(rows["symbol"].shift()).cumsum() - 1
    return pd.Series(range(len(rows)), index=rows.index) + new_element * GAP


def _range(row: dict[Hashable, Any]) -> str:
    low, high = row["low_usd_per_kg"], row["high_usd_per_kg"]
    return price(low) if low == high else f"{price(low)}{terms.DASH}{price(high)}"


def _line(row: dict[Hashable, Any]) -> str:
    return f"{NAMES[row['symbol']]}, {_when(row)}"


def _when(row: dict[Hashable, Any]) -> str:
    start, end = row["date_start"], row["date_end"]
    if (end - start).days > 300:
        return str(end.year)
    return f"{end:%b %Y}" if (end - start).days > 20 else f"{end.day} {end:%b %y}"


def quotes_caption(rows: pd.DataFrame) -> Caption:
    """The dearest quote of dysprosium in Europe (or of the first element)."""
    symbol = rows["symbol"].iloc[0]
    of_it = rows[rows["symbol"] == symbol]
    abroad = of_it[of_it["market"] == "europe"]
    top = abroad.loc[abroad["high_usd_per_kg"].idxmax()]
    finding = SAY("prices.quote", name=NAMES[symbol], range=_range(top.to_dict()), day=terms.day(top["date_end"]))
    measure = SAY("prices.quotes_measure")
    listed = "; ".join(f"{_line(r)}, {terms.small(MARKETS[r['market']])}: {_range(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Dots, US$ a kilogram: {listed}.")
