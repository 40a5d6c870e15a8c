"""Growth, prices and jobs in the three years after a scenario's tariffs begin, from published effects.

The scenario is one rise of the average US tariff and of what partners answer, against the law of its as-of date, by US
imports and exports of 2023. It is the short run: real income, which the trade models give once trade has adjusted, is
another figure and never stands in the same sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.calibration.short_run import GDP, RESPONSES, VARIABLES, ShortRun, chosen, short_run
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.short_run import DOTS, INTERVAL, QUARTERS, TEN, Step, half_width, kind_of
from parley.results.answers.world import levels_of, world
from parley.tables.read import read_table

COLUMNS = ["variable", "economy", "quarter", "low", "central", "high", "houses", "kind", "unit"]
HOUSE_COLUMNS = ["variable", "economy", "quarter", "house", "value", "unit"]
YEAR_COLUMNS = ["variable", "economy", "year", "low", "central", "high", "houses", "kind", "unit"]
UNSCALED_COLUMNS = ["outcome", "house", "shock", "value", "unit", "horizon", "confidence", "why", "source_url"]
NOBODY = "none"
# Outcomes without a model: where they are printed, under which names, and why they are not scaled.
UNSCALED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "china_gdp": (
        CHINA,
        GDP,
        "most prints are of tariffs on China alone, the rest of no one year: points of the average cannot scale them",
    ),
    "policy_rate": (US, ("policy_rate",), "no house prints it; the one path in quarters has no licence"),
    "refunds": (US, ("ieepa_refunds",), "an amount is printed, and no effect of it on growth, prices or jobs"),
}
YEARS = QUARTERS // 4
SHAPES_FROM = RESPONSES
NOTE = (
    "The short run is an emulator of published effects: a rise of the average US tariff, kept, against the law of the "
    "as-of date. Studies of all dates are used. A cut counts as a rise turned round; no house prints one. Houses "
    "differ by year, and paths are of one model: that of US GDP is mostly one level. Ranges are of houses, narrower "
    "than what a further house might print. Refunds, the policy rate and China's GDP are listed, not scaled: "
    "short_run_unscaled."
)


def step_of(scenario: Scenario) -> Step:
    """The scenario as points of the average US tariff and points answered, before buyers turn away.

    Raises ScenarioError for what the one-sector world cannot hold, CalibrationError.
    """
    levels = levels_of(scenario)
    flows = world().economy.flows
    us = list(world().economy.names).index(US)
    moved = 100 * (levels.after - levels.before)
    bought, sold = flows[:, us].copy(), flows[us].copy()
    bought[us] = sold[us] = 0.0
    return Step(float(bought @ moved[:, us] / bought.sum()), float(sold @ moved[us] / sold.sum()))


def apart(a: Scenario, b: Scenario) -> Step:
    """B less A as one change: the model is linear in points, so it has the same houses and house effects on both sides.

    Raises as ``step_of``.
    """
    then, now = step_of(a), step_of(b)
    return Step(now.points - then.points, now.answered - then.answered)


@dataclass(frozen=True, eq=False)
class Span:
    """What is shown of one variable: central, low and high of every period, low and high missing where only dots are;
    and every house's figure [house, period].
    """

    variable: str
    kind: str
    central: FloatArray
    low: FloatArray
    high: FloatArray
    by_house: dict[str, FloatArray]


def _shown(model: ShortRun, name: str, steps: Sequence[Step], year: int, rows: FloatArray) -> Span | None:
    """A variable in a year after the start (0, 1, 2), ``rows`` of fixed effects [period, effect]; None without a house.

    The centre is the fit of all houses, so that a path does not jump where its houses change. A range: from the least
    to the greatest figure of the houses; where tariffs and answers pull apart, which no house prints together, each of
    the two at its own house. An interval: (S9).
    """
    houses = model.houses.get((name, year), ())
    if not houses:
        return None
    mean = model.fit.mean(rows)
    by_house = {house: mean * model.ratios[name, house] for house in houses}
    kind = kind_of(len(houses))
    if kind == INTERVAL:
        moved = sum(max(abs(step.points), abs(step.answered)) for step in steps)
        size = model.size[name] * min(1.0, moved / TEN)
        half = half_width(model.fit.spread(rows, size), len(houses))
        return Span(name, kind, mean, mean - half, mean + half, by_house)
    none = np.full(len(mean), np.nan)
    if kind == DOTS:
        return Span(name, kind, mean, none, none, by_house)
    ratios = np.array([model.ratios[name, house] for house in houses])[:, None]
    parts = [ratios * part for part in model.fit.parts(rows)]
    low, high = (sum(end(part, axis=0) for part in parts) for end in (np.min, np.max))
    return Span(name, kind, mean, low, high, by_house)


def first_year(step: Step, name: str) -> Span:
    """The mean of the first year of a variable, which houses print; what a slider redraws, so without a table."""
    model = short_run()
    rows = model.design(name, (step,), np.arange(4.0)).mean(axis=0, keepdims=True)
    span = _shown(model, name, [step], 0, rows)
    assert span is not None
    return span


def tables(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """``short_run``: COLUMNS by quarter after the start, from 1 to 12; ``short_run_houses``: the houses' figures.

    Units: percent of the level (GDP, prices), percentage points (unemployment), thousands of payroll jobs. Raises as
    ``step_of``.
    """
    return of_steps([step_of(scenario)])


def of_steps(steps: Sequence[Step]) -> dict[str, pd.DataFrame]:
    """``tables`` of tariffs that begin and end in given quarters."""
    rows, houses = _each(steps, np.arange(float(QUARTERS)).reshape(YEARS, -1, 1))
    return {
        "short_run": pd.DataFrame(rows, columns=COLUMNS),
        "short_run_houses": pd.DataFrame(houses, columns=HOUSE_COLUMNS),
        "short_run_unscaled": unscaled(),
    }


def by_year(steps: Sequence[Step]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Means of years 1 to 3 after the start: YEAR_COLUMNS, and the houses' figures (variable, year, house, value)."""
    rows, houses = _each(steps, np.arange(float(QUARTERS)).reshape(YEARS, 1, -1))
    figures = [(name, year, house, value) for name, _, year, house, value, _ in houses]
    return (
        pd.DataFrame(rows, columns=YEAR_COLUMNS),
        pd.DataFrame(figures, columns=["variable", "year", "house", "value"]),
    )


