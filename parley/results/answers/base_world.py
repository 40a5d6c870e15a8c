"""The world as it stands at the duties of a day, and a scenario solved from there at any switches.

``results.answers.world`` solves twice from the base year; here the first solution becomes a base of its own, kept for
the day and the switches, so that a game, a curve or a tornado starts from it. The changes are the same: the equations
hold in ratios, and ratios chain. One pair of switches chains nearly (to 1e-4 of a percent): transfers fixed in money
with labour that answers, whose unit is a mean wage weighted by the incomes of the base.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US, PolicyDuties, main_sector
from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.closure import Closure
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.power_mean import sum_by
from parley.models.scenario import ScenarioError
from parley.results.answers.product_solution import at_rest, duties_of
from parley.results.answers.world import ONE_TIER, baseline, levels_of, world
from parley.tables.parameters import parameter

SIDES = (US, CHINA)
# Fields of a scenario and of Switches, with the parameter each takes when left open.
ELASTICITIES = {
    "trade_elasticity": "trade_elasticity",
    "home_elasticity_ratio": "home_foreign_elasticity_ratio",
    "labour_supply_elasticity": "labour_supply_elasticity",
}


@dataclass(frozen=True)
class Switches:
    """What of the world model a visitor or a range sets; elasticities as in ``models.armington_economy``."""

    closure: Closure
    trade_elasticity: float
    home_elasticity_ratio: float
    labour_supply_elasticity: float


def switches_of(scenario: Scenario) -> Switches:
    """The scenario's switches, those left open at the value of the parameter file; one tier where labour answers."""

    elasticities = {name: getattr(scenario, name) for name in ELASTICITIES}
    if elasticities["labour_supply_elasticity"] and elasticities["home_elasticity_ratio"] is None:
        elasticities["home_elasticity_ratio"] = ONE_TIER
    values = (parameter(ELASTICITIES[name]).value if value is None else value for name, value in elasticities.items())
    return Switches(scenario.closure, *values)


def demand_ends(switches: Switches) -> list[Switches]:
    """The same switches at the ends of the elasticities of demand, one at a time: what a range here is taken over.

    The trade elasticity at its low and high, and both ends of the two tiers where labour is fixed, as the model asks.
    """
    eps = parameter("trade_elasticity")
    ends = [replace(switches, trade_elasticity=value) for value in (eps.low, eps.high)]
    if switches.labour_supply_elasticity == 0:
        ratio = parameter("home_foreign_elasticity_ratio")
        ends += [replace(switches, home_elasticity_ratio=value) for value in (ratio.low, ratio.high)]
    return [end for end in ends if end != switches]


@lru_cache(maxsize=48)
def base_world(resting: Scenario, switches: Switches) -> Economy:
    """The world at the duties in force on the day (``at_rest``) as a base: its tariffs, from which changes start at 1.

    Raises CalibrationError, ModelInputError, NotConvergedError.
    """
    before = baseline(resting, switches.closure, _options(switches))
    base = replace(before.economy, flows=before.flows, tariff=before.tariff)
    if switches.closure == "balanced":
        base.cache["balanced"] = base
    return base


def base_year(scenario: Scenario) -> Economy:
    """The base year behind the scenario's world; its flows weigh the distance to a published shock."""
    switches = switches_of(scenario)
    return baseline(at_rest(scenario), switches.closure, _options(switches)).economy


def _options(switches: Switches) -> tuple[float, float, float]:
    return switches.trade_elasticity, switches.home_elasticity_ratio, switches.labour_supply_elasticity


def after(scenario: Scenario, switches: Switches | None = None) -> Equilibrium:
    """The world after the scenario against that of its as-of date. Raises NotConvergedError."""
    chosen = switches_of(scenario) if switches is None else switches
    base, levels = base_world(at_rest(scenario), chosen), levels_of(scenario)
    return solve(base, Shock(tariff=levels.after, export_tax=levels.export_tax), chosen.closure)


def places() -> list[int]:
    """The places of the United States and of China on the axes of the world."""
    return [world().economy.index(name) for name in SIDES]


