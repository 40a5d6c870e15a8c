"""Magnets that arrived in Europe from China: the EU's means before and after the licences, the UK by month."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import month_ticks, whole_ticks
from parley.charts.months import HALF_MONTH
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis

EU, UK = "EU27", "GBR"
PANELS = {EU: ("y", [0.56, 0.94]), UK: ("y2", [0.0, 0.40])}
NAMES = {EU: "In the EU, tonnes a month", UK: "In the UK, tonnes"}
SAY = words.beside(__file__)


def panels(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """The EU's mean of each window as a level above, the UK's months as bars below; tonnes from zero, one time axis.

    ``rows``: columns destination_iso3, period_start, period_end, per_month_t; ``events``: date. Where nothing is drawn
    there is no figure.
    """
    figure = draft(palette, height=420, margin=(48, 12, 28, 38))
    axes = {}
    for destination, (axis, domain) in PANELS.items():
        part = rows[rows["destination_iso3"] == destination]
        top = 1.25 * float(part["per_month_t"].max()) if len(part) else 1.0
        axes[axis.replace("y", "yaxis")] = y_axis(
            palette, range=[0, top], domain=domain, tickvals=whole_ticks(top), tickformat=",d"
        )
        _name(figure, destination, palette)
        draw = _levels if destination == EU else _months
        draw(figure, part, axis, palette)
    span = month_ticks(rows["period_start"].min(), rows["period_end"].max())
    figure.update_layout(bargap=0.15, xaxis=x_axis(palette, anchor="y2", **span), **axes)
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _levels(figure: Draft, part: pd.DataFrame, axis: str, palette: Palette) -> None:
    for row in part.to_dict("records"):
        figure.add_scatter(
            x=[row["period_start"], row["period_end"]],
            y=[row["per_month_t"]] * 2,
            yaxis=axis,
            mode="lines+text",
            line={"width": 4, "color": palette.grey},
            text=["", f"<b>{terms.number(row['per_month_t'])}</b>"],
            textposition="top left",
            textfont={"color": palette.ink},
            cliponaxis=False,
            hovertemplate=f"<b>{terms.tonnes(row['per_month_t'])} a month</b><br>{_window(row)}<extra></extra>",
        )


def _months(figure: Draft, part: pd.DataFrame, axis: str, palette: Palette) -> None:
    figure.add_bar(
        x=part["period_start"] + HALF_MONTH,
        y=part["per_month_t"],
        yaxis=axis,
        marker={"color": palette.grey, "line": {"width": 0}},
        customdata=part["per_month_t"].map(terms.tonnes),
        hovertemplate="<b>%{customdata}</b><br>%{x|%B %Y}<extra></extra>",
    )


def _name(figure: Draft, destination: str, palette: Palette) -> None:
    figure.add_annotation(
        x=0,
        y=PANELS[destination][1][1],
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=-44,
        showarrow=False,
        text=f"<b>{NAMES[destination]}</b>",
        bgcolor=palette.background,
        font={"color": palette.ink},
    )


def _window(row: dict[Any, Any]) -> str:
    return SAY("arrivals.window", first=terms.month(row["period_start"]), last=terms.month(row["period_end"]))


def caption(rows: pd.DataFrame) -> Caption:
    """The EU's means before and after, and the UK's newest month; each as far as it is known."""
    windows = rows[rows["destination_iso3"] == EU].sort_values("period_start").to_dict("records")
    months = rows[rows["destination_iso3"] == UK].sort_values("period_start")
    last, newest = (windows[-1] if windows else {}), (months.iloc[-1].to_dict() if len(months) else {})
    arrived = {
        "uk": terms.tonnes(newest["per_month_t"]) if newest else "",
        "month": terms.month(newest["period_start"]) if newest else "",
    }
    finding = SAY(
        "arrivals.finding",
        "uk" if not windows else "eu_after" if len(windows) > 1 else "eu_before",
        eu=terms.tonnes(last["per_month_t"]) if last else "",
        window=_window(last) if last else "",
        before=terms.tonnes(windows[0]["per_month_t"]) if windows else "",
        **arrived,
    )
    spans = terms.listed([_window(row) for row in windows])
    measure = SAY("arrivals.measure", "uk" if not windows else "both" if newest else "eu", spans=spans, **arrived)
    alt = f"Two panels, tonnes a month. {finding}. UK: " + "; ".join(
        f"{terms.month(r['period_start'])} {terms.number(r['per_month_t'], 0)}" for r in months.to_dict("records")
    )
    return Caption(finding, measure, f"{alt}.")
