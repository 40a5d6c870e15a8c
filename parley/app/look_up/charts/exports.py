"""US exports of a product to China by year, and the words of China's lists on it."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import money_beside, money_ticks
from parley.charts.theme import Palette, draft, x_axis, y_axis

SAY = words.beside(__file__)


def year_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a year, its value above it. ``rows``: year, value_usd."""
    top = float(rows["value_usd"].max()) / 1e9
    figure = draft(palette, height=260, margin=(56, 16, 24, 30))
    figure.add_bar(
        x=rows["year"].astype(str),
        y=rows["value_usd"] / 1e9,
        marker={"color": palette.us, "line": {"width": 0}},
        text=list(map(money_beside, rows["value_usd"])),
        textposition="outside",
        textfont={"size": 11, "color": palette.ink},
        cliponaxis=False,
        customdata=[terms.usd(value) for value in rows["value_usd"]],
        hovertemplate="<b>%{customdata}</b><br>%{x}<extra></extra>",
    )
    axis = money_ticks(top) | {"range": [0, top * 1.1]}
    figure.update_layout(xaxis=x_axis(palette, type="category"), yaxis=y_axis(palette, **axis))
    return figure.done()


def exports_caption(rows: pd.DataFrame, goods: str) -> Caption:
    """The newest full year against the highest; of a highest that is the newest, the years it is the highest of."""
    last, best = rows.iloc[-1], rows.sort_values("value_usd", kind="stable").iloc[-1]
    first = int(rows["year"].iloc[0])
    told: dict[str, str | int] = {"goods": goods, "year": int(last["year"]), "value": terms.usd(last["value_usd"])}
    if len(rows) == 1:
        finding = SAY("exports.title", "one", **told)
    elif best["year"] == last["year"]:
        finding = SAY("exports.title", "most", first=first, **told)
    else:
        finding = SAY("exports.title", "less", best=int(best["year"]), most=terms.usd(best["value_usd"]), **told)
    measure = SAY("exports.measure_years", first=first, last=int(last["year"]))
    alt = "; ".join(f"{row['year']} {terms.usd(row['value_usd'])}" for row in rows.to_dict("records"))
    return Caption(finding, measure, f"Bars by year. {alt}.")


def lists_caption(rows: pd.DataFrame, goods: str, shown: int) -> Caption:
    """The rates on the lines listed."""
    low, high = float(rows["additional_rate_pct"].min()), float(rows["additional_rate_pct"].max())
    rate = (
        terms.law_rate(high) if low == high else SAY("lists.span", low=terms.law_rate(low), high=terms.law_rate(high))
    )
    finding = SAY("lists.title", goods=goods, rate=rate, day=terms.day(rows["published_on"].max()))
    count = terms.number(len(rows))
    measure = SAY("lists.measure", "all" if len(rows) <= shown else "first", count=count, shown=min(shown, len(rows)))
    return Caption(finding, measure, f"List. {finding}.")
