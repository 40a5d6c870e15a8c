"""Two tiers of demand: home goods against imports, and imports against each other."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.models.armington import Economy, Shock, solve
from parley.models.errors import ModelInputError
from parley.models.two_tier import Tiers
from tests.models.worlds import FloatArray, rates, seeds, world


def ces(shares: FloatArray, prices: FloatArray, eps: float) -> float:
    """Price index of goods with these base shares at these relative prices."""
    return float((shares @ prices**-eps) ** (-1 / eps))


@settings(max_examples=40)
@given(seeds, st.floats(0.3, 1.0))
def test_shares_and_price_are_those_of_one_ces_inside_another(seed: int, ratio: float) -> None:
    """Computed price by price: an index of imports, an index of home goods and imports, Cobb-Douglas nowhere."""
    economy, rng = world(seed, taxed=False, least=3)
    economy = replace(economy, home_elasticity_ratio=ratio)
    after = solve(economy, Shock(rates(rng, len(economy.names))), "share_of_world_income")
    eps_f, eps_d = economy.trade_elasticity, ratio * economy.trade_elasticity
    price = after.wage_hat[:, None] * (1 + after.tariff)
    for buyer in range(len(economy.names)):
        share = economy.trade_share[:, buyer]
        others = np.arange(len(share)) != buyer
        home, imported = share[buyer], share[others].sum()
        if imported == 0:
            continue
        of_imports = ces(share[others] / imported, price[others, buyer], eps_f)
        index = ces(np.array([home, imported]), np.array([price[buyer, buyer], of_imports]), eps_d)
        new_imported = imported * (of_imports / index) ** -eps_d
        new = new_imported * share[others] / imported * (price[others, buyer] / of_imports) ** -eps_f
        assert after.price_hat[buyer] == pytest.approx(index, rel=1e-11)
        assert after.trade_share[others, buyer] == pytest.approx(new, rel=1e-9)
        assert after.trade_share[buyer, buyer] + after.trade_share[others, buyer].sum() == pytest.approx(1, abs=1e-13)


def test_with_one_elasticity_the_two_tiers_are_one() -> None:
    rng = np.random.default_rng(1)
    home, foreign, base = rng.random(5), rng.random(5), rng.random(5)
    one, nearly = (Tiers.of(base, 4.0, ratio).choose(home, foreign) for ratio in (1.0, 1 - 1e-12))
    assert one.home_share == pytest.approx(home / (home + foreign), rel=1e-12)
    assert nearly.home_share == pytest.approx(one.home_share, rel=1e-9)
    assert nearly.log_price == pytest.approx(one.log_price, rel=1e-9)


def test_importers_without_home_goods_or_without_imports_stay_so() -> None:
    for ratio in (0.6, 1.0, 1.4):
        nest = Tiers.of(np.array([0.0, 1.0]), 4.0, ratio).choose(np.array([0.0, 0.7]), np.array([0.9, 0.0]))
        assert nest.home_share.tolist() == [0, 1]
        assert nest.scale[1] == 0


def test_a_lower_ratio_keeps_imports_and_moves_more_of_them_to_third_countries() -> None:
    """What a tariff on one partner takes from it goes to other partners more, to home goods less."""
    trade = np.ones((3, 3)) + 9 * np.eye(3)
    tariff = np.zeros((3, 3))
    tariff[1, 0] = 0.25
    plain = Economy(["buyer", "taxed", "third"], trade, 4.0)
    one, two = (solve(replace(plain, home_elasticity_ratio=r), Shock(tariff)) for r in (1.0, 0.57))
    assert two.flows[2, 0] > one.flows[2, 0]
    assert two.trade_share[0, 0] < one.trade_share[0, 0]
    assert two.real_income_hat[2] > one.real_income_hat[2]


@pytest.mark.parametrize(
    "option",
    [
        {"labour_supply_elasticity": 0.5},
        {"scale_elasticity": 0.1},
        {"overhead_share": np.array([0.1, 0, 0])},
        {"pass_through": np.array([1.1, 1, 1])},
    ],
)
def test_the_options_it_is_not_defined_with_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(ModelInputError, match="home_elasticity_ratio cannot be combined"):
        Economy(["A", "B", "C"], np.ones((3, 3)), 4.0, home_elasticity_ratio=0.6, **option)
