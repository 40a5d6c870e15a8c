"""The critical-input model's answer to a scenario: who loses what when rare-earth exports are limited or taxed."""

from functools import cache
from time import perf_counter

from parley.calibration.critical import CriticalInputs, critical_inputs, restriction
from parley.models.policy_parts import EVERYBODY, ExportChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon, ScenarioError
from parley.results.answer import Answer
from parley.results.critical import MONTHS, by_destination, by_sector, by_stage, run_restriction

EXPORTER = "CHN"
HORIZON: dict[Horizon, str] = {"first_year": "first_year", "default": "medium_run", "long_run": "long_run"}
DEFAULT: Horizon = "first_year"  # where a scenario names none: the one calibrated to published losses
NOTES = (
    "The model is calibrated to published results, not estimated. Losses are bounds, from full to no substitution.",
    "Stocks, demand and outside supply are assumptions.",
)


@cache
def critical() -> CriticalInputs:
    """The model's inputs, read once. Raises CalibrationError."""
    return critical_inputs()


def answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_destination, by_stage and by_sector of the scenario's export changes.

    Raises ScenarioError for tariffs or a regime, for draws, for exporters other than China, for goods other than a
    stage, and for limits and taxes together; CalibrationError, ModelInputError or NotConvergedError.
    """
    if draws or scenario.tariffs or scenario.regime:
        raise ScenarioError("The critical-input model takes export changes by stage, no tariffs, regime or draws.")
    if not scenario.exports:
        raise ScenarioError("The critical-input model needs an export change, such as a limit on stage magnet.")
    began = perf_counter()
    limits = {_key(change): change.limit_pct for change in scenario.exports if change.limit_pct is not None}
    taxes = {_key(change): change.tax_pct for change in scenario.exports if change.tax_pct is not None}
    if limits and taxes:
        raise ScenarioError("The scenario both limits and taxes exports. Keep one of the two.")
    restricted = restriction(critical(), limits or None, taxes or None)
    months = MONTHS if scenario.restriction_months is None else scenario.restriction_months
    run = run_restriction(critical(), restricted, HORIZON[scenario.horizon or DEFAULT], scenario.stock_months, months)
    return Answer(
        tables={"by_destination": by_destination(run), "by_stage": by_stage(run), "by_sector": by_sector(run)},
        convergence={"seconds": perf_counter() - began},  # explicit equations and a bisection to the last digit
        notes=(*NOTES, f"The restriction lasts {months:g} months."),
    )


def _key(change: ExportChange) -> tuple[str, str]:
    if change.exporter != EXPORTER:
        raise ScenarioError(f"The critical-input model covers China's exports, not those of {change.exporter}.")
    if change.goods.level != "stage":
        raise ScenarioError(
            f"Name a stage of rare earths (mine, refine, metal, magnet), not {change.goods}. A ban on another mineral "
            "(gallium, germanium, antimony) has no model: our tables do not say which industries use how much of it."
        )
    return change.goods.code, "*" if change.importer == EVERYBODY else change.importer
