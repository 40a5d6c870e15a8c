"""The sector model's equations in relative changes, one function each, in the layout the solver runs on.

Caliendo, L. and Parro, F. (2015), "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic Studies
82(1), with export taxes beside tariffs. Hats are new over base, primes are new levels; indices as in the paper:
n imports, j exports, s and k are sectors. Symbols of the base: ``sector_economy``.

(1) unit cost           ln c_js = gv_js ln w_j + sum_k gam_kjs ln P_jk
(2) price               ln P_ns = -ln(sum_j K_jns c_js^-theta) / theta,  K = pi kappa^-theta
(3) trade cost          kappa = d (1 + t')(1 + x') / ((1 + t)(1 + x))
(4) trade share         pi'_jns = K_jns c_js^-theta P_ns^theta
(5) sales               Y_js = sum_n pi'_jns X'_ns / ((1 + t')(1 + x'))
(6) revenue             R_n = sum_js t'/(1 + t') pi' X' on imports + sum_ms x'/((1 + x')(1 + t')) pi' X' on exports
(7) expenditure         X'_nk = alpha_nk I_n + sum_s gam_kns Y_ns,  I_n = w_n wL_n + R_n + D'_n
(8) trade balance       imports - exports at the border = D'_n

Axes are the turned ones of ``axes``: flows [sector, importer, exporter], input shares [country, input, using sector].
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from parley.models.axes import TURNED_EXPORTER, TURNED_SECTOR
from parley.models.closure import Transfers
from parley.models.sector_economy import FloatArray

TransferRule = Callable[[FloatArray], Transfers]


@dataclass(frozen=True, eq=False)
class Weights:
    """K of equation (3) as such, divided by 1 + t', and by (1 + t')(1 + x') too; [sector, importer, exporter].

    ``log_scale`` [country, sector] was taken out of all three. ``with_tariff`` is the range of sectors in which a
    tariff stands, or would stand in the base: elsewhere ``price`` and ``border`` are the same.
    """

    price: FloatArray
    border: FloatArray
    net: FloatArray
    log_scale: FloatArray
    with_tariff: slice

    @property
    def has_export_tax(self) -> bool:
        """Whether the value at the border differs from what the exporter keeps."""
        return self.net is not self.border


@dataclass(frozen=True, eq=False)
class Technology:
    """What no shock changes: cost shares, final shares, base factor income, elasticities, transfers by wages.

    ``inputs`` is [country, input, using sector]; ``transfers`` gives D' and how it moves from the wages [country].
    """

    value_added_share: FloatArray
    inputs: FloatArray
    final_share: FloatArray
    value_added: FloatArray
    elasticity: FloatArray
    transfers: TransferRule


@dataclass(frozen=True, eq=False)
class State:
    """The unknowns: ln w [country], ln P [country, sector], X' [country, sector]."""

    log_wage: FloatArray
    log_price: FloatArray
    expenditure: FloatArray


@dataclass(frozen=True, eq=False)
class Accounts:
    """What equations (1) to (8) give at a state.

    [country, sector]: ``log_cost``, ``log_price``, ``sales`` (as the seller keeps them), ``border_sales`` (with export
    tax), ``spending``; the rest [country].
    """

    log_cost: FloatArray
    log_price: FloatArray
    sales: FloatArray
    border_sales: FloatArray
    spending: FloatArray
    revenue: FloatArray
    income: FloatArray
    imports: FloatArray
    exports: FloatArray
    trade_gap: FloatArray


def cost_power(technology: Technology, log_cost: FloatArray) -> FloatArray:
    """c^-theta as equations (2) to (5) use it, [sector, country]."""
    power: FloatArray = np.ascontiguousarray(np.exp(-technology.elasticity * log_cost).T)
    return power


def log_unit_cost(technology: Technology, log_wage: FloatArray, log_price: FloatArray) -> FloatArray:
    """Equation (1), [country, sector]."""
    inputs: FloatArray = np.matmul(log_price[:, None, :], technology.inputs)[:, 0, :]
    inputs += technology.value_added_share * log_wage[:, None]
    return inputs


def weighted_sum(weights: FloatArray, power: FloatArray) -> FloatArray:
    """The sum over exporters in equation (2): ``power`` c^-theta is [sector, country]; so is the sum."""
    total: FloatArray = np.matmul(weights, power[:, :, None])[:, :, 0]
    return total


def sales_at(weights: FloatArray, power: FloatArray, spending_per_sum: FloatArray) -> FloatArray:
    """Equations (4) and (5), [sector, country]: weights of the value wanted, and X' over the sum of (2)."""
    bought: FloatArray = np.matmul(spending_per_sum[:, None, :], weights)[:, 0, :]
    bought *= power
    return bought


def accounts(technology: Technology, weights: Weights, state: State) -> Accounts:
    """Equations (1) to (8) at a state, prices of (2) being those the trade shares (4) use."""
    log_cost = log_unit_cost(technology, state.log_wage, state.log_price)
    power = cost_power(technology, log_cost)
    total = weighted_sum(weights.price, power)
    log_price = -(np.log(total.T) + weights.log_scale) / technology.elasticity
    spending = np.ascontiguousarray(state.expenditure.T)
    per_sum = spending / total
    at_border = sales_at(weights.border, power, per_sum)
    sales = sales_at(weights.net, power, per_sum) if weights.has_export_tax else at_border
    part = weights.with_tariff
    before_tariff = weighted_sum(weights.border[part], power[part]) * per_sum[part]
    tariff_revenue = (spending[part] - before_tariff).sum(axis=TURNED_SECTOR)
    exports = at_border.sum(axis=TURNED_SECTOR)
    revenue = tariff_revenue + (exports - sales.sum(axis=TURNED_SECTOR) if weights.has_export_tax else 0.0)
    transfers = technology.transfers(np.exp(state.log_wage)).value
    income = np.exp(state.log_wage) * technology.value_added + revenue + transfers
    output = np.ascontiguousarray(sales.T)
    imports = spending.sum(axis=TURNED_SECTOR) - tariff_revenue
    return Accounts(
        log_cost=log_cost,
        log_price=log_price,
        sales=output,
        border_sales=np.ascontiguousarray(at_border.T) if weights.has_export_tax else output,
        spending=spending_from(technology, income, output),
        revenue=revenue,
        income=income,
        imports=imports,
        exports=exports,
        trade_gap=imports - exports - transfers,
    )


def spending_from(technology: Technology, income: FloatArray, output: FloatArray) -> FloatArray:
    """Equation (7), [country, sector]."""
    use: FloatArray = np.matmul(technology.inputs, output[:, :, None])[:, :, 0]
    use += technology.final_share * income[:, None]
    return use


def at_costs(technology: Technology, weights: Weights, log_cost: FloatArray) -> Weights:
    """The weights at given costs relative to their column sum: equation (4), before duty, and before export tax.

    ``log_cost`` [country, sector]: ln of the new unit cost over its base.
    """
    power = cost_power(technology, log_cost)
    total = weighted_sum(weights.price, power)
    factor = power[:, None, :] / total[:, :, None]
    price, border = weights.price * factor, weights.border * factor
    net = weights.net * factor if weights.has_export_tax else border
    return Weights(price, border, net, np.zeros_like(weights.log_scale), weights.with_tariff)


def trade_shares(technology: Technology, weights: Weights, log_cost: FloatArray) -> FloatArray:
    """Equation (4), [sector, importer, exporter]: shares in an importer's spending, which add to one over exporters.

    ``log_cost`` [country, sector]: ln of the new unit cost over its base.
    """
    share = weights.price * cost_power(technology, log_cost)[:, None, :]
    share /= share.sum(axis=TURNED_EXPORTER, keepdims=True)
    return share
