"""Francois and Hall (2003), "Global Simulation Analysis of Industry-Level Trade Policy" (GSIM), and our product model.

Their model is linear in percentage changes. Written out here it gives the world prices in print, and it is the slope
of our exact model of one importer, whose prices, buyers' loss and duties so hang on an independent print.

Arrays are [exporter, importer]; V trade at world prices, t the duty and T = (1 + t') / (1 + t) - 1 the change of its
power, Em, Es [importer] the elasticities of composite demand (negative) and of substitution, Ex [exporter] of supply.
"""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models import partial_equilibrium, product_market

TRADE = np.array([[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]], dtype=float)
POWER = np.array([[1.0, 1.21, 1.41, 1.22], [1.37, 1.0, 1.31, 1.23], [1.32, 1.36, 1.0, 1.18], [1.57, 1.41, 1.25, 1.15]])
PRINTED_WORLD_PRICES = [0.0792, -0.0316, 0.0480, -0.0184]  # United States, Japan, European Union, rest of the world


class Linear(NamedTuple):
    """One industry in the base."""

    value: np.ndarray
    tariff: np.ndarray
    demand: float
    supply: float
    substitution: float

    @property
    def spending_share(self) -> np.ndarray:
        """theta: shares in each importer's spending at prices with duty."""
        inclusive = self.value * (1 + self.tariff)
        return inclusive / inclusive.sum(axis=0)

    @property
    def sales_share(self) -> np.ndarray:
        """phi: shares in each exporter's sales at prices without duty."""
        return self.value / self.value.sum(axis=1, keepdims=True)

    def quantity_change(self, price: np.ndarray) -> np.ndarray:
        """sum_s N_rs P_sv with N_rs = theta_sv (Em + Es) - Es [r = s], P the change of the price with duty."""
        composite = (self.spending_share * price).sum(axis=0)
        return (self.demand + self.substitution) * composite - self.substitution * price

    def world_price_change(self, power: np.ndarray) -> np.ndarray:
        """p [exporter] that clears Ex p_r = sum_v phi_rv q_rv(p + T), which is linear in p."""
        weighted = (self.demand + self.substitution) * self.sales_share @ self.spending_share.T
        excess = np.diag(np.full(len(self.value), self.supply + self.substitution)) - weighted
        return np.linalg.solve(excess, (self.sales_share * self.quantity_change(power)).sum(axis=1))


US_AND_EU = Linear(TRADE, POWER - 1, demand=-1.25, supply=1.5, substitution=5.0)


def power_without_duties_between_us_and_eu() -> np.ndarray:
    power = POWER.copy()
    power[0, 2] = power[2, 0] = 1
    return power


def test_world_prices_are_those_in_print() -> None:
    change = power_without_duties_between_us_and_eu() / POWER - 1
    assert US_AND_EU.world_price_change(change) == pytest.approx(PRINTED_WORLD_PRICES, abs=5e-5)


def test_logs_of_the_power_would_miss_the_print() -> None:
    """The change of the power is t1/t0 - 1: its log in the same equations gives 0.0933 for the United States."""
    logs = np.log(power_without_duties_between_us_and_eu() / POWER)
    assert US_AND_EU.world_price_change(logs)[0] == pytest.approx(0.0933, abs=5e-5)


@given(st.integers(0, 10_000))
def test_it_is_the_slope_of_the_exact_product_model(seed: int) -> None:
    """One importer, one product, all spending on imports. The last terms are areas left of linear curves."""
    rng = np.random.default_rng(seed)
    origins, sigma, demand, omega = 4, rng.uniform(2, 8), rng.uniform(0.5, 2), rng.uniform(0.1, 1)
    value, duty = rng.uniform(1, 100, origins), rng.uniform(0, 0.4, origins)
    zeros = np.zeros(origins, dtype=np.intp)
    new = duty + 1e-6 * rng.uniform(-1, 1, origins)
    nests = product_market.Elasticities(np.array([sigma]), 1.5, 1.5, demand, omega)
    exact = partial_equilibrium.solve(product_market.Market(value, duty, zeros, zeros[:1], np.ones(1)), nests, new)

    linear = Linear(value[:, None], duty[:, None], -demand, 1 / omega, sigma)
    power = ((1 + new) / (1 + duty) - 1)[:, None]
    world = linear.world_price_change(power)
    quantity = linear.quantity_change(world[:, None] + power)[:, 0]
    composite = (linear.spending_share * (world[:, None] + power)).sum()
    buyers_gain = -(value * (1 + duty)).sum() * composite * (1 - demand * composite / 2)
    exporters_gain = (value * world * (1 + world / omega / 2)).sum()
    duties_gain = (new * value * (1 + world) * (1 + quantity) - duty * value).sum()
    assert exact.quantity / value - 1 == pytest.approx(quantity, abs=1e-9)
    assert exact.buyers_loss_usd[0] == pytest.approx(-buyers_gain, abs=1e-8)
    assert exact.exporters_loss_usd[0] == pytest.approx(-exporters_gain, abs=1e-8)
    assert exact.duty_change_usd[0] == pytest.approx(duties_gain, abs=1e-8)
