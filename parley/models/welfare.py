"""Measures of what a shock does to an economy, each by its own name; all [economy], new over base.

Real income (``Equilibrium.real_income_hat``) is income over price index, exact. The others here are not the same:
``welfare_net_of_labour_hat`` is the measure printed by Ignatenko et al. (2025), net of the disutility of work;
``terms_of_trade_hat`` is a price.
"""

import numpy as np
import numpy.typing as npt

from parley.models.armington_equilibrium import Equilibrium
from parley.models.axes import EXPORTER, IMPORTER

FloatArray = npt.NDArray[np.float64]


def welfare_net_of_labour_hat(after: Equilibrium) -> FloatArray:
    """Welfare net of the disutility of work, as Ignatenko, Lashkaripour, Macedoni and Simonovska (2025) measure it.

    delta (E'/E) / P + (1 - delta) w L / P with delta = E / (E - kappa (1 - tau) Y / (1 + kappa)). tau is the income tax
    that revenue replaces: R'/y when the base has no revenue, in general 1 - (1 - R'/y) / (1 - R/Y); 0 when revenue is
    paid out in lump sums. Equal to real income when labour is fixed (kappa = 0).
    """
    base, kappa = after.economy, after.economy.labour_supply_elasticity
    replaced = np.zeros_like(base.income)
    if base.income_tax_relief:
        replaced = 1 - (1 - after.revenue / after.income) / (1 - base.revenue / base.income)
    effort = kappa * (1 - replaced) * base.income / (1 + kappa)
    delta = base.expenditure / (base.expenditure - effort)
    earned = after.wage_hat * after.labour_hat / after.price_hat
    welfare: FloatArray = delta * after.real_income_hat + (1 - delta) * earned
    return welfare


def terms_of_trade_hat(after: Equilibrium) -> FloatArray:
    """Price of exports over price of imports at the border: before duty, with the exporter's tax, without trade cost.

    p_j = w_j L_j^-psi (1 + x'_jn) / (1 + x_jn); each index is the Tornqvist index, the geometric mean with the average
    of base and new shares in exports (imports) as weights. 1 for an economy that does not trade on one side.
    """
    base = after.economy
    cost = np.log(after.wage_hat) - base.scale_elasticity * np.log(after.labour_hat)
    price = cost[:, None] + np.log1p(after.export_tax) - np.log1p(base.export_tax)
    before, now = _abroad(base.flows), _abroad(after.flows)
    exports = (_mean(before, price, IMPORTER) + _mean(now, price, IMPORTER)) / 2
    imports = (_mean(before, price, EXPORTER) + _mean(now, price, EXPORTER)) / 2
    trades = (before.sum(axis=EXPORTER) > 0) & (before.sum(axis=IMPORTER) > 0)
    terms: FloatArray = np.where(trades, np.exp(exports - imports), 1.0)
    return terms


def price_against_world_hat(after: Equilibrium) -> FloatArray:
    """Price index against the world's: P over the mean of P weighted by base expenditure; sum (P - 1) E = 0 then."""
    weight = after.economy.expenditure / after.economy.expenditure.sum()
    against: FloatArray = after.price_hat / (after.price_hat @ weight)
    return against


def _abroad(flows: FloatArray) -> FloatArray:
    abroad = flows.copy()
    np.fill_diagonal(abroad, 0)
    return abroad


def _mean(flows: FloatArray, price: FloatArray, axis: int) -> FloatArray:
    """Mean of the log prices over ``axis`` with the flows as weights, both [exporter, importer]; 0 without flows."""
    total = flows.sum(axis=axis)
    mean: FloatArray = np.divide((flows * price).sum(axis=axis), total, out=np.zeros_like(total), where=total > 0)
    return mean
