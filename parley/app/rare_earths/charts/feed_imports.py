"""China's imports of rare-earth compounds by year and origin."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks
from parley.charts.theme import Draft, Palette, draft, hatch, x_axis, y_axis

REST = "ROW"
FILLS = {"MMR": "muted", "MYS": "grey", "LAO": "ink", "VNM": "s301", "USA": "us", "RUS": "fentanyl", "THA": "s122"}
MEASURES = {"net_weight_t": "Weight", "value_usd": "Value"}
SCALES = {"net_weight_t": 1e3, "value_usd": 1e6}
SIGNS = {"net_weight_t": "{} kt", "value_usd": "{} m"}
UNITS = {"net_weight_t": "thousand tonnes gross", "value_usd": "US$ million"}
SAY = words.beside(__file__)


def feed_bars(rows: pd.DataFrame, measure: str, palette: Palette) -> go.Figure:
    """One stacked bar a year; weights the United Nations estimated are hatched.

    ``rows``: columns year, partner_iso3, origin, is_weight_estimated and the measure, in drawing order.
    """
    figure = draft(palette, height=400, margin=(52, 8, 70, 28))
    is_estimated = False
    for iso3, part in rows.groupby("partner_iso3", sort=False):
        colour = str(getattr(palette, FILLS.get(str(iso3), "pale")))
        hatched = [bool(e) and measure == "net_weight_t" and iso3 != REST for e in part["is_weight_estimated"]]
        name = str(part["origin"].iloc[0])
        _key(figure, name, {"color": colour, "line": {"width": 0}})  # solid, whatever the first year is
        figure.add_bar(
            name=name,
            legendgroup=name,
            showlegend=False,
            x=part["year"],
            y=part[measure] / SCALES[measure],
            marker={
                "color": colour,
                "line": {"width": 0},
                "pattern": {
                    "shape": ["/" if h else "" for h in hatched],
                    "size": 5,
                    "solidity": 0.4,
                    "fillmode": "replace",
                    "fgcolor": colour,
                    "bgcolor": [palette.background if h else colour for h in hatched],
                },
            },
            customdata=[_hover(r, measure) for r in part.to_dict("records")],
            hovertemplate="<b>%{customdata}</b><extra></extra>",
        )
        is_estimated |= any(hatched)
    if is_estimated:
        _key(figure, "Weight estimated by the UN", hatch(palette.grey, palette))
    years = sorted(set(rows["year"]))
    top = float(rows.groupby("year")[measure].sum().max()) / SCALES[measure]
    figure.update_layout(
        barmode="stack",
        bargap=0.24,
        showlegend=True,
        legend={"x": -0.02, "y": 1.01, "traceorder": "normal"},
        xaxis=x_axis(palette, tickvals=years[::2], ticktext=[str(y) for y in years[::2]], ticks=""),
        yaxis=y_axis(palette, range=[0, 1.05 * top], **unit_ticks(top, SIGNS[measure])),
    )
    return figure.done()


def _key(figure: Draft, name: str, marker: dict[str, Any]) -> None:
    """An entry of the legend without a bar."""
    figure.add_bar(x=[None], y=[None], name=name, legendgroup=name, marker=marker)


def _hover(row: dict[Hashable, Any], measure: str) -> str:
    amount = terms.tonnes(row[measure]) if measure == "net_weight_t" else terms.usd(row[measure])
    return f"{amount} {row['origin']}, {row['year']}"


def feed_caption(rows: pd.DataFrame, measure: str) -> Caption:
    """Origin with the largest amount in the newest year, and its share.

    Those that follow are named where no origin without a row of its own, of which the rest is the sum, can be larger.
    """
    last = int(rows["year"].max())
    now = rows[(rows["year"] == last) & (rows["partner_iso3"] != REST)]
    total = float(rows.loc[rows["year"] == last, measure].sum())
    rest = total - float(now[measure].sum())
    ordered = now.sort_values(measure, ascending=False).head(3).to_dict("records")
    ranked = [r for place, r in enumerate(ordered) if not place or r[measure] >= rest]
    first, *others = [f"{terms.rate(r[measure] / total * 100, 0)}" for r in ranked]
    what = "weight" if measure == "net_weight_t" else "value"
    origin = terms.with_article(ranked[0]["origin"], "The")
    parts = [f"{terms.with_article(r['origin'])} {share}" for r, share in zip(ranked[1:], others, strict=True)]
    finding = SAY(
        "feed.finding",
        f"{what}_more" if parts else what,
        first=origin,
        share=first,
        year=last,
        others=terms.listed(parts),
    )
    period = f"{rows['year'].min()} to {last}"
    told = "; ".join(
        f"{_hover(r, measure)} ({terms.rate(r[measure] / total * 100, 0)})"
        for r in rows[rows["year"] == last].to_dict("records")
    )
    return Caption(
        finding,
        SAY("feed.measure", what, period=period),
        f"Stacked bars by year. In {last}: {told}.",
    )
