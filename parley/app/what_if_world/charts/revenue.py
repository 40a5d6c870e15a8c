"""Duty by the rate on Chinese goods: a modelled curve with its band and its peak, the rates in force and chosen."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.bands import band
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_ticks, spread_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

SAY = words.beside(__file__)
IN_FORCE, CHOSEN, PEAK = "in_force", "scenario", "peak"
COUNTED = {"china": "Duty on Chinese goods", "all": "Duty on all US imports"}
MODELS = {"world": "index", "product": "usd"}
BN = 1e9
LAST_RATE = 200
CLEAR = 3  # a size is told where the far end of its range is less than so many times the near one
WORD_AT = 150  # the rate at which the band is named
LABEL_GAP = 52.0  # points of the rate between two words above the plot, at 350 pixels


def curve(rows: pd.DataFrame, palette: Palette, measured: pd.DataFrame | None = None) -> go.Figure:
    """A dashed line in its pale band; hollow: the peak; dotted upright: the rate in force and the one chosen.

    ``rows``: those of ``results.revenue_curve.curve_table`` of one model. ``measured``: label, rate_pct, duty_usd of
    what customs recorded, drawn as filled dots where the curve is in US dollars.
    """
    unit = MODELS[str(rows["curve"].iloc[0])]
    value, low, high = _values(rows, unit)
    in_band = rows["mark"] != PEAK
    figure = draft(palette, height=380, margin=(48, 16, 44, 38))
    band(figure, rows.loc[in_band, "rate_pct"], low[in_band], high[in_band], palette)
    figure.add_scatter(
        x=rows["rate_pct"],
        y=value,
        mode="lines",
        line={"width": 2, "dash": "dash", "color": palette.us},
        customdata=[_written(v, unit) for v in value],
        hovertemplate="<b>%{customdata}</b> modelled, at a rate of %{x:.0f} %<extra></extra>",
        showlegend=False,
    )
    top = float(np.nanmax(high))
    at_word = rows.loc[in_band, "rate_pct"].sub(WORD_AT).abs().to_numpy().argmin()
    height = float((value[in_band] + high[in_band]).iloc[at_word]) / 2
    _note(figure, WORD_AT, height, "modelled, with range", palette.muted)
    _marks(figure, rows, value, palette)
    if measured is not None and unit == "usd" and len(measured):
        top = max(top, float(measured["duty_usd"].max()) / BN)
        _measured(figure, measured, palette)
    figure.update_layout(
        xaxis=x_axis(
            palette,
            range=[0, LAST_RATE],
            tickvals=[0, 50, 100, 150, LAST_RATE],
            ticktext=["0", "50", "100", "150", f"{LAST_RATE}{terms.NBSP}%"],
        ),
        yaxis=y_axis(palette, **_axis(top, unit)),
    )
    return figure.done()


def _values(rows: pd.DataFrame, unit: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    scale = BN if unit == "usd" else 1.0
    value, low, high = (rows[f"{name}_{unit}"] / scale for name in ("duty", "low", "high"))
    return value, low, high


def _axis(top: float, unit: str) -> dict[str, Any]:
    if unit == "usd":
        return money_ticks(top)
    ticks = spread_ticks(0, top)
    return {"range": [0, top * 1.06], "tickvals": ticks, "ticktext": [terms.number(t) for t in ticks]}


def _written(value: float, unit: str) -> str:
    return f"US${terms.NBSP}{terms.significant(value, 2)}{terms.NBSP}bn" if unit == "usd" else terms.number(value)


def _marks(figure: Draft, rows: pd.DataFrame, value: pd.Series, palette: Palette) -> None:
    """The peak as a hollow mark with a whisker; rates in force and chosen as dotted lines named above the plot."""
    rates = _rates(rows)
    words = {IN_FORCE: f"in force {terms.number(rates[IN_FORCE], 1)}"}
    if is_moved(rows):
        words[CHOSEN] = f"chosen {terms.number(rates[CHOSEN], 1)}"
    half = LABEL_GAP / 2
    at = apart([min(max(rates[mark], half), LAST_RATE - half) for mark in words], LABEL_GAP)
    for (mark, word), x in zip(words.items(), at, strict=True):
        line = {"width": 1, "dash": "dot", "color": palette.grey}
        figure.add_shape(type="line", x0=rates[mark], x1=rates[mark], y0=0, y1=1, yref="paper", line=line)
        _note(figure, x, 1, word, palette.ink, yref="paper", yanchor="bottom")
    peak = rows[rows["mark"] == PEAK].iloc[0]
    y = float(value[rows["mark"] == PEAK].iloc[0])
    figure.add_scatter(
        x=[peak["peak_low_pct"], peak["peak_high_pct"]],
        y=[y, y],
        mode="lines",
        line={"width": 1.5, "color": palette.ink},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_scatter(
        x=[peak["rate_pct"]],
        y=[y],
        mode="markers",
        marker={"size": 11, "color": palette.background, "line": {"width": 2, "color": palette.us}},
        customdata=[peak_words(rows)],
        hovertemplate="<b>Peak at %{customdata}</b> modelled<extra></extra>",
        showlegend=False,
    )
    _note(figure, peak["rate_pct"], y, f"<b>peak {peak_words(rows)}</b>", palette.ink, xanchor="left", yanchor="bottom")


def _note(figure: Draft, x: float, y: float, text: str, colour: str, **place: Any) -> None:
    shift = 10 if place.get("xanchor") == "left" else 0
    up = 6 if place.get("yref") != "paper" else 2
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, font={"size": 12, "color": colour}, xshift=shift, yshift=up, **place
    )


def _measured(figure: Draft, measured: pd.DataFrame, palette: Palette) -> None:
    """What customs recorded, as filled dots with their year."""
    figure.add_scatter(
        x=measured["rate_pct"],
        y=measured["duty_usd"] / BN,
        mode="markers+text",
        marker={"size": 10, "color": palette.ink, "line": {"width": 1, "color": palette.background}},
        text=measured["label"],
        textposition="bottom right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        customdata=measured["duty_usd"].map(terms.usd),
        hovertemplate="<b>%{customdata}</b> recorded, %{text}<br>at %{x:.1f} % of the value<extra></extra>",
        showlegend=False,
    )


def _rates(rows: pd.DataFrame) -> dict[str, float]:
    marked = rows[rows["mark"] != ""]
    return dict(zip(marked["mark"], marked["rate_pct"], strict=True))


def is_moved(rows: pd.DataFrame) -> bool:
    """Whether the scenario's rate on China is another than that in force."""
    rates = _rates(rows)
    return rates[CHOSEN] != rates[IN_FORCE]


