"""Where China buys the compounds it refines: imports by year and origin, by weight."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks
from parley.charts.theme import Draft, Palette, draft, hatch, x_axis, y_axis
from parley.measures import feed

REST, WEIGHT = "ROW", "net_weight_t"
FILLS = {"MMR": "muted", "MYS": "grey", "LAO": "ink", "VNM": "s301", "USA": "us", "RUS": "fentanyl", "THA": "s122"}
SAY = words.beside(__file__)


@kept
def by_origin(as_of: date) -> Figure:
    """The imports by weight. Raises NothingToShowError before the first year was known."""
    table = cache.table("china_feed_imports", as_of)
    if table.empty:
        raise NothingToShowError(SAY("feed.none", day=terms.day(as_of)))
    rows = feed.by_origin(table)
    rows = rows.assign(origin=rows["partner_iso3"].map({**cache.country_names(), "ROW": "Others"}))
    return Figure(
        "rare_feed_imports",
        feed_caption(rows),
        rows,
        {"Chart": lambda palette: feed_bars(rows, palette)},
        note="" if controls.is_latest() else SAY("feed.revised"),
        state=(as_of,),
    )


def feed_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year; weights the United Nations estimated are hatched.

    ``rows``: columns year, partner_iso3, origin, is_weight_estimated, net_weight_t, in drawing order.
    """
    figure = draft(palette, height=400, margin=(52, 8, 70, 28))
    is_estimated = False
    for iso3, part in rows.groupby("partner_iso3", sort=False):
        colour = str(getattr(palette, FILLS.get(str(iso3), "pale")))
        hatched = [bool(e) and iso3 != REST for e in part["is_weight_estimated"]]
        name = str(part["origin"].iloc[0])
        _key(figure, name, {"color": colour, "line": {"width": 0}})  # solid, whatever the first year is
        figure.add_bar(
            name=name,
            legendgroup=name,
            showlegend=False,
            x=part["year"],
            y=part[WEIGHT] / 1e3,
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
            customdata=[_hover(r) for r in part.to_dict("records")],
            hovertemplate="<b>%{customdata}</b><extra></extra>",
        )
        is_estimated |= any(hatched)
    if is_estimated:
        _key(figure, "Weight estimated by the UN", hatch(palette.grey, palette))
    years = sorted(set(rows["year"]))
    top = float(rows.groupby("year")[WEIGHT].sum().max()) / 1e3
    figure.update_layout(
        barmode="stack",
        bargap=0.24,
        showlegend=True,
        legend={"x": -0.02, "y": 1.01, "traceorder": "normal"},
        xaxis=x_axis(palette, tickvals=years[::2], ticktext=[str(y) for y in years[::2]], ticks=""),
        yaxis=y_axis(palette, range=[0, 1.05 * top], **unit_ticks(top, "{} kt")),
    )
    return figure.done()


def _key(figure: Draft, name: str, marker: dict[str, Any]) -> None:
    """An entry of the legend without a bar."""
    figure.add_bar(x=[None], y=[None], name=name, legendgroup=name, marker=marker)


def _hover(row: dict[Hashable, Any]) -> str:
    return f"{terms.tonnes(row[WEIGHT])} {row['origin']}, {row['year']}"


def feed_caption(rows: pd.DataFrame) -> Caption:
    """The origin with the largest weight in the newest year, and its share."""
    last = int(rows["year"].max())
    now = rows[rows["year"] == last]
    first = now[now["partner_iso3"] != REST].sort_values(WEIGHT).iloc[-1]
    share = terms.rate(first[WEIGHT] / now[WEIGHT].sum() * 100, 0)
    origin = terms.with_article(first["origin"], "The")
    finding = SAY("feed.finding", first=origin, share=share, year=last)
    measure = SAY("feed.measure", period=f"{rows['year'].min()} to {last}")
    listed = "; ".join(f"{_hover(r)} ({terms.rate(r['share_pct'], 0)})" for r in now.to_dict("records"))
    return Caption(finding, measure, f"Stacked bars by year. In {last}: {listed}.")
