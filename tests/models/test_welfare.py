"""Measures beside real income, each with what is known of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from parley.models.armington import Economy, Shock, solve
from parley.models.closure import CLOSURES
from parley.models.welfare import (
    price_against_world_hat,
    terms_of_trade_hat,
    welfare_net_of_labour_hat,
)
from tests.models.worlds import gains_from_openness_hat, rates, seeds, world


@settings(max_examples=40)
@given(seeds)
def test_with_trade_costs_alone_real_income_is_the_formula_of_arkolakis_and_others(seed: int) -> None:
    economy, rng = world(seed, taxed=False)
    cost = np.exp(rng.normal(0, 0.3, economy.flows.shape))
    np.fill_diagonal(cost, 1)
    after = solve(economy, Shock(cost_hat=cost))
    assert gains_from_openness_hat(after) == pytest.approx(after.real_income_hat, rel=1e-12)


def test_the_formula_does_not_hold_with_tariffs() -> None:
    economy, rng = world(1, taxed=False)
    after = solve(economy, Shock(np.abs(rates(rng, len(economy.names)))))
    assert np.abs(gains_from_openness_hat(after) / after.real_income_hat - 1).max() > 1e-4


@settings(max_examples=20)
@given(seeds)
def test_with_fixed_labour_welfare_net_of_labour_is_real_income(seed: int) -> None:
    economy, rng = world(seed)
    after = solve(economy, Shock(rates(rng, len(economy.names))))
    assert welfare_net_of_labour_hat(after) == pytest.approx(after.real_income_hat, rel=1e-14)


@settings(max_examples=15)
@given(seeds)
def test_where_effort_is_chosen_freely_its_small_changes_do_not_matter(seed: int) -> None:
    """Envelope: with no tax anywhere, welfare net of effort rises by the real wage at unchanged labour, no more."""
    economy, rng = world(seed, taxed=False)
    elastic = replace(economy, labour_supply_elasticity=0.5)
    after = solve(elastic, Shock(cost_hat=np.exp(1e-5 * rng.normal(size=economy.flows.shape))))
    weight = 1 / (1 - 0.5 / 1.5)  # consumption over consumption net of effort
    first_order = weight * np.log(after.real_wage_hat)
    assert np.log(welfare_net_of_labour_hat(after)) == pytest.approx(first_order, abs=1e-8)
    assert np.abs(np.log(after.labour_hat)).max() > 1e-7


def test_two_economies_have_opposite_terms_of_trade_and_the_taxed_one_loses() -> None:
    pair = Economy(["A", "B"], np.array([[80.0, 20], [30, 60]]), 4.0)
    terms = terms_of_trade_hat(solve(pair, Shock(np.array([[0, 0], [0.2, 0]]))))
    assert terms[0] * terms[1] == pytest.approx(1, rel=1e-12)
    assert terms[0] > 1 > terms[1]


@settings(max_examples=20)
@given(seeds)
def test_an_export_tax_is_in_the_price_of_exports(seed: int) -> None:
    """Uniform tax on exports or on imports: the same world, so the same terms of trade (Lerner)."""
    economy, _ = world(seed, taxed=False)
    tariff, export_tax = np.zeros(economy.flows.shape), np.zeros(economy.flows.shape)
    tariff[1:, 0] = export_tax[0, 1:] = 0.2
    on_imports, on_exports = solve(economy, Shock(tariff)), solve(economy, Shock(export_tax=export_tax))
    assert terms_of_trade_hat(on_exports) == pytest.approx(terms_of_trade_hat(on_imports), rel=1e-9)


@pytest.mark.parametrize("closure", CLOSURES)
def test_prices_against_the_world_average_to_one(closure: str) -> None:
    economy, rng = world(4, "all")
    after = solve(economy, Shock(rates(rng, len(economy.names))), closure)  # type: ignore[arg-type]
    spent = after.economy.expenditure
    assert price_against_world_hat(after) @ spent == pytest.approx(spent.sum(), rel=1e-12)
