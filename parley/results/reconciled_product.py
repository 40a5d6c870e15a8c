"""The product model's figures for the table that sets all models side by side: central, switches and draws.

A figure is known by its key (measure, economy, bearer). Money is a year's, positive for whom it is a gain.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from parley.calibration.policy import CHINA, US, PolicyDuties
from parley.calibration.product_baseline import BASE_YEAR_END
from parley.calibration.product_bases import OLDEST_YEAR, newest_year
from parley.calibration.product_market import home_elasticity
from parley.models.partial_equilibrium import (
    Elasticities,
    FloatArray,
    Market,
    Response,
    buyers_loss,
    demand,
    respond,
    solve,
)
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.scenario import HORIZONS, Horizon
from parley.parameters import parameter
from parley.results.product_settings import Setting, by_section, elasticities, read_duties, sets_a_total
from parley.results.product_solution import assumed, duties_of, market_duties
from parley.results.reconciled_cases import Figures

BEARERS = ("buyers", "china_exporters", "other_exporters_losing", "other_exporters_gaining", "treasury")


def setting_of(scenario: Scenario) -> Setting:
    """The scenario's own setting."""
    held = assumed(scenario)
    return Setting(horizon=held.horizon, pass_through=held.border_pass_through)


def figures(scenario: Scenario, setting: Setting) -> Figures:
    """Every figure of the product model under a setting. Raises as ``product_solution.outcome`` does."""
    duties = market_duties(scenario)
    of_us = elasticities(duties.inputs.us, setting)
    before, after = _sides(duties, scenario, setting, of_us)
    bearers = _bearers(duties, scenario, setting, of_us, (before, after))
    own = _of_imports(duties, before, after)
    return {**own, **bearers, **_of_exports(duties, elasticities(duties.inputs.china, setting))}


def import_figures(scenario: Scenario, setting: Setting) -> Figures:
    """The figures of US imports alone, without who bears them and without exports."""
    duties = market_duties(scenario)
    return _of_imports(duties, *_sides(duties, scenario, setting, elasticities(duties.inputs.us, setting)))


def _of_exports(duties: PolicyDuties, of_china: Elasticities) -> Figures:
    china = duties.inputs.china
    if (duties.china_duty == duties.baseline.china_duty).all():
        return {}  # the two directions of trade do not act on each other here, so nothing is said of exports
    cells = china.partner_cells
    per_dollar = duties.inputs.us_exports_usd / china.market.value_usd[cells]
    then, now = (
        float(per_dollar @ solve(china.market, of_china, duty).value_usd[cells])
        for duty in (duties.baseline.china_duty, duties.china_duty)
    )
    return {("us_exports_to_china", US, ""): 100 * (now / then - 1)}


@dataclass(frozen=True, eq=False)
class _Side:
    """US imports at one set of duties, USD: from China, from all, duty and buyers' loss; ln P_M [section] and by how
    much the cells of a product grow [product].
    """

    from_china: float
    value: float
    duty: float
    buyers_loss: float
    log_import: FloatArray
    growth: FloatArray


def _sides(duties: PolicyDuties, scenario: Scenario, setting: Setting, of_us: Elasticities) -> tuple[_Side, _Side]:
    market = duties.inputs.us.market
    if setting.by_section:
        market = by_section(market)
    before, after = (
        _side(market, of_us, _sums(duties, _Key.of(scenario, setting, of_us), now)) for now in (False, True)
    )
    return before, after


def _side(market: Market, of_us: Elasticities, sums: "_Sums") -> _Side:
    found = demand(market, of_us, sums.log_price)
    china, value, duty = (float(part @ found.growth) for part in (sums.from_china, sums.value, sums.duty))
    return _Side(china, value, duty, float(buyers_loss(market, of_us, found).sum()), found.log_import, found.growth)


class _Key(NamedTuple):
    """All that the cells' own answer hangs on beside the duties."""

    as_of: date
    reading: str
    set_as_total: bool
    sigma: Horizon | float
    omega: float

    @classmethod
    def of(cls, scenario: Scenario, setting: Setting, of_us: Elasticities) -> Self:
        """The key of a setting."""
        sigma = setting.horizon if setting.sigma is None else setting.sigma
        return cls(scenario.as_of, setting.reading, sets_a_total(scenario), sigma, of_us.inverse_export_supply)


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums over the cells of each product at unchanged demand, USD [product], and the product's ln b_h."""

    log_price: FloatArray
    from_china: FloatArray
    value: FloatArray
    duty: FloatArray


@lru_cache(maxsize=32)  # 0.2 MB each
def _sums(duties: PolicyDuties, key: _Key, now: bool) -> _Sums:
    us = duties.inputs.us
    market, own = us.market, us.partner_cells
    response, rate = _response(duties, key, now)
    count = market.product_count
    return _Sums(
        response.log_price,
        sum_by(market.product[own], response.value_usd[own], count),
        sum_by(market.product, response.value_usd, count),
        sum_by(market.product, response.value_usd * rate, count),
    )


