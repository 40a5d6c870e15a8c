"""US imports of the product model in sums, under any setting: what the figures of all models side by side need of them.

A setting moves elasticities; the cells' own answer hangs on sigma and omega alone, so settings that share these share
it. What stands before a scenario is the same for every scenario of a day, and is kept.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np

from parley.calibration.policy import PolicyDuties
from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.models.partial_equilibrium import Response, buyers_loss, demand, respond
from parley.models.power_mean import sum_by
from parley.models.product_market import Elasticities, FloatArray
from parley.models.scenario import Horizon
from parley.results.product_settings import Setting, by_section, elasticities, read_duties

SETTINGS_KEPT = 128  # those of two years of trade, 40 kB each


@dataclass(frozen=True, eq=False)
class Side:
    """US imports at one set of duties, USD: from China, from all, by origin, duty and buyers' loss; the last, duty and
    imports from China by section [(loss, duty, from China), section]; ln P_M [section], by how much the cells of a
    product grow [product], and omega.
    """

    from_china: float
    value: float
    by_origin: FloatArray
    duty: float
    buyers_loss: float
    by_section: FloatArray
    log_import: FloatArray
    growth: FloatArray
    response: Response
    omega: float


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
    us = inputs.us
    market = by_section(us.market) if setting.by_section else us.market
    found = demand(market, of_us, cells.response.log_price)
    china, value, duty = (float(part @ found.growth) for part in (cells.from_china, cells.value, cells.duty))
    grown = cells.response.value_usd * found.growth[us.market.product]
    loss = buyers_loss(market, of_us, found)
    sums = (sum_by(market.section, part * found.growth, len(loss)) for part in (cells.duty, cells.from_china))
    return Side(
        china,
        value,
        sum_by(us.origin, grown, len(us.origins)),
        duty,
        float(loss.sum()),
        np.array([loss, *sums]),
        found.log_import,
        found.growth,
        cells.response,
        of_us.inverse_export_supply,
    )


@lru_cache(maxsize=24)  # 1.5 MB each: every pair of sigma and omega that is asked for at one day and trade
def _cells_at_rest(inputs: ProductInputs, baseline: Baseline, key: _Key) -> _Cells:
    both = baseline.us_duty, baseline.us_duty
    return _cells(inputs, read_duties(inputs, baseline.as_of, key.reading, both, False)[0], key)


@lru_cache(maxsize=4)  # 1.5 MB each
def _cells_after(duties: PolicyDuties, key: _Key, set_as_total: bool) -> _Cells:
    both = duties.baseline.us_duty, duties.us_duty
    rates = read_duties(duties.inputs, duties.baseline.as_of, key.reading, both, set_as_total)
    return _cells(duties.inputs, rates[1], key)


def _cells(inputs: ProductInputs, rate: FloatArray, key: _Key) -> _Cells:
    us = inputs.us
    market, own = us.market, us.partner_cells
    sigma = us.sigma[key.sigma] if isinstance(key.sigma, str) else np.array([key.sigma])
    held = replace(us.elasticities("default", 1.0), between_origins=sigma, inverse_export_supply=key.omega)
    response, count = respond(market, held, rate), market.product_count
    return _Cells(
        response,
        sum_by(market.product[own], response.value_usd[own], count),
        sum_by(market.product, response.value_usd, count),
        sum_by(market.product, response.value_usd * rate, count),
    )
