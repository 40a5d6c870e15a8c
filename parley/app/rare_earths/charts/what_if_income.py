"""Real income of both sides under a tariff regime, as a chart beside what restricted exports cost."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_words
from parley.charts.theme import Palette, draft, grid_axis, y_axis

SAY = words.beside(__file__)
SHORT = ("USA", "CHN")
Ends = Sequence[tuple[float, float]]


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
            ticktext=tick_words(ticks, "%", terms.signed),
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


def income_caption(rows: pd.DataFrame, regime: str, ends: Ends | None) -> Caption:
    """Each side's real income; a direction where all models agree on it, none until they have been asked.

    ``ends``: lowest and highest of each row over all models, percent.
    """
    told_rows = rows.to_dict("records")
    if ends is None:
        cases = ["pending" for _ in told_rows]
    else:
        cases = [_case(row, span) for row, span in zip(told_rows, ends, strict=True)]
    told = [
        _side(row, TOO.get(case, "there_too") if number and case == cases[number - 1] else case)
        for number, (row, case) in enumerate(zip(told_rows, cases, strict=True))
    ]
    alt = f"Real income under {regime}: " + "; ".join(income_words(row) for row in told_rows)
    finding = SAY("tariffs.finding", regime=regime, sides=terms.listed(told))
    return Caption(finding, SAY("tariffs.measure"), alt)


def all_words(rows: pd.DataFrame, ends: Ends | None) -> str:
    """The range over all models of each side; empty until they have been asked."""
    if ends is None:
        return ""
    told = [
        SAY("tariffs.of_side", name=name, span=f"{terms.span(*span, 2)}{terms.NBSP}%")
        for name, span in zip(rows["name"], ends, strict=True)
    ]
    return SAY("tariffs.all", sides=terms.listed(told))


# what is said of a place of which the same is true as of the one before
TOO = {"gain": "too", "loss": "too", "pending": "pending_too"}


def _case(row: dict[Hashable, Any], span: tuple[float, float]) -> str:
    """What becomes of one side's real income; no direction where it prints as zero or the range over all models does
    not keep to one side of zero.
    """
    change = round(row["real_income_change_pct"], 2)
    still = "hardly" if row["real_income_change_pct"] else "none"
    case = "gain" if change > 0 else "loss" if change < 0 else still
    return case if span[0] > 0 or span[1] < 0 or span == (0, 0) else "open"


def _side(row: dict[Hashable, Any], case: str) -> str:
    return SAY(
        "tariffs.side",
        case,
        size=terms.rate(abs(row["real_income_change_pct"]), 2),
        change=terms.change_pct(row["real_income_change_pct"], 2),
        place=terms.side(row["economy"], "prose") if row["economy"] in SHORT else terms.with_article(row["name"]),
    )