def peak_words(rows: pd.DataFrame) -> str:
    """The rate of the peak with its range: ``28 % (14-58)``; with a sign where a curve still rises at the end."""
    peak = rows[rows["mark"] == PEAK].iloc[0]
    low, high = (terms.number(peak[f"peak_{end}_pct"]) for end in ("low", "high"))
    more = "+" if peak["is_at_end"] else ""
    return f"{terms.rate(peak['rate_pct'], 0)} ({low}{terms.DASH}{high}{more})"


def caption(rows: pd.DataFrame, on: str, assumed: str, over: str, limit: str) -> Caption:
    """At which rate most is collected, with its range; what the chosen rate collects against that in force.

    ``assumed``: the elasticity of the line, ``over``: what the band is over, ``limit``: the rate at which one small
    origin would collect most; all in words. No direction is claimed where the band straddles that in force.
    """
    counted, unit = str(rows["counted"].iloc[0]), MODELS[str(rows["curve"].iloc[0])]
    what, rates = COUNTED[counted], _rates(rows)
    scale = SAY("revenue.scale", unit, day=on)
    measure = SAY("revenue", "measure", what=what, scale=scale, assumed=assumed, over=over, limit=limit)
    told = ", ".join(
        f"{terms.number(r['rate_pct'])}: {_told(r, unit)}"
        for r in rows[rows["mark"] == ""].iloc[::4].to_dict("records")
    )
    alt = (
        f"Modelled curve of {terms.small(what)} by rate in percent, with a peak at {peak_words(rows)} and "
        f"{terms.number(rates[IN_FORCE], 1)} in force{_chosen_rate(rows)}. {told}."
    )
    model = SAY("revenue.model", str(rows["curve"].iloc[0]))
    return Caption(_finding(rows, model), measure, alt)


def _told(row: dict[Any, Any], unit: str) -> str:
    scale = BN if unit == "usd" else 1.0
    return terms.number(row[f"duty_{unit}"] / scale)


def _chosen_rate(rows: pd.DataFrame) -> str:
    return f", {terms.number(_rates(rows)[CHOSEN], 1)} chosen" if is_moved(rows) else ""


def _finding(rows: pd.DataFrame, model: str) -> str:
    """The peak in the model, and what the chosen rate collects against the duties in force over the band.

    A size is told where the band's ends are less than ``CLEAR`` times apart, else the direction alone.
    """
    peak = SAY("revenue.peak", str(rows["counted"].iloc[0]), size=peak_words(rows))
    if not is_moved(rows):
        rate = terms.rate(_rates(rows)[IN_FORCE])
        return SAY("revenue.finding", "in_force", model=model, peak=peak, rate=rate)
    row = rows[rows["mark"] == CHOSEN].iloc[0]
    low, high = row["low_index"] - 100, row["high_index"] - 100
    least, most = sorted((abs(low), abs(high)))
    case = "more" if low >= 0 else "less"
    return SAY(
        "revenue.finding",
        "open" if low < 0 < high else case if most < CLEAR * least else f"{case}_unclear",
        model=model,
        peak=peak,
        rate=terms.rate(row["rate_pct"]),
        span=f"{terms.span(least, most, 0)}{terms.NBSP}%",
    )
