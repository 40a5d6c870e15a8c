"""The subject Demand: what magnet rare earths are used for, observed and in three scenarios."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.theme import Palette, draft, x_axis, y_axis
from parley.measures import mineral_demand as demand

USE_NAMES = {"electric_vehicles": "Electric vehicles", "wind": "Wind turbines", "other": "Other uses"}
USE_FILLS = {"electric_vehicles": "s301", "wind": "s122", "other": "grey"}
SCENARIO_NAMES = {"STEPS": "Stated policies", "APS": "Announced pledges", "NZE": "Net zero by 2050"}
SAY = words.beside(__file__)


def by_use(as_of: date) -> Figure:
    """Demand by use over the years of the scenario chosen."""
    table = cache.table("demand_by_use", as_of)
    if table.empty:
        raise NothingToShowError(SAY("demand.none", day=terms.day(as_of)))
    return _of(controls.choose("Scenario", _scenarios(as_of), "rare_scenario", SCENARIO_NAMES.__getitem__), as_of)


@kept
def _scenarios(as_of: date) -> list[str]:
    return demand.scenarios(cache.table("demand_by_use", as_of))


@kept
def _of(scenario: str, as_of: date) -> Figure:
    rows = demand.path(cache.table("demand_by_use", as_of), scenario)
    views = {"Chart": lambda palette: demand_bars(rows, palette)}
    return Figure("rare_demand", demand_caption(rows), rows, views, state=(scenario, as_of))


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
    """How demand moves from the observed year to the last projected one."""
    total = rows[rows["use"] == "total"].set_index("year")["demand_kt"]
    now, last = int(total.index.min()), int(total.index.max())
    name = SCENARIO_NAMES[str(rows.loc[rows["kind"] == "projection", "scenario"].iloc[0])]
    finding = SAY(
        "demand.finding",
        "rise" if total[last] >= total[now] else "fall",
        before=terms.number(total[now]),
        now=now,
        after=terms.number(total[last]),
        last=last,
    )
    listed = "; ".join(f"{year} {terms.number(kt)} kt" for year, kt in total.items())
    alt = f"Stacked bars by year, {name.lower()}. Totals: {listed}."
    return Caption(finding, SAY("demand.measure", scenario=name), alt)
