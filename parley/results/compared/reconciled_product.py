"""The product model's figures for the table that sets all models side by side: central, switches and draws.

A figure is known by its key (measure, economy, bearer). Money is a year's, positive for whom it is a gain.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

import numpy as np

from parley.calibration.policy import US, PolicyDuties
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.calibration.product_bases import OLDEST_YEAR, newest_year
from parley.calibration.product_law import BASE_YEAR_END
from parley.calibration.product_market import home_elasticity
from parley.models.partial_equilibrium import (
    Demand,
    FloatArray,
    Hit,
    Response,
    buyers_loss,
    demand,
    hit_by,
    respond,
    solve,
)
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.product_market import Elasticities, Market
from parley.models.scenario import HORIZONS, Horizon
from parley.results.answers.product import carried
from parley.results.answers.product_settings import Setting, by_section, elasticities, read_duties, sets_a_total
from parley.results.answers.product_solution import assumed, duties_of, market_duties
from parley.results.compared.agreement import Figures, Spread, of_flows
from parley.tables.parameters import parameter

# US imports of the product model in sums, under any setting: what the figures of all models side by side need of them.
#
# A setting moves elasticities; the cells' own answer hangs on sigma and omega alone, so settings that share these share
# it, and which cells a duty hits on none of them. What stands before a scenario is the same for every scenario of a
# day, and is kept.

SETTINGS_KEPT = 128  # those of two years of trade, 40 kB each


@dataclass(frozen=True, eq=False)
class Side:
    """US imports at one set of duties, USD: from China, from all, and duty; by origin, and by section, when asked for.

    ``demand``: prices and by how much the cells of a product grow. ``inputs``, ``market`` (of the setting),
    ``elasticities`` and ``cells`` are what it was solved from.
    """

    inputs: ProductInputs
    market: Market
    elasticities: Elasticities
    cells: "_Cells"
    demand: Demand

    @cached_property
    def from_china(self) -> float:
        """Imports from China."""
        return float(self.cells.from_china @ self.demand.growth)

    @cached_property
    def value(self) -> float:
        """Imports from all."""
        return float(self.cells.value @ self.demand.growth)

    @cached_property
    def duty(self) -> float:
        """Duty on all."""
        return float(self.cells.duty @ self.demand.growth)

    @property
    def by_cell(self) -> FloatArray:
        """Imports [cell]; not kept, as they are many."""
        value: FloatArray = self.cells.response.value_usd * self.demand.growth[self.market.product]
        return value

    @cached_property
    def by_origin(self) -> FloatArray:
        """Imports [origin]."""
        us = self.inputs.us
        return sum_by(us.origin, self.by_cell, len(us.origins))

    @cached_property
    def by_section(self) -> FloatArray:
        """Buyers' loss, duty and imports from China [(loss, duty, from China), section]."""
        market, growth = self.market, self.demand.growth
        loss = buyers_loss(market, self.elasticities, self.demand)
        parts = (self.cells.duty, self.cells.from_china)
        return np.array([loss, *(sum_by(market.section, part * growth, len(loss)) for part in parts)])

    @property
    def buyers_loss(self) -> float:
        """What buyers lose, all sections."""
        return float(self.by_section[0].sum())

    @property
    def omega(self) -> float:
        """The slope of export supply."""
        return self.elasticities.inverse_export_supply


class _Key(NamedTuple):
    """All that the cells' own answer hangs on beside the duties."""

    reading: str
    sigma: Horizon | float
    omega: float

    @classmethod
    def of(cls, setting: Setting, omega: float) -> Self:
        """The key of a setting."""
        return cls(setting.reading, setting.horizon if setting.sigma is None else setting.sigma, omega)


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells' own answer at unchanged demand, and its sums by product, USD: from China, from all, and duty."""

    response: Response
    from_china: FloatArray
    value: FloatArray
    duty: FloatArray


@lru_cache(maxsize=SETTINGS_KEPT)
def at_rest(inputs: ProductInputs, baseline: Baseline, setting: Setting) -> Side:
    """US imports at the duties of the day."""
    of_us = elasticities(inputs.us, setting)
    key = _Key.of(setting, of_us.inverse_export_supply)
    return _side(inputs, setting, of_us, _cells_at_rest(inputs, baseline, key))


