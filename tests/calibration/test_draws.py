"""Draws of the world model: ranges from the parameter file, the same answers as single solves, closures apart."""

import gc
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest

from parley.calibration import draws
from parley.calibration.draws import world_model, world_spreads
from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.errors import ModelInputError
from parley.models.uncertainty import run


@pytest.fixture
def economy() -> Economy:
    rng = np.random.default_rng(3)
    flows = rng.uniform(1, 10, (5, 5))
    np.fill_diagonal(flows, rng.uniform(80, 200, 5))
    return Economy(["USA", "CHN", "DEU", "JPN", "ROW"], flows, 4.0)


@pytest.fixture
def shock() -> Shock:
    tariff = np.zeros((5, 5))
    tariff[1:, 0] = 0.1
    tariff[1, 0] = tariff[0, 1] = 0.5
    return Shock(tariff=tariff)


def income(solved: Equilibrium) -> np.ndarray:
    return solved.real_income_hat


def test_ranges_are_those_of_the_parameter_file() -> None:
    elasticity, ratio = world_spreads("demand")
    assert (elasticity.shape, elasticity.central, elasticity.log_sd) == ("lognormal", 4, 0.45)
    assert (ratio.low, ratio.high) == (0.57, 1)
    assert (world_spreads("labour")[1].low, world_spreads("labour")[1].high) == (0, 1)
    with pytest.raises(ModelInputError, match="demand, labour"):
        world_spreads("both")  # type: ignore[arg-type]


@pytest.mark.parametrize("design", draws.DESIGNS)
@pytest.mark.parametrize("closure", ["balanced", "share_of_world_income"])
def test_a_draw_is_the_same_as_one_solve_from_scratch(
    economy: Economy, shock: Shock, design: draws.Design, closure: draws.Closure
) -> None:
    found = run(world_model(economy, shock, closure, income, design), world_spreads(design), count=16)
    option = {"demand": "home_elasticity_ratio", "labour": "labour_supply_elasticity"}[design]
    for (elasticity, second), row in zip(found.parameters, found.outcomes, strict=True):
        alone = replace(economy, trade_elasticity=elasticity, **{option: second})  # type: ignore[arg-type]
        assert row == pytest.approx(income(solve(alone, shock, closure)), abs=1e-9)
    assert found.failed == 0


def test_the_second_time_the_deficits_are_not_removed_again(economy: Economy, shock: Shock) -> None:
    first = run(world_model(economy, shock, "balanced", income), world_spreads(), count=8)
    assert len(draws._PURGED[economy]) == 8
    other = Shock(tariff=shock.tariff * 0.5)  # type: ignore[operator]
    again = run(world_model(economy, other, "balanced", income), world_spreads(), count=8)
    assert len(draws._PURGED[economy]) == 8
    for parameters, row in zip(again.parameters, again.outcomes, strict=True):
        alone = replace(economy, trade_elasticity=parameters[0], home_elasticity_ratio=parameters[1])
        assert row == pytest.approx(income(solve(alone, other)), abs=1e-9)
    assert (first.outcomes != again.outcomes).all()


def test_what_is_remembered_goes_with_the_economy(economy: Economy, shock: Shock) -> None:
    passing = replace(economy)
    watched = ref(passing)
    run(world_model(passing, shock, "balanced", income), world_spreads(), count=4)
    assert passing in draws._PURGED
    del passing
    gc.collect()
    assert watched() is None
