"""The subject Demand: what magnet rare earths are used for, observed and in three scenarios."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.columns import columns
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import minerals as demand

USE_NAMES = {"electric_vehicles": "Electric vehicles", "wind": "Wind turbines", "other": "Other uses"}
USE_FILLS = {"electric_vehicles": "s301", "wind": "s122", "other": "grey"}
TOP_KT = 220  # one scale for all scenarios, so that they can be compared
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
    labels, uses = _whole_numbers(rows), rows[rows["use"] != "total"]
    totals = rows[rows["use"] == "total"]
    return columns(
        uses.assign(
            name=uses["use"].map(USE_NAMES),
            label=[terms.number(labels[key]) for key in zip(uses["year"], uses["use"], strict=True)],
            is_projection=uses["kind"] == "projection",
            exact=[f"{terms.number(kt, 1)}{terms.NBSP}kt" for kt in uses["demand_kt"]],
            detail=[
                f"{kind}, {terms.rate(share)} of demand"
                for kind, share in zip(uses["kind"], uses["share_pct"], strict=True)
            ],
        ),
        palette,
        value="demand_kt",
        part="name",
        fills={name: str(getattr(palette, USE_FILLS[use])) for use, name in USE_NAMES.items()},
        unit="{} kt",
        text={year: f"<b>{terms.number(kt)}</b>" for year, kt in zip(totals["year"], totals["demand_kt"], strict=True)},
        exact="exact",
        detail="detail",
        inside="label",
        hollow="is_projection",
        keys={"hollow": "Projection"},
        top=TOP_KT,
        is_yearly=False,
        height=430,
    )


def _whole_numbers(rows: pd.DataFrame) -> dict[tuple[int, str], float]:
    """The parts of each year in whole thousand tonnes, so that what is printed adds to the printed total."""
    labels: dict[tuple[int, str], float] = {}
    for year, part in rows[rows["use"] != "total"].groupby("year"):
        whole = terms.rounded_to_total(list(part["demand_kt"]), decimals=0)
        labels |= {(int(str(year)), str(use)): kt for use, kt in zip(part["use"], whole, strict=True)}
    return labels


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
    return Caption(finding, SAY("demand.measure", scenario=name, first=now, last=last), alt)
