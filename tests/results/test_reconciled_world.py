"""What the sector model says of US buyers, worked out again from its other quantities."""

import numpy as np
import pytest

from parley import Scenario
from parley.results.answers import sectors
from parley.results.answers.product_solution import base_of
from parley.results.compared.reconciled_world import (
    Frame,
    Told,
    Trade,
    plain,
    sector_figures,
    sector_frame,
    sector_worlds,
)
from tests.scenarios import SHOCK_DAY, SHOCKS


def test_buyers_prices_weigh_foreign_goods_by_what_buyers_paid_with_the_duty() -> None:
    """Weights from the purchases and the share of foreign goods in them, not from flows and duties."""
    scenario = Scenario(SHOCK_DAY, tariffs=SHOCKS["answered"])
    before, after, levels = sector_worlds(scenario, "central")
    us = before.economy.countries.index("USA")
    foreign = [side.trade_share[:, us].sum(axis=0) - side.trade_share[us, us] for side in (before, after)]
    paid = before.purchases[us] * foreign[0] * sectors.sectors().is_goods
    bought = paid > 0
    # CES: a group's price is the composite's, times its growth in share to the power of -1/theta
    theta = before.economy.trade_elasticity[bought]
    grown = foreign[1][bought] / foreign[0][bought]
    rise = (after.price_hat / before.price_hat)[us, bought] * grown ** (-1 / theta)
    logs = np.log(rise / (after.wage_hat / before.wage_hat)[us])
    frame = sector_frame(scenario, before, levels)
    figures = sector_figures(frame, before, after)
    assert figures["buyers_prices", "USA", ""] == pytest.approx(100 * np.expm1(np.average(logs, weights=paid[bought])))
    # an exporter's trade is parted among its goods; income in dollars is the percentage of what it spends
    china = frame.names.index("CHN")
    of_china = frame.trade.value_usd.reshape(len(frame.names), -1)[china].sum()
    assert of_china == pytest.approx(base_of(scenario).by_origin_usd["CHN"])
    in_dollars = figures["real_income", "CHN", ""] / 100 * before.expenditure[china]
    assert figures["real_income_usd", "CHN", ""] == pytest.approx(in_dollars)


def test_figures_of_a_world_of_two_are_those_of_arithmetic_by_hand() -> None:
    """Half of 40 at a duty of 30% in place of 40 at 10%: 6 in place of 4. The US loses 1 of 100, China 1 of 50."""
    trade = Trade(np.array([0.0, 40.0]), np.array([0.0, 0.1]), np.array([0.0, 0.3]))
    frame = Frame(("USA", "CHN"), np.array([100.0, 50.0]), trade)
    said = Told(np.array([1.0, 0.5]), np.array(0.9), np.array(0.8), np.array(1.02), np.array([0.99, 0.98]))
    assert plain(frame.figures(said, in_money=True)) == pytest.approx(
        {
            ("imports_from_china", "USA", ""): -50,
            ("imports", "USA", ""): -50,
            ("us_exports_to_china", "USA", ""): -20,
            ("us_exports", "USA", ""): -10,
            ("buyers_prices", "USA", ""): 2,
            ("treasury", "USA", ""): 2,
            ("treasury_share", "USA", ""): 50,
            ("real_income", "USA", ""): -1,
            ("real_income", "CHN", ""): -2,
            ("real_income_usd", "USA", ""): -1,
            ("real_income_usd", "CHN", ""): -1,
        }
    )
