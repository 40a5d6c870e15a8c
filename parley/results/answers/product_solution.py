"""The product model's answer to a scenario: US imports by product, section and origin, and China's side by chapter."""

from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parley.calibration.policy import PolicyDuties, policy_duties
from parley.calibration.product import ProductInputs
from parley.calibration.product_bases import OLDEST_YEAR, TradeBase, base_2024, newest_year, same_since, trade_base
from parley.calibration.product_law import by_law
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Assumptions, Horizon, ScenarioError
from parley.results.answers.answer import Answer, column
from parley.results.answers.product import (
    ProductOutcome,
    by_origin,
    over_horizons,
    run_duties,
    solve_range,
    total_change,
)
from parley.results.answers.product_draws import product_bands
from parley.results.answers.product_goods import (
    by_chapter,
    by_product,
    by_section,
    by_section_and_origin,
    china_by_chapter,
    ranged,
)
from parley.results.answers.product_settings import sets_a_total
from parley.tables.parameters import parameter

# What of a year's change falls into each calendar year, for a scenario with a first or last day.
#
# A model compares two full years, so its dollars are a rate: a year's change times the days in force over the days of
# the year. Trade is taken to answer at once and evenly over the year, because the model with lags did not foresee the
# months of 2025 better (``results.validation.timing``). Percentages are rates too and are not divided.

FLOWS = ("duty_change_usd", "imports_change_usd", "imports_from_others_change_usd", "deadweight_loss_usd")
COLUMNS = ["year", "days", "share_pct", "figure", "full_year_usd", "value_usd", "low_usd", "high_usd"]


