"""Revenue of the world what-if: what duty on Chinese goods brings as the rate rises, and where it peaks."""

from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit import controls
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.trade import header as trade_header
from parley.app.what_if import trade_base
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import STAMP as PRODUCT_STAMP
from parley.app.what_if_world import words as world_words
from parley.charts.bands import band
from parley.charts.figure import Caption
from parley.charts.labels import apart, money_ticks, spread_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.measures.bilateral import CHINA
from parley.measures.revenue import MONTHS_IN_YEAR, recorded_years
from parley.measures.trade import WORLD as EVERYBODY
from parley.models.policy_scenario import Scenario
from parley.results.answers import revenue_curve
from parley.results.answers.base_world import switches_of
from parley.results.answers.revenue_curve import Counted
from parley.words import beside

NAME = "world_revenue"
FIRST_YEAR = 2024  # the base year of the product model
COUNTED_NAMES: dict[Counted, str] = {"china": "Chinese goods", "all": "All US imports"}
SAY = beside(__file__)
IN_FORCE, CHOSEN, PEAK = "in_force", "scenario", "peak"
COUNTED = {"china": "Duty on Chinese goods", "all": "Duty on all US imports"}
MODELS = {"world": "index", "product": "usd"}
BN = 1e9
LAST_RATE = 200
CLEAR = 3  # a size is told where the far end of its range is less than so many times the near one
WORD_AT = 150  # the rate at which the band is named
LABEL_GAP = 52.0  # points of the rate between two words above the plot, at 350 pixels


def curve_of(scenario: Scenario, model: Literal["world", "product"]) -> Figure:
    """The curve of a model. Raises what ``revenue_curve`` raises."""
    counted = controls.choose("Duty counted on", tuple(COUNTED_NAMES), "revenue_on", COUNTED_NAMES.__getitem__)
    return _world(scenario, counted) if model == "world" else _product(scenario, counted)


def _world(scenario: Scenario, counted: Counted) -> Figure:
    rows = _world_rows(scenario, counted)
    limit = terms.rate(100 / switches_of(scenario).trade_elasticity, 0)
    return Figure(
        NAME,
        caption(rows, terms.day(scenario.as_of)),
        rows,
        {"Chart": lambda palette: curve(rows, palette)},
        note=world_words.note("world"),
        remark=f"{SAY('revenue.limit', rate=limit)} {world_words.all_goods(scenario)}",
        state=(scenario, counted),
    )


def _product(scenario: Scenario, counted: Counted) -> Figure:
    rows = _product_rows(scenario, counted)
    recorded = measured(scenario.as_of, counted)
    every = pd.concat([rows, recorded.drop(columns=["partner_iso3", "value_usd"])], ignore_index=True)
    return Figure(
        f"{NAME}_product",
        caption(rows, terms.day(scenario.as_of)),
        every,
        {"Chart": lambda palette: curve(rows, palette, recorded)},
        note=product_words.model_note(scenario),
        remark=SAY("revenue.recorded"),
        state=(scenario, counted),
    )


@kept
def _world_rows(scenario: Scenario, counted: Counted) -> pd.DataFrame:
    curve = revenue_curve.world_curve(scenario, counted)
    return curve.assign(trade_elasticity=switches_of(scenario).trade_elasticity, **world_words.STAMPS["world"])


@kept
def _product_rows(scenario: Scenario, counted: Counted) -> pd.DataFrame:
    curve = revenue_curve.product_curve(scenario, counted)
    return curve.assign(**{**PRODUCT_STAMP, **trade_base.stamp(scenario)})


@kept
def _recorded_duty(as_of: date) -> pd.DataFrame:
    return recorded_years(trade_header.duty(as_of), FIRST_YEAR)


def measured(as_of: date, counted: Counted) -> pd.DataFrame:
    """What customs recorded: duty on the goods counted at the rate on Chinese goods of that year, with its label."""
    years = _recorded_duty(as_of)
    china = years[years["partner_iso3"] == CHINA].set_index("year")
    shown = years[years["partner_iso3"] == (CHINA if counted == "china" else EVERYBODY)]
    shown = shown[shown["year"].isin(china.index)]
    label = [
        f"{y}" if m == MONTHS_IN_YEAR else f"{m} months of {y}"
        for y, m in zip(shown["year"], shown["months"], strict=True)
    ]
    return shown.assign(mark="recorded", label=label, rate_pct=shown["year"].map(china["rate_pct"]))


