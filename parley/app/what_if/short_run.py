"""The next three years of a what-if: US output, prices and jobs from published effects, as a fact and as a subject.

The short run stands apart from real income, which the trade models give once trade has adjusted.
"""

import math
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.calibration.product import CalibrationError
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.models.short_run import DOTS, Step
from parley.results.answers import short_run
from parley.results.scenario.text import encode
from parley.words import beside

NAME, SUBJECT = "short_run", "The next three years"
SAY = beside(__file__)
VIEWS = {
    "GDP": "us_gdp",
    "Prices": "us_prices",
    "Unemployment": "us_unemployment",
    "Jobs": "us_jobs",
    "World": "world_gdp",
}
OUTPUT = "us_gdp"
ALL = "all"
APART = "apart_"
DECIMALS = {"%": 1, "pp": 1, "thousand": 0}


@kept
def fact(scenario: Scenario) -> Metric:
    """US output in the first year with the range of the houses; no figure where the model cannot hold the scenario."""
    label = SAY("short_run.fact")
    try:
        span = short_run.first_year(short_run.step_of(scenario), OUTPUT)
    except (ScenarioError, CalibrationError):
        return Metric(label, terms.DASH)
    central, low, high = (float(ends[0]) for ends in (span.central, span.low, span.high))
    decimals = _decimals(low, high)
    houses = SAY("short_run.houses", count=terms.counted(len(span.by_house)))
    if not central:
        return Metric(label, terms.change_pct(0, 0))
    written = terms.change_pct(central, decimals)
    return Metric(label, written, f"{terms.span(low, high, decimals)}%", help=houses)


def _decimals(low: float, high: float) -> int:
    """One, or two where the ends of a range would else print as zero or as one number."""
    ends = {terms.number(end, 1) for end in (low, high)}
    return 1 if len(ends) > 1 and not any(map(terms.prints_as_zero, ends)) else 2


def figure(scenario: Scenario) -> Figure:
    """Houses by year in a chart for each outcome. Raises NothingToShowError where the model cannot hold a scenario."""
    return _figure(NAME, "", (encode(scenario),), lambda: short_run.step_of(scenario))


def difference(a: Scenario, b: Scenario) -> Figure:
    """The same of B less A. Raises NothingToShowError where the model cannot hold one of them."""
    return _figure("compare_short_run", APART, (encode(a), encode(b)), lambda: short_run.apart(a, b))


def _figure(name: str, case: str, state: tuple[str, ...], step_from: Callable[[], Step]) -> Figure:
    """``case``: of the findings; ``state``: the texts of the scenarios."""
    try:
        step = step_from()
    except (ScenarioError, CalibrationError) as error:
        raise NothingToShowError(str(error)) from error
    rows = rows_of(step)
    captions = {view: caption(rows, outcome, case) for view, outcome in VIEWS.items()}
    return Figure(
        name,
        captions["GDP"],
        rows,
        {view: lambda palette, name=outcome: chart(rows, name, palette) for view, outcome in VIEWS.items()},  # type: ignore[misc]
        captions,
        note=SAY("short_run.note", step.kind),
        state=state,
    )


@kept
def rows_of(step: Step) -> pd.DataFrame:
    """A row a house and year, and before them one for all houses of the year: variable, year, house, value, low, high,
    houses, kind, unit, source_id.
    """
    years, houses = short_run.by_year([step])
    every = years.assign(house=ALL, value=years["central"])
    shared = years[["variable", "year", "houses", "kind", "unit"]]
    single = houses.merge(shared, on=["variable", "year"]).assign(low=math.nan, high=math.nan)
    columns = ["variable", "year", "house", "value", "low", "high", "houses", "kind", "unit"]
    together = pd.concat([every[columns], single[columns]], ignore_index=True)
    order = together.assign(place=together["house"] != ALL).sort_values(["variable", "year", "place"], kind="stable")
    sources = short_run.sources()
    return (
        order.drop(columns="place")
        .reset_index(drop=True)
        .assign(
            source_id=lambda part: part["house"].map(sources).fillna(short_run.SHAPES_FROM),
            model=SAY("short_run.model"),
        )
    )


def chart(rows: pd.DataFrame, name: str, palette: Palette) -> go.Figure:
    """Houses as dots by year; the range of a year in grey where three houses or more print it."""
    part = rows[(rows["variable"] == name) & ((rows["house"] != ALL) | (rows["kind"] != DOTS))].reset_index(drop=True)
    is_all = part["house"] == ALL
    unit = str(part["unit"].iloc[0])
    names = part["house"].where(~is_all, SAY("short_run.all"))
    decimals = DECIMALS[unit] + (1 if part["value"].abs().max() < 0.5 and unit != "thousand" else 0)
    return dots(
        part,
        palette,
        marks=[
            Mark(part["value"].where(~is_all), SAY("short_run.dot"), palette.us),
            Mark(part["value"].where(is_all), SAY("short_run.middle"), palette.us, hollow=True),
        ],
        unit=unit if unit == "%" else f" {SAY('short_run.unit', unit)}",
        name=names,
        joined=False,
        low=part["low"],
        high=part["high"],
        keys={"range": SAY("short_run.band")},
        text={"": [terms.signed(value, decimals) for value in part["value"]]},
        group=[SAY("short_run.year", year=str(year)) for year in part["year"]],
    )


def _size(value: float, unit: str) -> str:
    """As exact as houses agree: two digits of thousands, else one decimal, two where one would print nothing."""
    if unit == "thousand":
        return terms.number(float(f"{value:.2g}"), 0)
    written = terms.number(value, 1)
    return terms.number(value, 2) if terms.prints_as_zero(written) else written


def caption(rows: pd.DataFrame, name: str, of: str = "") -> Caption:
    """What happens to an outcome in the first year; a direction where its range, or all of its dots, has one.

    ``of``: what the findings' cases begin with: nothing of one scenario, ``APART`` of two.
    """
    part = rows[(rows["variable"] == name) & (rows["year"] == 1)]
    houses, whole = part[part["house"] != ALL]["value"], part[part["house"] == ALL].iloc[0]
    value = float(houses.mean() if whole["kind"] == DOTS else whole["value"])
    unit = str(whole["unit"])
    size = _size(abs(value), unit)
    if terms.prints_as_zero(size):
        case = "none"
    elif houses.min() < 0 < houses.max() or whole["low"] < 0 < whole["high"]:
        case = "open"
    else:
        case = ("rise" if value > 0 else "fall") + ("_few" if whole["kind"] == DOTS else "")
    count = len(houses)
    studies = SAY("short_run.studies", "one" if count == 1 else "several", count=terms.counted(count))
    finding = SAY("short_run.finding", f"{of}{name}_{case}", size=size, studies=studies)
    every = rows[(rows["variable"] == name) & (rows["house"] != ALL)]
    alt = "; ".join(f"year {r['year']}, {r['house']}: {terms.signed(r['value'], 2)}" for r in every.to_dict("records"))
    return Caption(finding, SAY("short_run.measure", name), f"{finding}. {alt}.")