class RateOnChina(NamedTuple):
    """The mean US duty on all Chinese goods, chapters 98 and 99 included, percent, and what it is made of.

    ``in_force`` is ``collected``, that of the base year on its own trade, and what the law has added since. The last is
    the mean now less ``on_newer_trade``, both on the trade of the scenario.
    """

    in_force: float
    collected: float
    on_newer_trade: float


def us_rate_on_china(scenario: Scenario) -> RateOnChina:
    """The US duty on China in the world model at the duties in force, and its parts. Raises ScenarioError."""
    us, china = places()
    in_force, collected = levels_of(scenario).before[china, us], world().economy.tariff[china, us]
    newer = duties_of(scenario).pairs[CHINA, US].base
    return RateOnChina(100 * float(in_force), 100 * float(collected), 100 * newer)


def real_income_changes(scenario: Scenario, switches: Switches | None = None) -> FloatArray:
    """Real income of the United States and of China, in this order: new over old less one (ratio)."""
    changes: FloatArray = after(scenario, switches).real_income_hat[places()] - 1
    return changes


def unmoved(scenario: Scenario) -> bool:
    """Whether the scenario leaves every duty of the world model as it is on the as-of date."""
    return not bool(np.any(levels_of(scenario).moved))


# Where a world scenario starts: mean duties by partner and by industry on the as-of date, or in a named regime.
#
# Means are over the lines of chapters 1 to 97, weighted by the scenario's trade: what an absolute rate sets.


@dataclass(frozen=True)
class StartRates:
    """Mean duties in percent: ``us`` on every partner and ``us_on_china`` by industry, the largest in trade first;
    ``china_on_us_pct`` on all US goods.
    """

    us: Mapping[str, float]
    us_on_china: Mapping[str, float]
    china_on_us_pct: float

    @property
    def us_on_china_pct(self) -> float:
        """The mean on all Chinese goods."""
        return self.us[CHINA]


def start_rates(start: Scenario, us_on_china_pct: float | None = None) -> StartRates:
    """The duties in which a scenario's day, regime and trade start, with the US total on China moved first where given.

    A total out of reach of the same points on every line leaves the industries where they were. Raises
    CalibrationError for a day without duties by product, ScenarioError for an unknown regime.
    """
    duties = _duties(start, us_on_china_pct)
    us, china = duties.inputs.us, duties.inputs.china
    is_partner = china.partner_cells
    return StartRates(
        us=_means(us.origins, us.origin, us.market.value_usd, duties.us_duty),
        us_on_china=_by_sector(duties),
        china_on_us_pct=100
        * float(np.average(duties.china_duty[is_partner], weights=china.market.value_usd[is_partner])),
    )


def _duties(start: Scenario, us_on_china_pct: float | None) -> PolicyDuties:
    if us_on_china_pct is not None:
        total = TariffChange(US, CHINA, us_on_china_pct, "absolute")
        with suppress(ScenarioError):
            return duties_of(replace(start, tariffs=(total,)))
    return duties_of(start)


def _by_sector(duties: PolicyDuties) -> dict[str, float]:
    us = duties.inputs.us
    is_partner = us.partner_cells
    codes, names = _sectors(tuple(us.products))
    means = _means(
        names, codes[us.market.product[is_partner]], us.market.value_usd[is_partner], duties.us_duty[is_partner]
    )
    return {sector: rate for sector, rate in means.items() if sector}


@cache
def _sectors(products: tuple[str, ...]) -> tuple[IndexArray, list[str]]:
    """Number of the industry that makes most of each product, and the names of the industries, "" for none."""
    made_by = main_sector()
    codes, names = pd.factorize(pd.Series([made_by.get(code, "") for code in products]), sort=True)
    return codes, list(names)


def _means(names: Sequence[str], place: IndexArray, value: FloatArray, duty: FloatArray) -> dict[str, float]:
    """Mean duty of each name, percent, the largest trade first; names without trade left out."""
    traded, paid = (sum_by(place, money, len(names)) for money in (value, value * duty))
    order = [int(i) for i in np.argsort(-traded, kind="stable") if traded[i] > 0]
    return {names[i]: float(100 * paid[i] / traded[i]) for i in order}
