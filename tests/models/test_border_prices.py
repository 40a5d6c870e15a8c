"""Fixed border prices and implied pass-through: identities, and a case worked by hand."""

import numpy as np
import pytest

from parley.models.armington import Economy, Shock, solve
from parley.models.border_prices import at_given_wages, pass_through
from parley.models.errors import ModelInputError


def two(elasticity: float = 4.0) -> Economy:
    return Economy(["A", "B"], np.array([[80.0, 20.0], [20.0, 80.0]]), trade_elasticity=elasticity)


def raised(rate: float) -> Shock:
    return Shock(tariff=np.array([[0.0, 0.0], [rate, 0.0]]))


def test_a_duty_at_given_wages_costs_the_triangle_that_textbooks_draw() -> None:
    """One good of each country: E' = Y + t/(1+t) m E', P^-e = h + f (1+t)^-e, by hand with e = 4, t = 10%."""
    base = two()
    before = solve(base, Shock())
    after = at_given_wages(before, raised(0.1))
    pull = 0.2 * 1.1**-4
    share = pull / (0.8 + pull)
    income = 1 / (1 - share * 0.1 / 1.1)
    price = (0.8 + pull) ** (-1 / 4)
    assert after.real_income_hat == pytest.approx([income / price, 1.0], rel=1e-12)
    assert after.real_income_hat[0] < 1 < solve(base, raised(0.1)).real_income_hat[0]  # wages that answer: a gain


def test_a_duty_already_in_force_changes_nothing() -> None:
    before = solve(two(), raised(0.2))
    after = at_given_wages(before, raised(0.2))
    assert after.real_income_hat == pytest.approx(before.real_income_hat, rel=1e-9)
    assert after.flows == pytest.approx(before.flows, rel=1e-9)


def test_at_the_wages_that_clear_it_is_the_solved_world() -> None:
    solved = solve(two(), raised(0.2))
    assert at_given_wages(solved, raised(0.2)).price_hat == pytest.approx(solved.price_hat, rel=1e-9)


def test_pass_through_is_one_where_prices_stay_and_falls_with_what_exporters_give_up() -> None:
    power, weight = np.log([1.1, 1.2, 1.0]), np.array([2.0, 1.0, 5.0])
    assert pass_through(power, np.zeros(3), weight) == 1
    assert pass_through(power, -0.25 * power, weight) == pytest.approx(0.75)
    assert pass_through(power, np.array([0.0, 0.0, -1.0]), weight) == 1  # a flow without a new duty does not count


def test_without_a_duty_that_moves_there_is_no_pass_through() -> None:
    with pytest.raises(ModelInputError, match="tariff"):
        pass_through(np.zeros(2), np.zeros(2), np.ones(2))