def _each(steps: Sequence[Step], quarters: FloatArray) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Rows of COLUMNS and of HOUSE_COLUMNS by period. ``quarters`` [year, period, quarter of it]; the periods are
    numbered from 1 over all years.
    """
    model, rows, houses = short_run(), [], []
    for name, variable in VARIABLES.items():
        design = model.design(name, tuple(steps), quarters.ravel()).reshape(*quarters.shape, -1).mean(axis=2)
        for year, of_year in enumerate(design):
            span = _shown(model, name, steps, year, of_year)
            if span is None:
                continue
            for place in range(len(of_year)):
                key = (name, variable.economy, year * len(of_year) + place + 1)
                ends = (float(values[place]) for values in (span.low, span.central, span.high))
                rows.append((*key, *ends, len(span.by_house), span.kind, variable.unit))
                houses += [(*key, h, float(values[place]), variable.unit) for h, values in span.by_house.items()]
    return rows, houses


@cache
def unscaled() -> pd.DataFrame:
    """Outcomes a reader asks for that too few houses print to be scaled to a scenario: UNSCALED_COLUMNS.

    Each print as it stands, for its own shock; one row without a figure where no house prints any. Not of a scenario.
    """
    effects = read_table("short_run_effects")
    rows: list[tuple[Any, ...]] = []
    for name, (area, printed, why) in UNSCALED.items():
        of_outcome = effects[(effects["area"] == area) & effects["variable"].isin(printed)]
        rows += [
            (name, r["house"], r["shock"], r["value"], r["unit"], r["horizon"], r["confidence"], why, r["source_url"])
            for r in of_outcome.to_dict("records")
        ] or [(name, NOBODY, NOBODY, np.nan, "", "", "", why, "")]
    return pd.DataFrame(rows, columns=UNSCALED_COLUMNS)


@cache
def sources() -> dict[str, str]:
    """The source of most rows of every house that is fitted."""
    used = chosen(read_table("short_run_effects"))
    return {str(house): str(part["source_id"].mode()[0]) for house, part in used.groupby("house")}
