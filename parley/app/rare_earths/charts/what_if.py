"""What restricted exports of a critical input cost, as bounds: by place, by industry, over the months, beside print."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_decimals
from parley.charts.theme import Draft, Palette, draft, grid_axis, x_axis, y_axis

ROW_PX = 44
BOUNDS = ("low_pct", "middle_pct", "high_pct")
PUBLISHED = ("published_low_pct", "published_pct", "published_high_pct")
SAY = words.beside(__file__)


def bound_words(low_pct: float, high_pct: float) -> str:
    """``0.004–2.7 %``: both ends in two significant figures, one zero where both vanish."""
    if not high_pct:
        return f"0{terms.NBSP}%"
    return f"{terms.significant(low_pct, 1)}{terms.DASH}{terms.significant(high_pct, 2)}{terms.NBSP}%"


def bounds(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row a bound: a pale bar from low to high, a hollow mark for the middle, names above, ends printed.

    ``rows``: name, low_pct, middle_pct, high_pct; with the columns of PUBLISHED a solid mark and its range beside.
    """
    count = len(rows)
    printed = PUBLISHED[1] in rows
    top = max(*(float(rows[c].max()) for c in BOUNDS + (PUBLISHED if printed else ())), 1e-6)
    figure = draft(palette, ROW_PX * count + (70 if printed else 58), (8, 8, 34, 26))
    at = list(range(count))
    figure.add_bar(
        name="Modelled bounds",
        orientation="h",
        base=rows["low_pct"],
        x=rows["high_pct"] - rows["low_pct"],
        y=at,
        width=0.3,
        marker={"color": palette.pale, "line": {"width": 1, "color": palette.grey}},
        customdata=[_hover(row) for row in rows.to_dict("records")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        name="Calibrated or assumed",
        mode="markers",
        x=rows["middle_pct"],
        y=at,
        cliponaxis=False,
        marker={"symbol": "circle", "size": 10, "color": palette.background, "line": {"width": 2, "color": palette.us}},
        customdata=[_hover(row) for row in rows.to_dict("records")],
        hovertemplate="%{customdata}<extra></extra>",
    )
    if printed:
        _published(figure, rows, at, palette)
    for i, row in enumerate(rows.to_dict("records")):
        end = max(float(row[c]) for c in BOUNDS + (PUBLISHED if printed else ()))
        figure.add_annotation(
            x=end,
            y=i,
            xanchor="left",
            xshift=8,
            showarrow=False,
            text=f"<b>{bound_words(row['low_pct'], row['high_pct'])}</b>",
        )
        figure.add_annotation(
            x=0, y=i - 0.4, xanchor="left", showarrow=False, text=row["name"], font={"size": 12, "color": palette.ink}
        )
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0},
        xaxis=grid_axis(palette, **_ticks(top)),
        yaxis=y_axis(palette, range=[count - 0.6, -0.8], showgrid=False, showticklabels=False),
    )
    return figure.done()


def _published(figure: Draft, rows: pd.DataFrame, at: list[int], palette: Palette) -> None:
    low, value, high = (rows[c] for c in PUBLISHED)
    figure.add_scatter(
        name="Published",
        mode="markers",
        x=value,
        y=at,
        cliponaxis=False,
        marker={
            "symbol": "diamond",
            "size": 10,
            "color": palette.ink,
            "line": {"width": 1, "color": palette.background},
        },
        error_x={"type": "data", "array": high - value, "arrayminus": value - low, "color": palette.ink, "width": 0},
        hovertemplate="<b>%{x:.2f} %</b> published<extra></extra>",
    )


def _hover(row: dict[Hashable, Any]) -> str:
    return (
        f"<b>{bound_words(row['low_pct'], row['high_pct'])}</b> {row['name']}<br>"
        f"middle {terms.significant(row['middle_pct'], 2)}{terms.NBSP}%"
    )


def _ticks(top: float) -> dict[str, Any]:
    """A percent axis from zero with room for the printed ends, the unit on its last value."""
    values = spread_ticks(0, top * 1.02)
    decimals = tick_decimals(values)
    named = [terms.number(v, decimals) for v in values]
    return {
        "range": [0, top * 1.45],
        "tickvals": values,
        "ticktext": [*named[:-1], f"{named[-1]}{terms.NBSP}%"],
    }


