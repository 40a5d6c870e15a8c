"""What the acts add, what the law averages and what customs calculated: three series on one axis, never joined."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.tariffs.charts.averages import ceiling, rate_ticks
from parley.app.trade.charts.months import HALF_MONTH
from parley.charts.figure import Caption
from parley.charts.labels import month_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

ANNOUNCED, STATUTORY, COLLECTED = "Announced", "Statutory average", "Collected"


def three_series(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Steps of the acts and of the law's average as lines, the months collected as dots, percent.

    ``rows``: columns series, date, last_day, rate_pct, is_confirmed (dashed where it is not).
    """
    figure = draft(palette, height=410, margin=(44, 16, 40, 38))
    for series, colour, width in ((ANNOUNCED, palette.us, 2.5), (STATUTORY, palette.fentanyl, 2.0)):
        _steps(figure, rows[rows["series"] == series], series, {"color": colour, "width": width})
    months = rows[rows["series"] == COLLECTED]
    figure.add_scatter(
        mode="markers",
        name=COLLECTED,
        x=months["date"] + HALF_MONTH,
        y=months["rate_pct"],
        marker={"size": 9, "color": palette.ink, "line": {"width": 1, "color": palette.background}},
        customdata=[(terms.rate(r), terms.month(d)) for r, d in zip(months["rate_pct"], months["date"], strict=True)],
        hovertemplate="<b>%{customdata[0]}</b> collected<br>%{customdata[1]}<extra></extra>",
    )
    top = ceiling(float(rows["rate_pct"].max()))
    axis = month_ticks(rows["date"].min(), rows["last_day"].max())
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.01},
        xaxis=x_axis(palette, **axis),
        yaxis=y_axis(palette, range=[0, top], **rate_ticks(top)),
    )
    return figure.done()


def _steps(figure: Draft, rows: pd.DataFrame, series: str, line: dict[str, Any]) -> None:
    """One series as a step line; the stretch that is not confirmed is dashed."""
    for dashed in (False, True):
        part = rows[rows["is_confirmed"] != dashed].sort_values("date")
        if part.empty:
            continue
        drawn = pd.concat([part, part.tail(1).assign(date=part["last_day"].iloc[-1])])
        figure.add_scatter(
            mode="lines",
            name=series,
            showlegend=not dashed,
            x=drawn["date"],
            y=drawn["rate_pct"],
            line={**line, "shape": "hv", "dash": "5px,3px" if dashed else "solid"},
            customdata=[(terms.rate(r), terms.day(d)) for r, d in zip(drawn["rate_pct"], drawn["date"], strict=True)],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {series.lower()}<br>from %{{customdata[1]}}<extra></extra>",
        )


def measures_caption(rows: pd.DataFrame) -> Caption:
    """The highest value of each of the three since 2025, and the newest."""
    told = {str(name): part.sort_values("date") for name, part in rows.groupby("series", sort=False)}
    peaks = {name: part.nlargest(1, "rate_pct").iloc[0] for name, part in told.items()}
    finding = _finding({name: float(row["rate_pct"]) for name, row in peaks.items()})
    first, last = rows["date"].min(), rows["last_day"].max()
    measure = (
        f"US duty on Chinese goods, percent, {terms.month(first)} to {terms.month(last)}. "
        f"Dashed: not confirmed by our sources{_ends(told, last)}"
    )
    words = [
        f"{name}: highest {terms.rate(peaks[name]['rate_pct'])} from {terms.day(peaks[name]['date'])}, "
        f"newest {terms.rate(part['rate_pct'].iloc[-1])} from {terms.day(part['date'].iloc[-1])}"
        f"{'' if part['is_confirmed'].iloc[-1] else ', not confirmed'}"
        for name, part in told.items()
    ]
    return Caption(finding, measure, f"Two step lines and dots, percent. {'; '.join(words)}.")


def _ends(told: dict[str, pd.DataFrame], last: pd.Timestamp) -> str:
    """Until when the law's average is drawn, where that is before the last day."""
    if STATUTORY not in told or (until := told[STATUTORY]["last_day"].max()) >= last:
        return ""
    return (
        f". The statutory average ends on {terms.day(until)}: its source knew the law of June 2026, and what it "
        "projects after leaves out the Section 301 duty of 24 July"
    )


def _finding(peaks: dict[str, float]) -> str:
    said = {ANNOUNCED: "{} announced", STATUTORY: "{} on average by law", COLLECTED: "{} collected"}
    words = [said[name].format(terms.rate(peaks[name])) for name in said if name in peaks]
    return f"The US duty on Chinese goods at its highest: {terms.listed(words)}"