@lru_cache(maxsize=4)  # 1.5 MB each
def _response(duties: PolicyDuties, key: _Key, now: bool) -> tuple[Response, FloatArray]:
    """The cells' answer to the duties before or after, and these [cell]. All settings of a sigma and omega share it."""
    us = duties.inputs.us
    both = duties.baseline.us_duty, duties.us_duty
    rate = read_duties(duties.inputs, key.as_of, key.reading, both, key.set_as_total)[now]
    sigma = us.sigma[key.sigma] if isinstance(key.sigma, str) else np.array([key.sigma])
    held = replace(us.elasticities("default", 1.0), between_origins=sigma, inverse_export_supply=key.omega)
    return respond(us.market, held, rate), rate


def _of_imports(duties: PolicyDuties, before: _Side, after: _Side) -> Figures:
    carried, weight = duties.inputs.carried_by_origin, duties.inputs.us.market.section_imports
    kept, kept_of_china = float(carried["value_usd"].sum()), float(carried["value_usd"][CHINA])
    base_duty = before.duty + float(carried["duty_usd"].sum())
    treasury = after.duty - before.duty
    price = weight @ (after.log_import - before.log_import) / weight.sum()
    return {
        ("treasury", US, ""): treasury,
        ("treasury_share", US, ""): 100 * treasury / base_duty,
        ("imports_from_china", US, ""): _percent(before.from_china + kept_of_china, after.from_china + kept_of_china),
        ("imports", US, ""): _percent(before.value + kept, after.value + kept),
        ("buyers_prices", US, ""): 100 * float(np.expm1(price)),
    }


def _bearers(
    duties: PolicyDuties, scenario: Scenario, setting: Setting, of_us: Elasticities, sides: tuple[_Side, _Side]
) -> Figures:
    before, after = sides
    gains = {
        "buyers": before.buyers_loss - after.buyers_loss,
        "china_exporters": 0.0,
        "other_exporters_losing": 0.0,
        "other_exporters_gaining": 0.0,
        "treasury": after.duty - before.duty,
    }
    omega = of_us.inverse_export_supply
    if omega:
        us, key = duties.inputs.us, _Key.of(scenario, setting, of_us)
        then, now = (
            _response(duties, key, bool(late))[0].value_usd * side.growth[us.market.product]
            for late, side in enumerate(sides)
        )
        gained = omega / (1 + omega) * (now - then)
        gains["china_exporters"] = float(gained[us.partner_cells].sum())
        gained[us.partner_cells] = 0.0
        positive = float(np.maximum(gained, 0).sum())
        gains["other_exporters_gaining"] = positive
        gains["other_exporters_losing"] = float(gained.sum()) - positive
    return {("who_bears", US, bearer): gain for bearer, gain in gains.items()}


def base_duty_usd(scenario: Scenario) -> float:
    """Duty of a year on the trade the figures stand on, at the duties in force and before any answer to them."""
    duties = duties_of(scenario)
    on_goods = float(duties.inputs.us.market.value_usd @ duties.baseline.us_duty)
    return on_goods + float(duties.inputs.carried_by_origin["duty_usd"].sum())


def switches(scenario: Scenario) -> dict[str, tuple[Scenario, Setting]]:
    """The assumptions thrown one at a time for the envelope, by name: scenario (of other trade) and setting."""
    own = setting_of(scenario)
    through = parameter("border_pass_through")
    found = {
        f"{horizon.replace('_', '-')} elasticities": (scenario, replace(own, horizon=horizon)) for horizon in HORIZONS
    }
    found["exporters' response as measured for 2018-19"] = scenario, replace(own, pass_through=through.low)
    found["no response of exporters"] = scenario, replace(own, pass_through=1.0)
    found["one tier of demand"] = scenario, replace(own, kappa=home_elasticity("default", _sigma(scenario, own), 1.0))
    found["imports in absorption by section"] = scenario, replace(own, by_section=True)
    if scenario.as_of > BASE_YEAR_END:
        for end in ("low", "high"):
            found[f"{end} reading of the law's lists"] = scenario, replace(own, reading=f"rate_{end}_pct")
    for year in range(OLDEST_YEAR, newest_year(scenario.as_of) + 1):
        found[f"trade of {year}"] = replace(scenario, base_year=year, trade="base_year"), own
    return found


def _sigma(scenario: Scenario, setting: Setting) -> float:
    return duties_of(scenario).inputs.us.typical_sigma(setting.horizon)


def _percent(then: float, now: float) -> float:
    return 100 * (float(now) / float(then) - 1)
