"""The product model's answer by origin: the change of US imports with its range over the horizons."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import row_names, spread_ticks, tick_words
from parley.charts.ranked_bars import BAR_PX, rows_axis, stacked
from parley.charts.theme import Palette, draft, grid_axis, zero_line

SAY = words.beside(__file__)
BN, M = 1e9, 1e6


def change_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar an origin to either side of zero with whiskers from low to high, the name and figures above it.

    ``rows``: exporter_iso3, name, change_usd, low_usd, high_usd, in the order to draw.
    """
    ends = float(rows[["low_usd", "high_usd", "change_usd"]].abs().max().max())
    unit, mark = (BN, "bn") if ends >= BN / 2 else (M, "m")
    values = rows[["change_usd", "low_usd", "high_usd"]] / unit
    places = stacked([_head(row) for row in rows.to_dict("records")])
    figure = draft(palette, height=places.height + 32, margin=(8, 16, 6, 26))
    figure.add_bar(
        orientation="h",
        x=values["change_usd"],
        y=places.bars,
        width=BAR_PX,
        marker={"color": [palette.country(code) for code in rows["exporter_iso3"]], "line": {"width": 0}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (values["high_usd"] - values["change_usd"]).clip(lower=0),
            "arrayminus": (values["change_usd"] - values["low_usd"]).clip(lower=0),
            "color": palette.ink,
            "thickness": 1.5,
            "width": 4,
        },
        cliponaxis=False,
        customdata=[_head(row) for row in rows.to_dict("records")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    low, high = min(0.0, float(values.min().min())), max(0.0, float(values.max().max()))
    ticks = spread_ticks(low, high)
    told = tick_words(ticks, mark, terms.signed, "0")
    row_names(figure, places.names, low, places.heads, palette)
    room = (high - low) * 0.02
    figure.update_layout(
        xaxis=grid_axis(palette, range=[low - room, high + room], tickvals=ticks, ticktext=told),
        yaxis=rows_axis(places, palette),
    )
    zero_line(figure, palette)
    return figure.done()


def _head(row: dict[Any, Any]) -> str:
    low, high = sorted((float(row["low_usd"]), float(row["high_usd"])))
    return f"{row['name']}, {_moved(float(row['change_usd']))} ({_moved(low)} to {_moved(high)})"


def _moved(change_usd: float) -> str:
    return f"{'+' if change_usd > 0 else terms.MINUS if change_usd < 0 else ''}{_two_figures(change_usd)}"


def _two_figures(change_usd: float) -> str:
    return terms.usd(float(f"{abs(change_usd):.2g}"), 2)


def _ranged(change_usd: float, low_usd: float, high_usd: float) -> str:
    """The size of a change with its range in the same unit: ``US$ 2.2 bn (1.4–2.8)``."""
    size = float(f"{abs(change_usd):.2g}")
    unit = next((scale for scale in (1e9, 1e6) if size >= scale), 1.0)
    least, most = (terms.significant(end / unit, 2) for end in sorted((abs(low_usd), abs(high_usd))))
    return f"{_two_figures(change_usd)}{terms.NBSP}({least}{terms.DASH}{most})"


def change_caption(rows: pd.DataFrame, goods: str, place: str, points: float) -> Caption:
    """What the origin whose duty rises loses and, where there is room, who gains most of it.

    ``rows``: that origin first, all the others.
    """
    own, others = rows.iloc[0], rows.iloc[1:]
    sure = own["high_usd"] < 0 or own["low_usd"] > 0
    less = _ranged(*(float(own[end]) for end in ("change_usd", "low_usd", "high_usd")))
    told = {"goods": goods, "place": place, "points": terms.number(points)}
    gains = others[others["low_usd"] > 0].nlargest(1, "change_usd")
    if sure:
        names = [terms.with_article(str(name)) for name in gains["name"]]
        longer = [SAY("model.title", "gainer", less=less, gainer=name, **told) for name in names]
        finding = terms.fitting([*longer, SAY("model.title", "alone", less=less, **told)])
    else:
        finding = SAY("model.title", "open", **told)
    measure = SAY("model.measure", goods=goods, place=place, points=told["points"])
    alt = "; ".join(_head(row) for row in rows.head(12).to_dict("records"))
    return Caption(finding, measure, f"Bars with ranges. {alt}.")
