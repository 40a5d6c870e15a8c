"""US imports of the product model in sums, under any setting: what the figures of all models side by side need of them.

A setting moves elasticities; the cells' own answer hangs on sigma and omega alone, so settings that share these share
it, and which cells a duty hits on none of them. What stands before a scenario is the same for every scenario of a day,
and is kept.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

import numpy as np

from parley.calibration.policy import PolicyDuties
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.models.partial_equilibrium import Demand, Hit, Response, buyers_loss, demand, hit_by, respond
from parley.models.power_mean import sum_by
from parley.models.product_market import Elasticities, FloatArray, Market
from parley.models.scenario import Horizon
from parley.results.product_settings import Setting, by_section, elasticities, read_duties

SETTINGS_KEPT = 128  # those of two years of trade, 40 kB each


@dataclass(frozen=True, eq=False)
class Side:
    """US imports at one set of duties, USD: from China, from all, and duty; by origin, and by section, when asked for.

    ``found``: prices and by how much the cells of a product grow. ``inputs``, ``market`` (of the setting),
    ``elasticities`` and ``cells`` are what it was found from.
    """

    inputs: ProductInputs
    market: Market
    elasticities: Elasticities
    cells: "_Cells"
    found: Demand

    @cached_property
    def from_china(self) -> float:
        """Imports from China."""
        return float(self.cells.from_china @ self.found.growth)

    @cached_property
    def value(self) -> float:
        """Imports from all."""
        return float(self.cells.value @ self.found.growth)

    @cached_property
    def duty(self) -> float:
        """Duty on all."""
        return float(self.cells.duty @ self.found.growth)

    @property
    def by_cell(self) -> FloatArray:
        """Imports [cell]; not kept, as they are many."""
        value: FloatArray = self.cells.response.value_usd * self.found.growth[self.market.product]
        return value

    @cached_property
    def by_origin(self) -> FloatArray:
        """Imports [origin]."""
        us = self.inputs.us
        return sum_by(us.origin, self.by_cell, len(us.origins))

    @cached_property
    def by_section(self) -> FloatArray:
        """Buyers' loss, duty and imports from China [(loss, duty, from China), section]."""
        market, growth = self.market, self.found.growth
        loss = buyers_loss(market, self.elasticities, self.found)
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
    market, own = us.market, us.partner_cells
    sigma = us.sigma[key.sigma] if isinstance(key.sigma, str) else np.array([key.sigma])
    held = replace(us.elasticities("default", 1.0), between_origins=sigma, inverse_export_supply=key.omega)
    response, count = respond(market, held, rates.hit), market.product_count
    return _Cells(
        response,
        sum_by(market.product[own], response.value_usd[own], count),
        sum_by(market.product, response.value_usd, count),
        sum_by(market.product, response.value_usd * rates.rate, count),
    )
