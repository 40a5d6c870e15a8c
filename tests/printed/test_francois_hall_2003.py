"""Francois and Hall (2003), "Global Simulation Analysis of Industry-Level Trade Policy": the US-EU example.

Four regions (United States, Japan, European Union, rest of the world) trade one good; the United States and the
European Union drop all duties on each other. Trade at world prices and powers of the tariffs as in the paper's tables.
"""

import numpy as np
import pytest

from parley.models import gsim

REGIONS = ("US", "JP", "EU", "RW")
TRADE = np.array([[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]], dtype=float)
POWER = np.array([[1.0, 1.21, 1.41, 1.22], [1.37, 1.0, 1.31, 1.23], [1.32, 1.36, 1.0, 1.18], [1.57, 1.41, 1.25, 1.15]])
PRINTED_WORLD_PRICES = [0.0792, -0.0316, 0.0480, -0.0184]


@pytest.fixture(scope="module")
def market() -> gsim.LinearMarket:
    return gsim.LinearMarket(TRADE, POWER - 1, -1.25, 1.5, 5.0, REGIONS, REGIONS)


def free_between_us_and_eu() -> np.ndarray:
    tariff = POWER - 1
    tariff[0, 2] = tariff[2, 0] = 0
    return tariff


def test_world_prices_are_those_in_print(market: gsim.LinearMarket) -> None:
    outcome = gsim.solve(market, free_between_us_and_eu())
    assert outcome.world_price_change == pytest.approx(PRINTED_WORLD_PRICES, abs=5e-5)
    assert outcome.residual < 1e-14


def test_logs_of_the_power_would_miss_the_print(market: gsim.LinearMarket) -> None:
    """The change of the power is t1/t0 - 1: its log in the same equations gives 0.0933 for the United States."""
    logs = np.log(1 + free_between_us_and_eu()) - np.log(POWER)
    price = np.linalg.solve(gsim._excess_supply_matrix(market), gsim._demand_pushed(market, logs))
    assert price[0] == pytest.approx(0.0933, abs=5e-5)
