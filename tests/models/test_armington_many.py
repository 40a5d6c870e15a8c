"""Many tariffs at once: each is the answer of the solver that solves one alone."""

from dataclasses import replace

import numpy as np
import pytest

from parley.models.armington import Economy, Shock, solve
from parley.models.armington_many import can_start, solve_from
from parley.models.errors import ModelInputError

FLOWS = np.array([[800.0, 40, 60, 9], [70, 500, 30, 8], [50, 20, 900, 7], [12, 6, 4, 60]])
NAMES = ("A", "B", "C", "D")


def economy(ratio: float = 0.6) -> Economy:
    tariff = np.full((4, 4), 0.05)
    np.fill_diagonal(tariff, 0)
    return Economy(NAMES, FLOWS, 4.0, tariff=tariff, home_elasticity_ratio=ratio)


def tariffs(count: int) -> list[np.ndarray]:
    draw = np.random.default_rng(20261128)
    found = [draw.uniform(0, 0.8, (4, 4)) for _ in range(count)]
    for rates in found:
        np.fill_diagonal(rates, 0)
    return found


@pytest.mark.parametrize("ratio", [0.6, 1.0])
def test_every_shock_is_the_answer_of_the_plain_solver(ratio: float) -> None:
    base = economy(ratio)
    moved = base.tariff.copy()
    moved[0, 1] = 0.2
    start = solve(base, Shock(tariff=moved))  # at rest elsewhere than the base, as on the day of a scenario
    for rates, found in zip(tariffs(20), solve_from(start, tariffs(20)), strict=True):
        alone = solve(base, Shock(tariff=rates))
        assert found is not None
        for name in ("wage_hat", "price_hat", "real_income_hat", "expenditure", "income"):
            assert getattr(found, name) == pytest.approx(getattr(alone, name), rel=1e-8), name
        assert found.flows == pytest.approx(alone.flows, rel=1e-7)
        assert found.revenue == pytest.approx(alone.revenue, rel=1e-6, abs=1e-6)
        assert found.income.sum() == pytest.approx(alone.economy.income.sum(), rel=1e-12)


def test_without_a_shock_nothing_moves() -> None:
    start = solve(economy(), Shock())
    (found,) = solve_from(start, [start.tariff])
    assert found is not None
    assert found.real_income_hat == pytest.approx(np.ones(4), abs=1e-12)


def test_no_shock_is_no_answer_and_one_too_far_says_so() -> None:
    start = solve(economy(), Shock())
    assert solve_from(start, []) == []
    closed = np.full((4, 4), 1e9)
    np.fill_diagonal(closed, 0)
    far, near = solve_from(start, [closed, tariffs(1)[0]])
    assert near is not None
    assert far is None or far.residual <= 1e-9


def test_what_it_does_not_hold_is_refused() -> None:
    transfers = solve(economy(), Shock(), "share_of_own_income")
    labour = solve(replace(economy(1.0), labour_supply_elasticity=0.5), Shock())
    taxed = solve(economy(), Shock(export_tax=np.where(np.eye(4), 0, 0.1)))
    for start in (transfers, labour, taxed):
        assert not can_start(start)
        with pytest.raises(ModelInputError, match="solve it alone"):
            solve_from(start, tariffs(1))
