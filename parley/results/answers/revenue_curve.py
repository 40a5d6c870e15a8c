"""What the United States collects on imports as its rate on Chinese goods rises, in the world and the product model.

Every other rate is the scenario's. The world model is one without deficits and with trade of 2023, so its curve is read
as an index, duty at the duties in force = 100; the product model starts from customs values and collected duty of 2024
and is in US dollars of that trade. Neither holds avoidance: its size has no source that was read.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.calibration.product import ProductInputs
from parley.calibration.product_law import moved
from parley.models import revenue_curve as model
from parley.models.armington import Shock
from parley.models.armington import solve as solve_world
from parley.models.errors import NotConvergedError
from parley.models.optimal_tariffs import instrument
from parley.models.partial_equilibrium import solve
from parley.models.policy_scenario import Scenario
from parley.models.product_market import Elasticities, FloatArray, weighted_mean
from parley.models.scenario import HORIZONS, Horizon
from parley.results.answers.base_world import Switches, base_world, demand_ends, places, switches_of
from parley.results.answers.product_solution import assumed, at_rest, duties_of
from parley.results.answers.world import levels_of

Counted = Literal["china", "all"]
WORLD_RATES_PCT = (*range(0, 40, 2), *range(40, 100, 5), *range(100, 201, 10))
PRODUCT_RATES_PCT = (*range(0, 40, 4), *range(40, 120, 8), *range(120, 201, 16))
IN_FORCE, CHOSEN, PEAK = "in_force", "scenario", "peak"


class Run(NamedTuple):
    """One curve: duty in US dollars at rates (ratios), and its peak.

    ``in_force_usd``: what the duties in force collect, the scenario's other changes not made; the index's 100.
    """

    rates: FloatArray
    duty_usd: FloatArray
    in_force_usd: float
    peak_rate: float
    peak_usd: float
    is_at_end: bool


def world_curve(scenario: Scenario, counted: Counted = "china") -> pd.DataFrame:
    """The curve of the world model, its band over the ends of the elasticities of demand.

    Columns as in ``curve_table``. Raises NotConvergedError.
    """
    switches = switches_of(scenario)
    us, china = places()
    levels = levels_of(scenario)
    marks = [float(levels.before[china, us]), float(levels.after[china, us])]
    others_moved = _others_moved(scenario)
    runs = [(_world_run(others_moved, switches, counted), _world_duty(others_moved, switches, counted, marks))]
    for end in demand_ends(switches):
        try:
            runs.append((_world_run(others_moved, end, counted), _world_duty(others_moved, end, counted, marks)))
        except NotConvergedError:
            continue  # The band is then over fewer runs, which ``runs`` says.
    return curve_table("world", counted, runs, marks)


def _others_moved(scenario: Scenario) -> Scenario:
    """The scenario without what it does to the US duty on China, which does not shape the curve."""
    kept = [change for change in scenario.tariffs if (change.importer, change.exporter) != (US, CHINA)]
    return replace(scenario, tariffs=tuple(kept), title="")


@lru_cache(maxsize=64)
def _world_run(others_moved: Scenario, switches: Switches, counted: Counted) -> Run:
    base = base_world(at_rest(others_moved), switches)
    tool = instrument(base, US, [CHINA])
    axis = np.array(WORLD_RATES_PCT) / 100
    after, on_all = levels_of(others_moved).after, counted == "all"
    curve = model.revenue_curve(base, tool, axis, tariff=after, closure=switches.closure, on_all_imports=on_all)
    paid = base.tariff[:, tool.importer] * base.flows[:, tool.importer]
    in_force = float(paid.sum() if on_all else paid[tool.exporters].sum())
    return Run(axis, curve.collected, in_force, curve.peak_rate, curve.peak_collected, curve.is_peak_at_end)


def _world_duty(others_moved: Scenario, switches: Switches, counted: Counted, rates: Sequence[float]) -> list[float]:
    """Duty at single rates on China."""
    base = base_world(at_rest(others_moved), switches)
    tool, after = instrument(base, US, [CHINA]), levels_of(others_moved).after
    revenue = []
    for rate in rates:
        solved = solve_world(base, Shock(tariff=tool.set(after, rate)), switches.closure)
        on_china = rate * float(solved.flows[tool.exporters, tool.importer].sum())
        revenue.append(float(solved.tariff_revenue[tool.importer]) if counted == "all" else on_china)
    return revenue


def product_curve(scenario: Scenario, counted: Counted = "china") -> pd.DataFrame:
    """The curve of the product model at the scenario's horizon, its band over all horizons.

    China's lines move from the duties in force by the scenario's rule; the marks hold the duties in force and the
    scenario's line by line. By points no line falls below its ordinary duty, so the curve begins at the mean of those.
    Columns as in ``curve_table``. Raises ScenarioError, CalibrationError, NotConvergedError.
    """
    chosen = assumed(scenario).horizon
    duties = duties_of(scenario)
    us, cells = duties.inputs.us, duties.inputs.us.partner_cells
    at_rest = duties.us_duty.copy()
    at_rest[cells] = duties.baseline.us_duty[cells]
    lines = (at_rest, duties.us_duty)
    marks = [weighted_mean(us.market.value_usd[cells], duty[cells]) for duty in lines]
    others_moved = _us_on_others(scenario)
    runs = []
    for name in [chosen, *(name for name in HORIZONS if name != chosen)]:
        market = _Market(duties.inputs, us.elasticities(name, assumed(scenario).border_pass_through), counted)
        runs.append((_product_run(others_moved, name, counted), [market.collected(duty) for duty in lines]))
    return curve_table("product", counted, runs, marks)


def _us_on_others(scenario: Scenario) -> Scenario:
    """What of the scenario shapes the product model's curve: the US duties on others, rule and exporters' response."""
    kept = [change for change in _others_moved(scenario).tariffs if change.importer == US]
    return Scenario(
        as_of=scenario.as_of,
        regime=scenario.regime,
        tariffs=tuple(kept),
        rule=scenario.rule,
        border_pass_through=scenario.border_pass_through,
        base_year=scenario.base_year,
        trade=scenario.trade,
    )


class _Market(NamedTuple):
    """US imports by product and origin at the elasticities of a horizon."""

    inputs: ProductInputs
    elasticities: Elasticities
    counted: Counted

    def collected(self, duty: FloatArray) -> float:
        """Duty in US dollars at the rates [cell], that on chapters 98 and 99 included, which does not move."""
        us = self.inputs.us
        paid, carried = solve(us.market, self.elasticities, duty).duty_usd, self.inputs.carried_by_origin["duty_usd"]
        if self.counted == "all":
            return float(paid.sum() + carried.sum())
        return float(paid[us.partner_cells].sum() + carried[CHINA])


@lru_cache(maxsize=32)
def _product_run(others_moved: Scenario, horizon: Horizon, counted: Counted) -> Run:
    duties = duties_of(others_moved)
    us, before, cells = duties.inputs.us, duties.baseline, duties.inputs.us.partner_cells
    market = _Market(duties.inputs, us.elasticities(horizon, assumed(others_moved).border_pass_through), counted)

    def at(rate: float) -> float:
        duty = duties.us_duty.copy()
        duty[cells] = moved(
            us, cells, before.us_duty, before.us_floor, 100 * rate, others_moved.rule, "The US duty on China"
        )
        return market.collected(duty)

    least = weighted_mean(us.market.value_usd[cells], np.minimum(before.us_duty, before.us_floor)[cells])
    axis = np.array(PRODUCT_RATES_PCT) / 100
    rates = axis if others_moved.rule == "flat" else np.concatenate([[least], axis[axis > least]])
    duty_usd = np.array([at(rate) for rate in rates])
    peak_rate, peak_usd = model.highest(at, rates, duty_usd)
    at_end = bool(duty_usd.argmax() == len(rates) - 1)
    return Run(rates, duty_usd, market.collected(before.us_duty), peak_rate, peak_usd, at_end)


def curve_table(
    name: str, counted: Counted, runs: Sequence[tuple[Run, Sequence[float]]], marks: Sequence[float]
) -> pd.DataFrame:
    """A row per rate of the axis and per mark, by rate: duty_usd, duty_index, and their low and high over the runs.

    ``runs``: curves on one axis with their duty at ``marks`` (in_force, scenario; rates), the central one first. Column
    ``mark``: in_force, scenario, peak, else empty; ``duty_index``: duty at the duties in force of the same run = 100.
    The peak is that of the central run, without low and high of its own; peak_low_pct and peak_high_pct in its row are
    the lowest and highest rate at which a run peaks. ``is_at_end``: a run still rises at the last rate.
    """
    central = runs[0][0]
    duty = np.array([[*run.duty_usd, *at_marks] for run, at_marks in runs])
    index = 100 * duty / np.array([[run.in_force_usd] for run, _ in runs])
    table = pd.DataFrame(
        {
            "curve": name,
            "counted": counted,
            "mark": [*[""] * len(central.rates), IN_FORCE, CHOSEN],
            "rate_pct": 100 * np.array([*central.rates, *marks]),
        }
    )
    for values, unit in ((duty, "duty_usd"), (index, "duty_index")):
        table[unit] = values[0]
        table[unit.replace("duty", "low")], table[unit.replace("duty", "high")] = values.min(axis=0), values.max(axis=0)
    peaks = [100 * run.peak_rate for run, _ in runs]
    peak = {
        "curve": name,
        "counted": counted,
        "mark": PEAK,
        "rate_pct": peaks[0],
        "duty_usd": central.peak_usd,
        "duty_index": 100 * central.peak_usd / central.in_force_usd,
        "peak_low_pct": min(peaks),
        "peak_high_pct": max(peaks),
    }
    whole = pd.concat([table, pd.DataFrame([peak])]).sort_values("rate_pct", kind="stable", ignore_index=True)
    return whole.assign(is_at_end=any(run.is_at_end for run, _ in runs), runs=len(runs))
