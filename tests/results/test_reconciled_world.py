"""What the sector model says of US buyers, worked out again from its other quantities."""

import numpy as np
import pytest

from parley import Scenario
from parley.results import sectors
from parley.results.reconciled_world import sector_figures, sector_frame, sector_worlds
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
    figures = sector_figures(sector_frame(scenario, before, levels), before, after)
    assert figures["buyers_prices", "USA", ""] == pytest.approx(100 * np.expm1(np.average(logs, weights=paid[bought])))