def after(duties: PolicyDuties, setting: Setting, set_as_total: bool) -> Side:
    """US imports at the scenario's duties. ``set_as_total``: see ``read_duties``."""
    of_us = elasticities(duties.inputs.us, setting)
    key = _Key.of(setting, of_us.inverse_export_supply)
    return _side(duties.inputs, setting, of_us, _cells_after(duties, key, set_as_total))


def _side(inputs: ProductInputs, setting: Setting, of_us: Elasticities, cells: _Cells) -> Side:
    market = by_section(inputs.us.market) if setting.by_section else inputs.us.market
    return Side(inputs, market, of_us, cells, demand(market, of_us, cells.response.log_price))


@lru_cache(maxsize=24)  # 1.5 MB each: every pair of sigma and omega that is asked for at one day and trade
def _cells_at_rest(inputs: ProductInputs, baseline: Baseline, key: _Key) -> _Cells:
    return _cells(inputs, _hit_at_rest(inputs, baseline, key.reading), key)


@lru_cache(maxsize=4)  # 1.5 MB each
def _cells_after(duties: PolicyDuties, key: _Key, set_as_total: bool) -> _Cells:
    return _cells(duties.inputs, _hit_after(duties, key.reading, set_as_total), key)


class _Rates(NamedTuple):
    """Duties [cell] under a reading, and what they change."""

    rate: FloatArray
    hit: Hit


@lru_cache(maxsize=4)  # 3.5 MB each, as the next
def _hit_at_rest(inputs: ProductInputs, baseline: Baseline, reading: str) -> _Rates:
    both = baseline.us_duty, baseline.us_duty
    rate = read_duties(inputs, baseline.as_of, reading, both, False)[0]
    return _Rates(rate, hit_by(inputs.us.market, rate))


@lru_cache(maxsize=2)
def _hit_after(duties: PolicyDuties, reading: str, set_as_total: bool) -> _Rates:
    both = duties.baseline.us_duty, duties.us_duty
    rate = read_duties(duties.inputs, duties.baseline.as_of, reading, both, set_as_total)[1]
    return _Rates(rate, hit_by(duties.inputs.us.market, rate))


def _cells(inputs: ProductInputs, rates: _Rates, key: _Key) -> _Cells:
    us = inputs.us
    market, is_partner = us.market, us.partner_cells
    sigma = us.sigma[key.sigma] if isinstance(key.sigma, str) else np.array([key.sigma])
    elasticities = replace(us.elasticities("default", 1.0), between_origins=sigma, inverse_export_supply=key.omega)
    response, count = respond(market, elasticities, rates.hit), market.product_count
    return _Cells(
        response,
        sum_by(market.product[is_partner], response.value_usd[is_partner], count),
        sum_by(market.product, response.value_usd, count),
        sum_by(market.product, response.value_usd * rates.rate, count),
    )


BEARERS = ("buyers", "china_exporters", "other_exporters_losing", "other_exporters_gaining", "treasury")


def setting_of(scenario: Scenario) -> Setting:
    """The scenario's own setting."""
    assumptions = assumed(scenario)
    return Setting(horizon=assumptions.horizon, pass_through=assumptions.border_pass_through)


def figures(scenario: Scenario, setting: Setting) -> Figures:
    """Every figure of the product model under a setting. Raises as ``product_solution.outcome`` does."""
    return figures_under(scenario, setting).figures


class Told(NamedTuple):
    """What the model says under a setting: its figures, the change of US imports from every origin, and changes by
    section [figure of SECTION_FIGURES, section].
    """

    figures: Figures
    spread: Spread
    sections: FloatArray


def figures_under(scenario: Scenario, setting: Setting) -> Told:
    """All the model says under a setting. Raises as ``product_solution.outcome`` does."""
    duties = market_duties(scenario)
    sides = _sides(duties, setting, sets_a_total(scenario))
    of_imports = _of_imports(duties, *sides)
    figures = {**of_imports, **_bearers(duties, sides), **_of_exports(duties, setting)}
    return Told(figures, _origins(duties, *sides), _by_section(*sides))


