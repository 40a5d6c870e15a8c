"""The product model's answer to a scenario: US imports by product, section and origin, and China's side by chapter."""

from functools import cache
from time import perf_counter

from parley.calibration.policy import policy_duties
from parley.calibration.product import ProductInputs, product_inputs
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Assumptions, ScenarioError
from parley.parameters import parameter
from parley.results.product import (
    by_chapter,
    by_origin,
    by_product,
    by_section,
    china_by_chapter,
    over_horizons,
    run_duties,
    solve_range,
)
from parley.results.product_draws import product_bands
from parley.results.solution import Answer

NOTES = (
    "Modelled, not measured: US imports of 2024 at the scenario's duties against those of the as-of date, a year.",
    "low and high span the horizons of the elasticities, first year to long run.",
    "Revenue is gross of refunds. The two directions of trade do not act on each other.",
)


@cache
def inputs() -> ProductInputs:
    """The product model's inputs, read once."""
    return product_inputs()


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables summary, by_section, by_chapter, by_product, by_origin and china_by_chapter; see ``results.product``.

    With draws also ``bands``. Raises ScenarioError for export changes and for tariffs of third countries, which this
    model does not hold; CalibrationError, MarketError or NotConvergedError.
    """
    if scenario.exports:
        raise ScenarioError("Export taxes and limits belong to the world and the critical-input models.")
    began = perf_counter()
    duties = policy_duties(inputs(), scenario)
    if duties.elsewhere:
        change = duties.elsewhere[0]
        raise ScenarioError(
            f"The product model holds US imports and China's imports from the United States, not {change.importer}'s "
            f"from {change.exporter}; use the model world or sectors."
        )
    outcome = run_duties(duties.inputs, duties.baseline, _assumed(scenario), (duties.us_duty, duties.china_duty))
    horizons = over_horizons(outcome)
    bands = {"bands": product_bands(outcome, draws)} if draws else {}
    markets = (outcome.us_baseline, outcome.us, outcome.china_baseline, outcome.china)
    return Answer(
        tables={
            "summary": solve_range(outcome, horizons),
            "by_section": by_section(outcome),
            "by_chapter": by_chapter(outcome),
            "by_product": by_product(outcome),
            "by_origin": by_origin(outcome, horizons),
            "china_by_chapter": china_by_chapter(outcome),
            **bands,
        },
        convergence={
            "residual": max(market.residual for market in markets),
            "iterations": max(market.iterations for market in markets),
            "seconds": perf_counter() - began,
        },
        notes=NOTES,
    )


def _assumed(scenario: Scenario) -> Assumptions:
    def chosen(name: str) -> float:
        value: float | None = getattr(scenario, name)
        return parameter(name).value if value is None else value

    return Assumptions(scenario.horizon, chosen("border_pass_through"), chosen("retail_pass_through"))
