"""The base year of the sector model: what it refuses, and the same with other elasticities."""

import dataclasses

import numpy as np
import pytest

from parley.models.caliendo_parro_2015 import solve
from parley.models.errors import ModelInputError
from tests.models.sector_economies import random_economy, random_shock

BAD = [
    ("trade_share", (1, 2, 0), -0.1, r"trade_share\[C1, C2, S0\] is -0.1; it must not be negative"),
    ("trade_share", (1, 2, 0), np.nan, r"trade_share\[C1, C2, S0\] is nan"),
    ("trade_share", (1, 1, 0), 3.0, r"trade_share\[C1, S0\] is .*; the sum over exporters must be 1"),
    ("final_share", (2, 1), 0.9, r"final_share\[C2\] is .*; the sum over sectors must be 1"),
    ("value_added_share", (0, 2), 1.5, r"cost shares\[C0, S2\] is .*; value added and inputs must add to 1"),
    ("input_share", (0, 1, 3), -0.2, r"input_share\[S0, S1, C3\] is -0.2"),
    ("value_added", (1,), 0.0, r"value_added\[C1\] is 0; it must be positive"),
    ("trade_elasticity", (2,), 0.05, r"trade_elasticity\[S2\] is 0.05; the least is 0.1"),
    ("tariff", (0, 1, 2), -0.6, r"tariff\[C0, C1, S2\] is -0.6; the least is -0.5"),
    ("tariff", (1, 1, 2), 0.1, r"tariff\[C1, C1, S2\] is 0.1; a country's tax on its own goods must be zero"),
    ("export_tax", (0, 1, 2), np.inf, r"export_tax\[C0, C1, S2\] is inf"),
    ("transfer", (1,), 1e6, "transfer adds to"),
]


@pytest.mark.parametrize(("name", "cell", "value", "says"), BAD)
def test_a_bad_cell_of_the_economy_is_named(name: str, cell: tuple[int, ...], value: float, says: str) -> None:
    economy = random_economy(20)
    array = getattr(economy, name).copy()
    array[cell] = value
    with pytest.raises(ModelInputError, match=says):
        dataclasses.replace(economy, **{name: array})


def test_an_economy_with_other_elasticities_is_that_built_with_them_and_shares_its_tables() -> None:
    economy = random_economy(6, 4, 3)
    other = np.array([2.0, 5.5, 9.0])
    made = economy.with_elasticity(other)
    assert made.trade_share is economy.trade_share
    assert made.inputs is economy.inputs
    built = dataclasses.replace(economy, trade_elasticity=other)
    shock = random_shock(economy, 56)
    found, wanted, own = (solve(each, shock, tolerance=1e-12) for each in (made, built, economy))
    assert found.real_income_hat == pytest.approx(wanted.real_income_hat, rel=1e-10)
    assert found.flows == pytest.approx(wanted.flows, rel=1e-8, abs=1e-12)
    assert found.real_income_hat != pytest.approx(own.real_income_hat, rel=1e-4)
    with pytest.raises(ModelInputError, match="the least is"):
        economy.with_elasticity(np.array([2.0, 0.05, 9.0]))
