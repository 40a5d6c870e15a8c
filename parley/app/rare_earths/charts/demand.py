"""Demand for magnet rare earths as stacked bars, the observed year solid and projections hollow."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, x_axis, y_axis

USE_NAMES = {"electric_vehicles": "Electric vehicles", "wind": "Wind turbines", "other": "Other uses"}
USE_FILLS = {"electric_vehicles": "s301", "wind": "s122", "other": "grey"}
SCENARIO_NAMES = {"STEPS": "Stated policies", "APS": "Announced pledges", "NZE": "Net zero by 2050"}
SAY = words.beside(__file__)


def demand_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year with its total above; ``rows``: columns use, kind, year, demand_kt, share_pct."""
    figure = draft(palette, height=430, margin=(44, 8, 36, 26))
    years = sorted(set(rows["year"]))
    labels = _whole_numbers(rows)
    for use, name in USE_NAMES.items():
        part = rows[rows["use"] == use]
        colour, hollow = str(getattr(palette, USE_FILLS[use])), part["kind"] == "projection"
        figure.add_bar(
            x=part["year"].map(years.index),
            y=part["demand_kt"],
            name=name,
            marker={
                "color": [palette.background if h else colour for h in hollow],
                "line": {
                    "width": [1.5 if h else 1 for h in hollow],
                    "color": [colour if h else palette.background for h in hollow],
                },
            },
            text=[terms.number(labels[year, use]) for year in part["year"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"size": 12, "color": [palette.ink if h else _on(use, palette) for h in hollow]},
            customdata=[
                (terms.rate(r["share_pct"]), terms.number(r["demand_kt"], 1), r["year"], r["kind"])
                for r in part.to_dict("records")
            ],
            hovertemplate=f"<b>%{{customdata[1]}} kt</b> {name}<br>%{{customdata[0]}} of demand, %{{customdata[2]}} "
            "(%{customdata[3]})<extra></extra>",
        )
    totals = rows[rows["use"] == "total"]
    figure.add_scatter(
        mode="text",
        x=totals["year"].map(years.index),
        y=totals["demand_kt"],
        text=[f"<b>{terms.number(kt)}</b>" for kt in totals["demand_kt"]],
        textposition="top center",
        textfont={"size": 12, "color": palette.ink},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"x": -0.02, "y": 1.03, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            range=[-0.6, len(years) - 0.4],
            tickvals=list(range(len(years))),
            ticktext=[str(year) for year in years],
            ticks="",
        ),
        yaxis=y_axis(
            palette,
            range=[0, 220],  # one scale for all scenarios, so that they can be compared
            tickvals=[0, 50, 100, 150, 200],
            ticktext=["0", "50", "100", "150", f"200{terms.NBSP}kt"],
        ),
    )
    return figure.done()


def _whole_numbers(rows: pd.DataFrame) -> dict[tuple[int, str], float]:
    """The parts of each year in whole thousand tonnes, so that what is printed adds to the printed total."""
    labels: dict[tuple[int, str], float] = {}
    for year, part in rows[rows["use"] != "total"].groupby("year"):
        whole = terms.rounded_to_total(list(part["demand_kt"]), decimals=0)
        labels |= {(int(str(year)), str(use)): kt for use, kt in zip(part["use"], whole, strict=True)}
    return labels


def _on(use: str, palette: Palette) -> str:
    return palette.background if use == "electric_vehicles" else palette.on_light


def demand_caption(rows: pd.DataFrame) -> Caption:
    """How demand moves from the observed year to the first and last projected one, and the share of vehicles."""
    total = rows[rows["use"] == "total"].set_index("year")["demand_kt"]
    cars = rows[rows["use"] == "electric_vehicles"].set_index("year")["share_pct"]
    ahead = rows[rows["kind"] == "projection"]
    now, last = int(total.index.min()), int(total.index.max())
    name = SCENARIO_NAMES[str(ahead["scenario"].iloc[0])].lower()
    finding = SAY(
        "demand.finding",
        "rise" if total[last] >= total[now] else "fall",
        scenario=name,
        before=terms.number(total[now]),
        now=now,
        after=terms.number(total[last]),
        last=last,
    )
    shares = {"cars": terms.rate(cars[now], 0), "cars_ahead": terms.rate(cars[last], 0)}
    measure = SAY("demand.measure", now=now, last=last, **shares)
    told = "; ".join(f"{year} {terms.number(kt)} kt" for year, kt in total.items())
    return Caption(finding, measure, f"Stacked bars by year, {name}. Totals: {told}.")
