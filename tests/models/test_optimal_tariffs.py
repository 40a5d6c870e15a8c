"""The best tariff for the economy that sets it: closed forms, small economies, Nash."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.optimal_tariffs import HIGHEST, Instrument, best_tariff, instrument, nash
from tests.models.worlds import seeds, world


def pair(own_share: float, eps: float = 4.0) -> Economy:
    other = 1 - own_share
    return Economy(["A", "B"], np.array([[own_share, other], [other, own_share]]), eps)


def own_share_before_duty(after: Equilibrium, place: int) -> float:
    """Home goods in spending at prices before duty."""
    return float(after.flows[place, place] / after.flows[:, place].sum())


def test_the_best_tariff_of_two_equals_is_the_closed_form() -> None:
    """Own share 0.8, elasticity 4, no foreign tariff: 0.28602854, and 1 / (eps times the foreign own share)."""
    best = best_tariff(pair(0.8), instrument(pair(0.8), "A"))
    assert best.rate == pytest.approx(0.28602854, abs=1e-6)
    assert best.rate == pytest.approx(1 / (4 * best.equilibrium.trade_share[1, 1]), abs=1e-6)
    assert not best.is_at_bound


@settings(max_examples=10)
@given(st.floats(0.5, 0.95), st.floats(1.5, 8))
def test_the_formula_of_gros_holds_for_any_pair(own_share: float, eps: float) -> None:
    economy = pair(own_share, eps)
    best = best_tariff(economy, instrument(economy, "A"))
    assert best.rate == pytest.approx(1 / (eps * own_share_before_duty(best.equilibrium, 1)), abs=1e-6)


@pytest.mark.parametrize("eps", [2.0, 4.0, 8.0])
def test_in_nash_each_rate_is_the_formula_at_the_others_share(eps: float) -> None:
    economy = pair(0.8, eps)
    game = nash(economy, [instrument(economy, "A"), instrument(economy, "B")])
    assert game.rates[0] == pytest.approx(game.rates[1], abs=1e-6)
    for place in (0, 1):
        share = own_share_before_duty(game.equilibrium, 1 - place)
        assert game.rates[place] == pytest.approx(1 / (eps * share), abs=1e-6)
    assert (game.equilibrium.real_income_hat < 1).all()


@settings(max_examples=5)
@given(seeds)
def test_no_government_gains_by_leaving_nash(seed: int) -> None:
    economy, _ = world(seed, taxed=False, least=3)
    tools = [instrument(economy, name) for name in economy.names[:2]]
    game = nash(economy, tools)
    for tool, rate in zip(tools, game.rates, strict=True):
        here = game.equilibrium.real_income_hat[tool.importer]
        for other in (rate - 0.01, rate + 0.01):
            moved = solve(economy, Shock(tool.set(game.equilibrium.tariff, other)))
            assert moved.real_income_hat[tool.importer] < here


def test_the_best_tariff_of_a_small_economy_is_one_over_the_elasticity() -> None:
    size = np.array([0.001, 1.0, 1.0, 1.0])
    trade = 0.2 * np.outer(size, size) / size.sum()
    np.fill_diagonal(trade, size - trade.sum(axis=0))
    economy = Economy(["small", "a", "b", "c"], trade, 4.0)
    best = best_tariff(economy, instrument(economy, "small"))
    assert best.rate == pytest.approx(0.25, abs=0.002)


def test_own_income_rises_to_the_best_tariff_and_falls_after_it() -> None:
    economy, _ = world(21, taxed=False, least=4)
    tool = instrument(economy, "E0")
    best = best_tariff(economy, tool).rate
    rates = np.linspace(0, 2, 81)
    income = [solve(economy, Shock(tool.set(economy.tariff, rate))).real_income_hat[0] for rate in rates]
    turns = np.diff(np.sign(np.diff(income)))
    assert np.count_nonzero(turns) == 1
    assert abs(rates[int(np.argmax(income))] - best) <= 0.025


def test_with_a_transfer_fixed_in_world_income_no_rate_is_too_high() -> None:
    """The reason for the warning on that closure: the receiver's income rises to the end of the range."""
    trade = np.array([[70.0, 10], [40, 80]])
    economy = Economy(["receiver", "giver"], trade, 4.0)
    best = best_tariff(economy, instrument(economy, "receiver"), closure="share_of_world_income")
    assert best.is_at_bound and best.rate == pytest.approx(HIGHEST)
    assert not best_tariff(economy, instrument(economy, "receiver")).is_at_bound


def test_an_instrument_sets_its_own_cells_and_no_other() -> None:
    economy, _ = world(5, least=4)
    tool = instrument(economy, "E1", ["E3"])
    changed = tool.set(economy.tariff, 0.9) != economy.tariff
    assert np.argwhere(changed).tolist() == [[3, 1]]
    everybody = instrument(economy, "E1")
    assert sorted(everybody.exporters) == [n for n in range(len(economy.names)) if n != 1]
    with pytest.raises(ValueError, match="own goods"):
        instrument(economy, "E1", ["E1"])


def test_the_best_tariff_on_one_partner_keeps_the_others_as_they_are() -> None:
    economy, _ = world(6, least=4)
    best = best_tariff(economy, Instrument(0, np.array([2])))
    kept = np.ones(economy.flows.shape, dtype=bool)
    kept[2, 0] = False
    assert (best.equilibrium.tariff[kept] == economy.tariff[kept]).all()