def over_months(row: dict[Hashable, Any], months: float, palette: Palette) -> go.Figure:
    """The loss month by month: nothing while stocks last, then the band between the bounds to the end.

    ``row``: name (up to a comma that of the place), onset_months, low_pct, middle_pct, high_pct.
    """
    onset, place = min(float(row["onset_months"]), months), str(row["name"]).split(",")[0]
    figure = draft(palette, 300, (44, 28, 24, 40))
    times = [0.0, onset, onset, months]
    for bound, fill in (("low_pct", None), ("high_pct", "tonexty")):
        figure.add_scatter(
            x=times,
            y=[0, 0, row[bound], row[bound]],
            mode="lines",
            line={"width": 1, "color": palette.grey},
            fill=fill,
            fillcolor=palette.pale,
            hovertemplate=f"%{{y:.2g}} % from month {onset:.1f}<extra></extra>",
        )
    figure.add_scatter(
        x=times,
        y=[0, 0, row["middle_pct"], row["middle_pct"]],
        mode="lines",
        line={"width": 2, "dash": "dash", "color": palette.us},
        hovertemplate="%{y:.2g} %, calibrated or assumed<extra></extra>",
    )
    top = max(float(row["high_pct"]), 1e-6)
    near = row["middle_pct"] > 0.6 * top
    ends = (
        ("high_pct", "no substitution", "bottom"),
        ("middle_pct", "calibrated or assumed", "top" if near else "bottom"),
    )
    for bound, label, side in ends:
        if onset < months:
            figure.add_annotation(
                x=months,
                y=row[bound],
                xanchor="right",
                yanchor=side,
                showarrow=False,
                text=label,
                font={"size": 12, "color": palette.ink},
            )
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", showarrow=False, text=f"<b>{place}</b>"
    )
    if onset > 0:
        figure.add_annotation(
            x=onset / 2,
            y=0,
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            text="stocks last",
            font={"size": 12, "color": palette.muted},
        )
    values = spread_ticks(0, top)
    decimals = tick_decimals(values)
    ticks = spread_ticks(0, months, 6)
    last = f"month {terms.number(ticks[-1])}"
    figure.update_layout(
        xaxis=x_axis(palette, range=[0, months], tickvals=ticks, ticktext=[*map(terms.number, ticks[:-1]), last]),
        yaxis=y_axis(
            palette,
            range=[0, top * 1.18],
            tickvals=values,
            ticktext=[f"{terms.number(v, decimals)}{f'{terms.NBSP}%' if v == values[-1] else ''}" for v in values],
        ),
    )
    return figure.done()


def bounds_caption(rows: pd.DataFrame) -> Caption:
    """Where the loss is largest and how far its bounds lie apart."""
    measure = SAY("what_if.bounds.measure", meaning=SAY("what_if.bounds_meaning"))
    alt = "Bounds of the loss: " + "; ".join(
        f"{r['name']} {bound_words(r['low_pct'], r['high_pct'])}, {terms.significant(r['middle_pct'], 2)} in the middle"
        for r in rows.to_dict("records")
    )
    first = rows.iloc[0]
    if not first["high_pct"]:
        return Caption(SAY("what_if.bounds.none"), measure, alt)
    if len(rows) > 1:
        place, high = str(first["name"]).split(",")[0], f"{terms.significant(first['high_pct'], 2)}{terms.NBSP}%"
        finding = SAY("what_if.bounds.places", count=terms.counted(len(rows)), place=place, high=high)
    else:
        times = terms.significant(first["high_pct"] / first["low_pct"], 1)
        finding = SAY("what_if.bounds.single", times=times)
    return Caption(finding, measure, alt)


def exposure_caption(rows: pd.DataFrame, place: str) -> Caption:
    """The industry with the largest part of the loss, and how little it pays for magnets."""
    measure = SAY("what_if.exposure.measure", place=place, meaning=SAY("what_if.bounds_meaning"))
    alt = "Bounds of the loss by industry: " + "; ".join(
        f"{r['name']}, loss {bound_words(r['low_pct'], r['high_pct'])}" for r in rows.to_dict("records")
    )
    most, dearest = rows.iloc[0], rows["cost_share_pct"].max()
    share = f"{terms.significant(dearest, 2)}{terms.NBSP}%"
    if not most["high_pct"]:
        return Caption(SAY("what_if.exposure.none", share=share), measure, alt)
    return Caption(
        SAY(
            "what_if.exposure.most",
            place=terms.with_article(place),
            industry=terms.in_a_sentence(most["industry"]),
            share=share,
        ),
        measure,
        alt,
    )


def published_caption(rows: pd.DataFrame) -> Caption:
    """How many published losses that were not used lie within our bounds, and how wide these are."""
    alt = "Published against modelled: " + "; ".join(
        f"{r['name']}, published {terms.significant(r['published_pct'], 2)}, ours "
        f"{bound_words(r['low_pct'], r['high_pct'])}, {terms.significant(r['middle_pct'], 2)} in the middle"
        for r in rows.to_dict("records")
    )
    free = rows[rows["use"] == "held_against"]
    ends = free[[*BOUNDS, *PUBLISHED]].round(1)
    inside = (ends["published_low_pct"] >= ends["low_pct"]) & (ends["published_high_pct"] <= ends["high_pct"])
    width = free["high_pct"] / free["low_pct"]
    held, every = terms.counted(int(inside.sum())), terms.counted(len(free))
    is_all = bool(inside.all()) and len(free) > 1
    finding = SAY("what_if.print.finding", "all" if is_all else "some", inside=held.capitalize(), count=every)
    times = f"{terms.significant(width.min(), 1)}{terms.DASH}{terms.significant(width.max(), 1)}"
    measure = SAY("what_if.print.measure", meaning=SAY("what_if.bounds_meaning"), times=times)
    return Caption(finding, measure, alt)
