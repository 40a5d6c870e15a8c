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
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import minerals

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
    rows = minerals.beside(quoted, averages)
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
    looks = {
        "china_fob": (palette.china, "diamond"),
        "europe": (palette.muted, "circle"),
        "world": (palette.grey, "square"),
    }
    marks = []
    for market, name in MARKETS.items():
        here = rows["market"] == market
        if here.any():
            hover = [f"<b>${_range(r)} a kg</b> {r['product']}<br>{r['assessor']}" for r in rows.to_dict("records")]
            colour, symbol = looks[market]
            low, high = rows["low_usd_per_kg"].where(here), rows["high_usd_per_kg"].where(here)
            marks.append(Mark(low, name, colour, hover=hover, symbol=symbol))
            marks.append(Mark(high.where(high != low), "", colour, hover=hover, symbol=symbol))
    return dots(
        rows,
        palette,
        marks=marks,
        unit="${}",
        name=[_when(row) for row in rows.to_dict("records")],
        joined=False,
        text={"$ a kg": [_range(row) for row in rows.to_dict("records")]},
        group=rows["symbol"].map(NAMES),
        is_log=True,
    )


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
    return Caption(finding, measure, f"Dots, US dollars a kilogram: {listed}.")
