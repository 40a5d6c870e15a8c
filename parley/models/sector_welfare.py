"""The first-order welfare measure of Caliendo and Parro (2015), beside the exact real income of the equilibrium.

The paper totals the change of welfare to first order and evaluates it with finite percentage changes and base weights:
the sum of a terms-of-trade and a volume-of-trade part. For large changes it is far from exact real income: on the
paper's own case it gives Mexico 1.31 per cent, where real income rises by 0.01. It is here to reproduce the paper's
figures, under its own name. All results are ratios [country].

| symbol | meaning |
|---|---|
| E_njs, M_njs | base exports of n to j and imports of n from j, before duty |
| dc_js, dM_njs | unit cost and imports before duty, new over base, less one |
| t, I | base tariff, base income |
"""

from dataclasses import dataclass

import numpy as np

from parley.models.axes import IMPORTER, SECTOR
from parley.models.caliendo_parro_2015 import SectorEquilibrium
from parley.models.errors import ModelInputError
from parley.models.sector_economy import FloatArray


@dataclass(frozen=True, eq=False)
class FirstOrderWelfare:
    """The paper's measure [country], ratios; ``real_wage`` is the exact change of w / P, which the paper prints too."""

    terms_of_trade: FloatArray
    volume_of_trade: FloatArray
    real_wage: FloatArray

    @property
    def welfare(self) -> FloatArray:
        """First-order change of welfare, terms of trade plus volume of trade [country]."""
        return self.terms_of_trade + self.volume_of_trade


def first_order_welfare(equilibrium: SectorEquilibrium) -> FirstOrderWelfare:
    """The first-order measure of a change of tariffs.

    Raises ModelInputError when there are export taxes or the shock moves trade costs: the formula is for tariffs alone.
    """
    if equilibrium.export_tax.any() or equilibrium.economy.export_tax.any():
        raise ModelInputError("export_tax", "must be left out: the first-order measure covers tariffs alone")
    if equilibrium.levels.cost is not None:
        raise ModelInputError("cost_hat", "must be left out: the first-order measure covers tariffs alone")
    before = equilibrium.before
    return FirstOrderWelfare(
        terms_of_trade=_terms_of_trade(before.flows, equilibrium.at.log_cost) / before.expenditure,
        volume_of_trade=_volume_of_trade(equilibrium, before.flows) / before.expenditure,
        real_wage=equilibrium.real_wage_hat - 1,
    )


def _terms_of_trade(flows: FloatArray, log_cost: FloatArray) -> FloatArray:
    """sum_js (E_njs dc_ns - M_njs dc_js), [country]."""
    change = np.expm1(log_cost)
    bought: FloatArray = np.einsum("jns,js->n", flows, change)
    sold: FloatArray = (flows.sum(axis=IMPORTER) * change).sum(axis=SECTOR)
    return sold - bought


def _volume_of_trade(equilibrium: SectorEquilibrium, flows: FloatArray) -> FloatArray:
    """sum_js t_njs M_njs (dM_njs - dc_js), [country]."""
    tariff, change = equilibrium.economy.tariff, np.expm1(equilibrium.at.log_cost)
    growth = np.where(flows > 0, equilibrium.flows / np.where(flows > 0, flows, 1.0), 1.0) - 1
    volume: FloatArray = np.einsum("jns,jns->n", tariff * flows, growth - change[:, None, :])
    return volume
