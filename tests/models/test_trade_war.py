"""Two governments, three policies each."""

import numpy as np
import pytest

from parley.models.armington import Economy, Shock, solve
from parley.models.optimal_tariffs import best_tariff, instrument, nash
from tests.models.nine_worlds import Payoffs, payoffs
from tests.models.worlds import FloatArray


@pytest.fixture(scope="module")
def economy() -> Economy:
    trade = np.array([[800.0, 60, 90], [90, 700, 80], [70, 60, 900]])
    base = np.array([[0, 0.1, 0], [0.03, 0, 0.02], [0.03, 0.05, 0]])
    return Economy(["USA", "CHN", "ROW"], trade, 4.0, tariff=base)


@pytest.fixture(scope="module")
def scenario(economy: Economy) -> FloatArray:
    rates = economy.tariff.copy()
    rates[1, 0], rates[2, 0], rates[2, 1] = 0.5, 0.1, 0.9
    return rates


@pytest.fixture(scope="module")
def game(economy: Economy, scenario: FloatArray) -> Payoffs:
    return payoffs(economy, "USA", "CHN", scenario)


def test_nobody_moving_is_the_base(game: Payoffs) -> None:
    assert game.real_income_hat[0, 0].tolist() == [1, 1]
    assert game.real_income_hat[0, 1].tolist() == [1, 1]  # in kind to nothing is nothing


def test_the_scenario_is_the_first_governments_column_alone(
    game: Payoffs, economy: Economy, scenario: FloatArray
) -> None:
    world = game.worlds[1][0]
    assert (world.tariff[:, 0] == scenario[:, 0]).all()
    assert (world.tariff[:, 1:] == economy.tariff[:, 1:]).all()
    assert world.real_income_hat == pytest.approx(solve(economy, Shock(world.tariff)).real_income_hat, rel=1e-10)


def test_in_kind_is_the_rate_met_and_never_below_the_base(game: Payoffs, economy: Economy) -> None:
    assert game.rates[1, 1].tolist() == [0.5, 0.5]
    low = economy.tariff.copy()
    low[1, 0] = 0.05
    assert payoffs(economy, "USA", "CHN", low).rates[1, 1].tolist() == [0.05, 0.1]


def test_the_best_answers_are_those_of_the_single_searches(game: Payoffs, economy: Economy) -> None:
    first, second = instrument(economy, "USA", ["CHN"]), instrument(economy, "CHN", ["USA"])
    assert game.rates[2, 0, 0] == pytest.approx(best_tariff(economy, first).rate, abs=1e-6)
    assert game.rates[0, 2, 1] == pytest.approx(best_tariff(economy, second).rate, abs=1e-6)
    assert game.rates[2, 2] == pytest.approx(nash(economy, [first, second]).rates, abs=1e-6)


def test_a_best_answer_is_at_least_as_good_as_any_other_answer(game: Payoffs) -> None:
    income = game.real_income_hat
    assert (income[0, 2, 1] >= income[0, :2, 1]).all()
    assert (income[1, 2, 1] >= income[1, :2, 1]).all()
    assert income[2, 0, 0] >= income[0, 0, 0]


def test_an_answer_in_kind_is_taken_into_account(game: Payoffs) -> None:
    """Knowing that China answers in kind, the first government asks for less than if it did not answer."""
    assert game.rates[2, 1, 0] < game.rates[2, 0, 0]
    assert game.rates[2, 1, 1] == max(game.rates[2, 1, 0], 0.1)


def test_retaliation_lowers_the_income_of_the_one_who_began(game: Payoffs) -> None:
    assert (game.real_income_hat[1, 1:, 0] < game.real_income_hat[1, 0, 0]).all()


def test_a_scenario_with_a_bad_cell_is_refused(economy: Economy) -> None:
    bad = economy.tariff.copy()
    bad[1, 0] = np.nan
    with pytest.raises(ValueError, match=r"scenario\[CHN, USA\] is nan"):
        payoffs(economy, "USA", "CHN", bad)