def curve(rows: pd.DataFrame, palette: Palette, measured: pd.DataFrame | None = None) -> go.Figure:
    """A dashed line in its pale band; hollow: the peak; dotted upright: the rate in force and the one chosen.

    ``rows``: those of ``results.answers.revenue_curve.curve_table`` of one model. ``measured``: label, rate_pct,
    duty_usd of what customs recorded, drawn as filled dots where the curve is in US dollars.
    """
    unit = MODELS[str(rows["curve"].iloc[0])]
    scale = BN if unit == "usd" else 1.0
    value, low, high = (rows[f"{name}_{unit}"] / scale for name in ("duty", "low", "high"))
    in_band = rows["mark"] != PEAK
    figure = draft(palette, height=380, margin=(48, 16, 44, 38))
    band(figure, rows.loc[in_band, "rate_pct"], low[in_band], high[in_band], palette)
    figure.add_scatter(
        x=rows["rate_pct"],
        y=value,
        mode="lines",
        line={"width": 2, "dash": "dash", "color": palette.us},
        customdata=[_written(v, unit) for v in value],
        hovertemplate="<b>%{customdata}</b> modelled, at a rate of %{x:.0f}%<extra></extra>",
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
            ticktext=["0", "50", "100", "150", f"{LAST_RATE}%"],
        ),
        yaxis=y_axis(palette, **_axis(top, unit)),
    )
    return figure.done()


def _axis(top: float, unit: str) -> dict[str, Any]:
    if unit == "usd":
        return money_ticks(top)
    ticks = spread_ticks(0, top)
    return {"range": [0, top * 1.06], "tickvals": ticks, "ticktext": [terms.number(t) for t in ticks]}


def _written(value: float, unit: str) -> str:
    return f"${terms.significant(value, 2)}bn" if unit == "usd" else terms.number(value)


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
        hovertemplate="<b>%{customdata}</b> recorded, %{text}<br>at %{x:.1f}% of the value<extra></extra>",
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
    """The rate of the peak with its range: ``28% (14-58)``; with a sign where a curve still rises at the end."""
    peak = rows[rows["mark"] == PEAK].iloc[0]
    low, high = (terms.number(peak[f"peak_{end}_pct"]) for end in ("low", "high"))
    more = "+" if peak["is_at_end"] else ""
    return f"{terms.rate(peak['rate_pct'], 0)} ({low}{terms.DASH}{high}{more})"


def caption(rows: pd.DataFrame, on: str) -> Caption:
    """At which rate most is collected; what the chosen rate collects against that in force; ``on``: its day.

    No direction is claimed where the band straddles that in force.
    """
    counted, unit = str(rows["counted"].iloc[0]), MODELS[str(rows["curve"].iloc[0])]
    what, rates = COUNTED[counted], _rates(rows)
    duties = ", ".join(
        f"{terms.number(r['rate_pct'])}: {_told(r, unit)}"
        for r in rows[rows["mark"] == ""].iloc[::4].to_dict("records")
    )
    chosen = f", {terms.number(rates[CHOSEN], 1)} chosen" if is_moved(rows) else ""
    alt = (
        f"Modelled curve of {terms.small(what)} by rate in percent, with a peak at {peak_words(rows)} and "
        f"{terms.number(rates[IN_FORCE], 1)} in force{chosen}. {duties}."
    )
    return Caption(_finding(rows), SAY("revenue", "measure", what=what, scale=SAY("revenue.scale", unit, day=on)), alt)


def _told(row: dict[Any, Any], unit: str) -> str:
    scale = BN if unit == "usd" else 1.0
    return terms.number(row[f"duty_{unit}"] / scale)


def _finding(rows: pd.DataFrame) -> str:
    """The peak in the model, and the rate in force; or what the chosen rate collects against the duties in force.

    A size is told where the band's ends are less than ``CLEAR`` times apart, else the direction alone.
    """
    peak = rows[rows["mark"] == PEAK].iloc[0]
    more = "+" if peak["is_at_end"] else ""
    at_peak = SAY("revenue.peak", str(rows["counted"].iloc[0]), size=f"{terms.rate(peak['rate_pct'], 0)}{more}")
    if not is_moved(rows):
        return SAY("revenue.finding", "in_force", peak=at_peak, rate=terms.rate(_rates(rows)[IN_FORCE], 0))
    row = rows[rows["mark"] == CHOSEN].iloc[0]
    low, high = row["low_index"] - 100, row["high_index"] - 100
    least, most = sorted((abs(low), abs(high)))
    case = "more" if low >= 0 else "less"
    return SAY(
        "revenue.finding",
        "open" if low < 0 < high else case if most < CLEAR * least else f"{case}_unclear",
        peak=at_peak,
        span=f"{terms.span(least, most, 0)}%",
    )
