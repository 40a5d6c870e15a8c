"""The product model's figures for the table that sets all models side by side: central, switches and draws.

A figure is known by its key (measure, economy, bearer). Money is a year's, positive for whom it is a gain.
"""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from parley.calibration.policy import US, PolicyDuties
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.calibration.product_bases import OLDEST_YEAR, newest_year
from parley.calibration.product_law import BASE_YEAR_END
from parley.calibration.product_market import home_elasticity
from parley.models.partial_equilibrium import FloatArray, solve
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS
from parley.parameters import parameter
from parley.results.agreement import Spread, of_flows
from parley.results.product import carried
from parley.results.product_settings import Setting, elasticities, sets_a_total
from parley.results.product_sides import SETTINGS_KEPT, Side, after, at_rest
from parley.results.product_solution import assumed, duties_of, market_duties
from parley.results.reconciled_cases import Figures

BEARERS = ("buyers", "china_exporters", "other_exporters_losing", "other_exporters_gaining", "treasury")


def setting_of(scenario: Scenario) -> Setting:
    """The scenario's own setting."""
    held = assumed(scenario)
    return Setting(horizon=held.horizon, pass_through=held.border_pass_through)


def figures(scenario: Scenario, setting: Setting) -> Figures:
    """Every figure of the product model under a setting. Raises as ``product_solution.outcome`` does."""
    return told(scenario, setting).figures


class Told(NamedTuple):
    """What the model says under a setting: its figures, the change of US imports from every origin, and changes by
    section [figure of SECTION_FIGURES, section].
    """

    figures: Figures
    spread: Spread
    sections: FloatArray


def told(scenario: Scenario, setting: Setting) -> Told:
    """All the model says under a setting. Raises as ``product_solution.outcome`` does."""
    duties = market_duties(scenario)
    sides = _sides(duties, setting, sets_a_total(scenario))
    own = _of_imports(duties, *sides)
    found = {**own, **_bearers(duties, sides), **_of_exports(duties, setting)}
    return Told(found, _origins(duties, *sides), _by_section(*sides))


def import_figures(scenario: Scenario, setting: Setting) -> Figures:
    """The figures of US imports alone, without who bears them and without exports.

    Raises as ``market_duties``, and NotConvergedError.
    """
    duties = market_duties(scenario)
    return _of_imports(duties, *_sides(duties, setting, sets_a_total(scenario)))


def _sides(duties: PolicyDuties, setting: Setting, set_as_total: bool) -> tuple[Side, Side]:
    return at_rest(duties.inputs, duties.baseline, setting), after(duties, setting, set_as_total)


def _of_exports(duties: PolicyDuties, setting: Setting) -> Figures:
    china = duties.inputs.china
    if (duties.china_duty == duties.baseline.china_duty).all():
        return {}  # the two directions of trade do not act on each other here, so nothing is said of exports
    cells = china.partner_cells
    per_dollar = duties.inputs.us_exports_usd / china.market.value_usd[cells]
    now = solve(china.market, elasticities(china, setting), duties.china_duty).value_usd[cells]
    then = _china_at_rest(duties.inputs, duties.baseline, setting)
    return {("us_exports_to_china", US, ""): 100 * (float(per_dollar @ now) / float(per_dollar @ then) - 1)}


@lru_cache(maxsize=SETTINGS_KEPT)
def _china_at_rest(inputs: ProductInputs, baseline: Baseline, setting: Setting) -> FloatArray:
    """China's imports from the United States by chapter, USD, at the duties of the day."""
    china = inputs.china
    return solve(china.market, elasticities(china, setting), baseline.china_duty).value_usd[china.partner_cells]


def _by_section(before: Side, after: Side) -> FloatArray:
    price = 100 * np.expm1(after.found.log_import - before.found.log_import)
    return np.vstack([after.by_section - before.by_section, price])


def _origins(duties: PolicyDuties, before: Side, after: Side) -> Spread:
    origins = duties.inputs.us.origins
    kept = carried(duties.inputs).value_usd
    then, now = before.by_origin + kept, after.by_origin + kept
    moved = 100 * (np.divide(now, then, out=np.ones_like(now), where=then > 0) - 1)
    return of_flows("product", tuple(origins), (US,), moved[:, None])


def _of_imports(duties: PolicyDuties, before: Side, after: Side) -> Figures:
    held, weight = carried(duties.inputs), duties.inputs.us.market.section_imports
    kept, kept_of_china = held.total_usd, held.of_china_usd
    base_duty = before.duty + held.duty_usd
    treasury = after.duty - before.duty
    price = weight @ (after.found.log_import - before.found.log_import) / weight.sum()
    return {
        ("treasury", US, ""): treasury,
        ("treasury_share", US, ""): 100 * treasury / base_duty,
        ("imports_from_china", US, ""): _percent(before.from_china + kept_of_china, after.from_china + kept_of_china),
        ("imports", US, ""): _percent(before.value + kept, after.value + kept),
        ("buyers_prices", US, ""): 100 * float(np.expm1(price)),
    }


def _bearers(duties: PolicyDuties, sides: tuple[Side, Side]) -> Figures:
    before, after = sides
    gains = {
        "buyers": before.buyers_loss - after.buyers_loss,
        "china_exporters": 0.0,
        "other_exporters_losing": 0.0,
        "other_exporters_gaining": 0.0,
        "treasury": after.duty - before.duty,
    }
    omega = after.omega
    if omega:
        us = duties.inputs.us
        gained = omega / (1 + omega) * (after.by_cell - before.by_cell)
        gains["china_exporters"] = float(gained[us.partner_cells].sum())
        gained[us.partner_cells] = 0.0
        positive = float(np.maximum(gained, 0).sum())
        gains["other_exporters_gaining"] = positive
        gains["other_exporters_losing"] = float(gained.sum()) - positive
    return {("who_bears", US, bearer): gain for bearer, gain in gains.items()}


def base_duty_usd(scenario: Scenario) -> float:
    """US duty of a year on the trade the figures stand on, USD, at the duties in force before any answer to them."""
    duties = duties_of(scenario)
    on_goods = float(duties.inputs.us.market.value_usd @ duties.baseline.us_duty)
    return on_goods + carried(duties.inputs).duty_usd


def switches(scenario: Scenario) -> dict[str, tuple[Scenario, Setting]]:
    """The assumptions thrown one at a time for the envelope, by name: scenario (of other trade) and setting."""
    own = setting_of(scenario)
    through = parameter("border_pass_through")
    found = {
        f"{horizon.replace('_', '-')} elasticities": (scenario, replace(own, horizon=horizon)) for horizon in HORIZONS
    }
    found["exporters' response as measured for 2018-19"] = scenario, replace(own, pass_through=through.low)
    found["no response of exporters"] = scenario, replace(own, pass_through=1.0)
    found["one tier of demand"] = (
        scenario,
        replace(own, kappa=home_elasticity("default", duties_of(scenario).inputs.us.typical_sigma(own.horizon), 1.0)),
    )
    found["imports in absorption by section"] = scenario, replace(own, by_section=True)
    if scenario.as_of > BASE_YEAR_END:
        for end in ("low", "high"):
            found[f"{end} reading of the law's lists"] = scenario, replace(own, reading=f"rate_{end}_pct")
    for year in range(OLDEST_YEAR, newest_year(scenario.as_of) + 1):
        found[f"trade of {year}"] = replace(scenario, base_year=year, trade="base_year"), own
    return found


def _percent(then: float, now: float) -> float:
    return 100 * (float(now) / float(then) - 1)