def by_year(scenario: Scenario, summary: pd.DataFrame, bearers: pd.DataFrame) -> pd.DataFrame:
    """Dollars by calendar year, columns COLUMNS; ``figure`` is a metric of ``summary`` or a bearer of ``bearers``.

    From the first day, or the as-of date, to the last; without a last day to the end of the year after the first.
    """
    flows = summary[summary["metric"].isin(FLOWS)].rename(columns={"metric": "figure"})
    gains = bearers.rename(columns={"bearer": "figure", "gain_usd": "value", "low_usd": "low", "high_usd": "high"})
    columns = ["figure", "value", "low", "high"]
    figures = [*flows[columns].itertuples(index=False), *gains[columns].itertuples(index=False)]
    rows = [
        (year, days, 100 * share, figure, value, share * value, share * low, share * high)
        for year, days, share in years(scenario)
        for figure, value, low, high in figures
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def years(scenario: Scenario) -> Iterator[tuple[int, int, float]]:
    """Each calendar year with the days in force, both ends counted, and their share of the year (ratio)."""
    first = scenario.begins or scenario.as_of
    last = scenario.ends or date(first.year + 1, 12, 31)
    for year in range(first.year, last.year + 1):
        days = (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        yield year, days, days / (366 if isleap(year) else 365)


# Who bears a change of duties in the product model: buyers, exporters and the Treasury, in dollars.

LEAST_USD = 10_000.0  # less is what an equilibrium is off by (1e-9 of some $3tn), and prints as nothing


def bearers(outcome: ProductOutcome) -> dict[str, float]:
    """Who gains and who loses, USD, a gain positive: buyers, China's exporters, other exporters that lose and that
    gain, and the US Treasury.

    An exporter's loss is omega / (1 + omega) (v - v') cell by cell; at complete pass-through it is zero by assumption.
    The five add up to minus the deadweight loss. No percentages of a total that holds gains.
    """
    of_china, losing, gaining = _exporters(outcome)
    return {
        "buyers": -total_change(outcome, "buyers_loss_usd"),
        "china_exporters": of_china,
        "other_exporters_losing": losing,
        "other_exporters_gaining": gaining,
        "treasury": total_change(outcome, "duty_change_usd"),
    }


def _exporters(outcome: ProductOutcome) -> tuple[float, float, float]:
    """Gains of China's exporters, of others that lose and of others that gain, USD."""
    omega = outcome.us.elasticities.inverse_export_supply
    if omega == 0:
        return 0.0, 0.0, 0.0
    gained = omega / (1 + omega) * (outcome.us.value_usd - outcome.us_baseline.value_usd)
    others = np.delete(gained, outcome.inputs.us.partner_cells)
    of_china = float(gained[outcome.inputs.us.partner_cells].sum())
    return of_china, float(np.minimum(others, 0).sum()), float(np.maximum(others, 0).sum())


def bearer_table(outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None) -> pd.DataFrame:
    """``bearer_columns`` as a table."""
    columns = bearer_columns(outcome, horizons)
    return pd.DataFrame({**columns, "bearer": column(tuple(columns["bearer"]))})


def bearer_columns(
    outcome: ProductOutcome, horizons: Mapping[Horizon, ProductOutcome] | None = None
) -> dict[str, NDArray[Any]]:
    """``bearers`` as columns: bearer, gain_usd, with ``horizons`` low_usd and high_usd over them, by_assumption: zero
    because border pass-through is complete. An amount below ``LEAST_USD`` is zero.
    """
    dollars = bearers(outcome)
    complete = outcome.us.elasticities.inverse_export_supply == 0
    columns = {
        "bearer": np.array(list(dollars), dtype=object),
        "gain_usd": _above_noise(np.array(list(dollars.values()))),
    }
    if horizons is not None:
        gains = np.array([list(bearers(solved).values()) for solved in horizons.values()])
        columns |= {"low_usd": _above_noise(gains.min(axis=0)), "high_usd": _above_noise(gains.max(axis=0))}
    return {**columns, "by_assumption": np.array([complete and "exporters" in bearer for bearer in dollars])}


def _above_noise(usd: FloatArray) -> FloatArray:
    return np.where(np.abs(usd) < LEAST_USD, 0.0, usd)


DUTY_FIELDS = ("regime", "tariffs", "exports", "reply", "rule", "base_year", "trade", "duties")
HORIZON: Horizon = "default"  # where a scenario names none
NOTES = (
    "Low and high are the ends over the horizons, from the first year to the long run.",
    "Revenue is before refunds. In this model US imports and US exports do not affect each other.",
)


def inputs() -> ProductInputs:
    """The product model's inputs of 2024, read once."""
    return base_2024()


def on_named_trade(scenario: Scenario) -> Scenario:
    """The scenario with the trade its dollars stand on written out, the one rule for every model and page.

    Where it names none: the last twelve months known on its day, with each origin's goods as in the newest year known
    by product. A year alone means that year's values. Raises TableError.
    """
    if scenario.trade and scenario.base_year is not None:
        return scenario
    if scenario.base_year is not None:
        return replace(scenario, trade="base_year")
    if scenario.trade == "base_year":
        return replace(scenario, base_year=OLDEST_YEAR)
    return replace(scenario, trade="twelve_months", base_year=newest_year(scenario.as_of))


def base_of(scenario: Scenario) -> TradeBase:
    """The trade the scenario's dollars stand on. Raises TableError, CalibrationError."""
    named = on_named_trade(scenario)
    return trade_base(named.as_of, named.base_year, named.trade == "twelve_months", named.duties)


def inputs_of(scenario: Scenario) -> ProductInputs:
    """The product model's inputs on the scenario's trade. Raises TableError, CalibrationError."""
    if not _is_of_2024(scenario):
        return base_of(scenario).inputs
    return by_law(inputs()) if scenario.duties == "by_law" else inputs()


def _is_of_2024(scenario: Scenario) -> bool:
    named = on_named_trade(scenario)
    return named.base_year == OLDEST_YEAR and named.trade == "base_year"


def at_rest(scenario: Scenario) -> Scenario:
    """The scenario that changes nothing, on the same trade and law: what every answer is set against, and one for all
    days with the same.
    """
    named = on_named_trade(scenario)
    return Scenario(same_since(named.as_of), base_year=named.base_year, trade=named.trade, duties=named.duties)


def of_duties_alone(scenario: Scenario) -> Scenario:
    """The scenario with all at its default that no duty hangs on: one answer of its duties serves every assumption, and
    every day with the same trade and law.
    """
    named = on_named_trade(scenario)
    fields = {name: getattr(named, name) for name in DUTY_FIELDS}
    return Scenario(same_since(scenario.as_of), **fields)


def duties_of(scenario: Scenario) -> PolicyDuties:
    """The scenario's duties line by line, the last few kept: one move asks for them more than once, for the sliders
    that follow a total, the answer and its range. Raises as ``policy_duties`` does.
    """
    return _duties_of(of_duties_alone(scenario))


@lru_cache(maxsize=4)
def _duties_of(scenario: Scenario) -> PolicyDuties:
    return policy_duties(inputs_of(scenario), scenario)


def market_duties(scenario: Scenario) -> PolicyDuties:
    """The scenario's duties, where this model holds it.

    Raises ScenarioError for export changes and for tariffs of third countries; else as ``policy_duties``.
    """
    if scenario.exports:
        raise ScenarioError("Export taxes and limits belong to the world and the critical-input models.")
    duties = duties_of(scenario)
    if duties.elsewhere:
        change = duties.elsewhere[0]
        raise ScenarioError(
            f"The product model holds US imports and China's imports from the United States, not {change.importer}'s "
            f"from {change.exporter}; use the model world or sectors."
        )
    return duties


def outcome(scenario: Scenario) -> ProductOutcome:
    """Both markets at the duties of the as-of date and at the scenario's.

    Raises as ``market_duties``; CalibrationError, ModelInputError or NotConvergedError.
    """
    duties = market_duties(scenario)
    us_and_china = duties.us_duty, duties.china_duty
    return run_duties(duties.inputs, duties.baseline, assumed(scenario), us_and_china, sets_a_total(scenario))


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables summary, bearers, by_section, by_chapter, by_product, by_origin, by_section_and_origin, china_by_chapter.

    See ``results.answers.product`` and ``results.answers.product_goods``. With draws also ``bands``; with a
    first or last day also ``by_year``, see there. Raises as ``outcome`` does.
    """
    began = perf_counter()
    return answer_of(scenario, outcome(scenario), draws, began)


def answer_of(scenario: Scenario, solved: ProductOutcome, draws: int, began: float) -> Answer:
    """The tables of ``answer`` of a market that was solved since ``began``, by the clock of ``perf_counter``."""
    horizons = over_horizons(solved)
    summary, bearers = solve_range(solved, horizons), bearer_table(solved, horizons)
    more = {}
    if draws:
        more["bands"] = product_bands(solved, draws, scenario.as_of, sets_a_total(scenario))
    if scenario.begins or scenario.ends:
        more["by_year"] = by_year(scenario, summary, bearers)
    markets = (solved.us_baseline, solved.us, solved.china_baseline, solved.china)
    return Answer(
        tables={
            "summary": summary,
            "bearers": bearers,
            "by_section": ranged(by_section, solved, horizons),
            "by_chapter": ranged(by_chapter, solved, horizons),
            "by_product": ranged(by_product, solved, horizons),
            "by_origin": by_origin(solved, horizons),
            "by_section_and_origin": by_section_and_origin(solved),
            "china_by_chapter": ranged(china_by_chapter, solved, horizons),
            **more,
        },
        convergence={
            "residual": max(market.residual for market in markets),
            "iterations": max(market.iterations for market in markets),
            "seconds": perf_counter() - began,
        },
        notes=(
            f"Modelled, not measured: {told_base(scenario)} under the scenario's duties, compared with the duties of "
            "the as-of date, in one year.",
            *NOTES,
        ),
    )


def told_base(scenario: Scenario) -> str:
    """What trade the answer's dollars stand on, in words."""
    if _is_of_2024(scenario):
        return "US imports of 2024"
    base = base_of(scenario)
    if base.recorded is None:
        return f"US imports of {base.year}"
    return f"US imports recorded by origin over the twelve months to {base.recorded.last_month:%B %Y}"


def assumed(scenario: Scenario) -> Assumptions:
    """The scenario's horizon and pass-throughs, those left open at the value of the parameter file."""

    def chosen(name: str) -> float:
        value: float | None = getattr(scenario, name)
        return parameter(name).value if value is None else value

    return Assumptions(scenario.horizon or HORIZON, chosen("border_pass_through"), chosen("retail_pass_through"))
