"""Real income of both sides under a tariff regime, as a chart beside what restricted exports cost."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_decimals
from parley.charts.theme import Palette, draft, grid_axis, y_axis

SAY = words.beside(__file__)
SHORT = ("USA", "CHN")


def income_ranges(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Real income of both sides: a hollow mark with its range as a whisker, to either side of zero.

    ``rows``: economy, name, real_income_change_pct, low_pct, high_pct.
    """
    figure = draft(palette, 46 * len(rows) + 56, (96, 12, 8, 26))
    value, low, high = (rows[c] for c in ("real_income_change_pct", "low_pct", "high_pct"))
    colours = [palette.country(code) for code in rows["economy"]]
    figure.add_scatter(
        mode="markers",
        x=value,
        y=list(range(len(rows))),
        cliponaxis=False,
        marker={"size": 11, "color": palette.background, "line": {"width": 2, "color": colours}},
        error_x={
            "type": "data",
            "array": (high - value).clip(lower=0),
            "arrayminus": (value - low).clip(lower=0),
            "color": palette.ink,
            "thickness": 1.5,
            "width": 0,
        },
        customdata=[income_words(row) for row in rows.to_dict("records")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    ends = (min(0.0, float(low.min()), float(value.min())), max(0.0, float(high.max()), float(value.max())))
    width = max(ends[1] - ends[0], 1e-6)
    ticks = spread_ticks(*ends)
    decimals = tick_decimals(ticks)
    named = [terms.signed(t, decimals) for t in ticks]
    for i, row in enumerate(rows.to_dict("records")):
        figure.add_annotation(
            x=float(value.iloc[i]),
            y=i - 0.28,
            showarrow=False,
            text=f"<b>{terms.signed(value.iloc[i], 2)}</b>",
        )
        figure.add_annotation(x=0, xref="paper", xanchor="right", xshift=-12, y=i, showarrow=False, text=row["name"])
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.6, y1=len(rows) - 0.4, line={"width": 1, "color": palette.ink})
    figure.update_layout(
        xaxis=grid_axis(
            palette,
            range=[ends[0] - 0.06 * width, ends[1] + 0.06 * width],
            tickvals=ticks,
            ticktext=[*named[:-1], f"{named[-1]}{terms.NBSP}%"],
        ),
        yaxis=y_axis(palette, range=[len(rows) - 0.5, -0.6], showgrid=False, showticklabels=False),
    )
    return figure.done()


def income_words(row: dict[Hashable, Any]) -> str:
    """``United States −0.31 %, range −0.45 to −0.12``."""
    return (
        f"{row['name']} {terms.change_pct(row['real_income_change_pct'], 2)}, "
        f"range {terms.span(row['low_pct'], row['high_pct'], 2)}"
    )


def income_caption(rows: pd.DataFrame, regime: str) -> Caption:
    """Each side's real income; no direction where its range lies on both sides of zero."""
    cases = [_case(row) for row in rows.to_dict("records")]
    told = [
        _side(row, TOO.get(case, "there_too") if number and case == cases[number - 1] else case)
        for number, (row, case) in enumerate(zip(rows.to_dict("records"), cases, strict=True))
    ]
    alt = f"Real income under {regime}: " + "; ".join(income_words(row) for row in rows.to_dict("records"))
    finding = SAY("tariffs.finding", regime=regime, sides=terms.listed(told))
    return Caption(finding, SAY("tariffs.measure"), alt)


TOO = {"gain": "too", "loss": "too"}  # what is said of a place of which the same is true as of the one before


def _case(row: dict[Hashable, Any]) -> str:
    """What becomes of one side's real income; no direction where it prints as zero or its range holds zero."""
    change = round(row["real_income_change_pct"], 2)
    still = "hardly" if row["real_income_change_pct"] else "none"
    case = "gain" if change > 0 else "loss" if change < 0 else still
    return "open" if row["low_pct"] < 0 < row["high_pct"] else case


def _side(row: dict[Hashable, Any], case: str) -> str:
    return SAY(
        "tariffs.side",
        case,
        size=terms.rate(abs(row["real_income_change_pct"]), 2),
        place=terms.side(row["economy"], "prose") if row["economy"] in SHORT else terms.with_article(row["name"]),
    )