def import_figures(scenario: Scenario, setting: Setting) -> Figures:
    """The figures of US imports alone, without who bears them and without exports.

    Raises as ``market_duties``, and NotConvergedError.
    """
    duties = market_duties(scenario)
    return _of_imports(duties, *_sides(duties, setting, sets_a_total(scenario)))


def _sides(duties: PolicyDuties, setting: Setting, set_as_total: bool) -> tuple[Side, Side]:
    return at_rest(duties.inputs, duties.baseline, setting), after(duties, setting, set_as_total)


def _of_exports(duties: PolicyDuties, setting: Setting) -> Figures:
    if (duties.china_duty == duties.baseline.china_duty).all():
        return {}  # the two directions of trade do not act on each other here, so nothing is said of exports
    now = _exports_usd(duties.inputs, setting, duties.china_duty)
    then = _exports_at_rest_usd(duties.inputs, duties.baseline, setting)
    return {("us_exports_to_china", US, ""): 100 * (now / then - 1)}


@lru_cache(maxsize=SETTINGS_KEPT)
def _exports_at_rest_usd(inputs: ProductInputs, baseline: Baseline, setting: Setting) -> float:
    return _exports_usd(inputs, setting, baseline.china_duty)


def _exports_usd(inputs: ProductInputs, setting: Setting, china_duty: FloatArray) -> float:
    """US exports to China at these duties [cell], by the change of what China imports of each product."""
    china = inputs.china
    cells = china.partner_cells
    per_dollar = inputs.us_exports_usd / china.market.value_usd[cells]
    return float(per_dollar @ solve(china.market, elasticities(china, setting), china_duty).value_usd[cells])


def _by_section(before: Side, after: Side) -> FloatArray:
    price = 100 * np.expm1(after.demand.log_import - before.demand.log_import)
    return np.vstack([after.by_section - before.by_section, price])


def _origins(duties: PolicyDuties, before: Side, after: Side) -> Spread:
    origins = duties.inputs.us.origins
    kept = carried(duties.inputs).value_usd
    then, now = before.by_origin + kept, after.by_origin + kept
    moved = 100 * (np.divide(now, then, out=np.ones_like(now), where=then > 0) - 1)
    return of_flows("product", tuple(origins), (US,), moved[:, None])


def _of_imports(duties: PolicyDuties, before: Side, after: Side) -> Figures:
    carried_trade, weight = carried(duties.inputs), duties.inputs.us.market.section_imports
    kept, kept_of_china = carried_trade.total_usd, carried_trade.of_china_usd
    base_duty = before.duty + carried_trade.duty_usd
    treasury = after.duty - before.duty
    price = weight @ (after.demand.log_import - before.demand.log_import) / weight.sum()
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
    setting = setting_of(scenario)
    through = parameter("border_pass_through")
    settings = {
        f"{horizon.replace('_', '-')} elasticities": (scenario, replace(setting, horizon=horizon))
        for horizon in HORIZONS
    }
    settings["exporters' response as measured for 2018-19"] = scenario, replace(setting, pass_through=through.low)
    settings["no response of exporters"] = scenario, replace(setting, pass_through=1.0)
    settings["one tier of demand"] = (
        scenario,
        replace(
            setting, kappa=home_elasticity("default", duties_of(scenario).inputs.us.typical_sigma(setting.horizon), 1.0)
        ),
    )
    settings["imports in absorption by section"] = scenario, replace(setting, by_section=True)
    if scenario.as_of > BASE_YEAR_END:
        for end in ("low", "high"):
            settings[f"{end} reading of the law's lists"] = scenario, replace(setting, reading=f"rate_{end}_pct")
    for year in range(OLDEST_YEAR, newest_year(scenario.as_of) + 1):
        settings[f"trade of {year}"] = replace(scenario, base_year=year, trade="base_year"), setting
    return settings


def _percent(then: float, now: float) -> float:
    return 100 * (float(now) / float(then) - 1)
