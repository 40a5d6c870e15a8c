"""What a caller may hand to the one-sector world model, and what is refused before any solving."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parley.models.armington import Economy, Shock, balanced, solve
from parley.models.errors import ModelInputError
from parley.models.optimal_tariffs import instrument

NAMES = ("CHN", "USA", "ROW")
FLOWS = np.array([[100.0, 20, 10], [10, 150, 10], [15, 25, 200]])


def changed(matrix: Any, cell: tuple[int, ...], value: float) -> Any:
    copy = np.array(matrix, dtype=float)
    copy[cell] = value
    return copy


def economy(**options: Any) -> Economy:
    return Economy(**{"names": NAMES, "flows": FLOWS, "trade_elasticity": 4.0, **options})


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"tariff": changed(np.zeros((3, 3)), (0, 1), np.nan)}, r"tariff\[CHN, USA\] is nan"),
        ({"tariff": changed(np.zeros((3, 3)), (0, 1), np.inf)}, r"tariff\[CHN, USA\] is inf"),
        ({"tariff": changed(np.zeros((3, 3)), (0, 1), -1)}, r"tariff\[CHN, USA\] is -1"),
        ({"tariff": changed(np.zeros((3, 3)), (0, 1), -0.51)}, r"tariff\[CHN, USA\] is -0.51"),
        ({"tariff": changed(np.zeros((3, 3)), (1, 1), 0.1)}, r"tariff\[USA, USA\] is 0.1; .* own goods"),
        ({"tariff": np.zeros((2, 2))}, r"tariff has the shape \(2, 2\)"),
        ({"export_tax": changed(np.zeros((3, 3)), (2, 2), 0.1)}, r"export_tax\[ROW, ROW\]"),
        ({"flows": changed(FLOWS, (2, 1), -3)}, r"flows\[ROW, USA\] is -3; trade cannot be negative"),
        ({"flows": changed(FLOWS, (2, 1), np.nan)}, r"flows\[ROW, USA\] is nan"),
        ({"flows": np.vstack([FLOWS[:2], np.zeros(3)])}, r"income\[ROW\] is 0"),
        ({"flows": np.column_stack([np.zeros(3), FLOWS[:, 1:]])}, r"expenditure\[CHN\] is 0"),
        ({"flows": FLOWS[:2]}, "flows has the shape"),
        ({"flows": "many"}, "flows does not hold numbers"),
        ({"names": ("CHN", "USA", "USA")}, r"names\[2\] 'USA'"),
        ({"names": ("CHN", "USA", "")}, r"names\[2\] is ''"),
        ({"names": ("CHN",)}, "at least two"),
        ({"trade_elasticity": 0.0}, "trade_elasticity is 0.0; it must be a number above 0"),
        ({"trade_elasticity": -4.0}, "trade_elasticity"),
        ({"trade_elasticity": np.nan}, "trade_elasticity is nan"),
        ({"labour_supply_elasticity": -0.1}, "labour_supply_elasticity"),
        ({"scale_elasticity": np.inf}, "scale_elasticity"),
        ({"overhead_share": np.array([0, 1.0, 0])}, r"overhead_share\[USA\] is 1"),
        ({"pass_through": np.array([0, 1.0, 1])}, r"pass_through\[CHN\] is 0"),
        ({"home_elasticity_ratio": 0.0}, "home_elasticity_ratio"),
    ],
)
def test_an_economy_that_cannot_be_solved_is_refused_naming_the_cell(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelInputError, match=says) as caught:
        economy(**options)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("shock", "says"),
    [
        (Shock(tariff=changed(np.zeros((3, 3)), (0, 1), np.nan)), r"tariff\[CHN, USA\] is nan"),
        (Shock(tariff=changed(np.zeros((3, 3)), (1, 1), 0.2)), r"tariff\[USA, USA\]"),
        (Shock(export_tax=changed(np.zeros((3, 3)), (0, 2), -2)), r"export_tax\[CHN, ROW\] is -2"),
        (Shock(cost_hat=changed(np.ones((3, 3)), (0, 1), 0)), r"cost_hat\[CHN, USA\] is 0"),
        (Shock(tariff=np.zeros(3)), r"tariff has the shape \(3,\)"),
    ],
)
def test_a_shock_that_cannot_be_solved_is_refused_naming_the_cell(shock: Shock, says: str) -> None:
    with pytest.raises(ModelInputError, match=says):
        solve(economy(), shock)


def test_an_unknown_closure_numeraire_or_name_is_refused() -> None:
    with pytest.raises(ModelInputError, match="'open'; use one of balanced"):
        solve(economy(), Shock(), "open")  # type: ignore[arg-type]
    with pytest.raises(ModelInputError, match="'XYZ' is not in the world"):
        solve(economy(), Shock(), "additive", numeraire="XYZ")
    with pytest.raises(ModelInputError, match="'XYZ'"):
        instrument(economy(), "XYZ")
    other = solve(Economy(["A", "B"], np.ones((2, 2)), 4.0), Shock())
    with pytest.raises(ModelInputError, match="other economies"):
        solve(economy(), Shock(cost_hat=np.full((3, 3), 1.1)), start=other)


def test_trade_that_goes_one_way_cannot_be_balanced() -> None:
    only_buys = np.array([[100.0, 20, 0], [10, 150, 0], [15, 25, 200]]).T
    with pytest.raises(ModelInputError, match=r"exports\[ROW\] is 0 while it imports"):
        balanced(economy(flows=only_buys))
    with pytest.raises(ModelInputError, match=r"imports\[ROW\] is 0 while it exports"):
        balanced(economy(flows=only_buys.T))


def test_a_tax_smaller_than_the_revenue_cannot_be_relieved() -> None:
    tiny_income = np.array([[1.0, 0, 1], [50, 150, 10], [50, 25, 200]])
    taxed = changed(np.zeros((3, 3)), (1, 0), 0.5)
    with pytest.raises(ModelInputError, match=r"revenue\[CHN\] is 25, not below factor income"):
        economy(flows=tiny_income, tariff=taxed, labour_supply_elasticity=0.5, income_tax_relief=True)


def test_a_subsidy_down_to_one_half_is_allowed_and_flagged() -> None:
    subsidised = solve(economy(), Shock(tariff=changed(np.zeros((3, 3)), (0, 1), -0.5)))
    taxed = solve(economy(), Shock(tariff=changed(np.zeros((3, 3)), (0, 1), 0.5)))
    assert (subsidised.has_subsidy, taxed.has_subsidy) == (True, False)
    assert subsidised.revenue[1] < 0 < taxed.revenue[1]


def test_a_single_number_stands_for_every_cell_and_lists_are_arrays() -> None:
    listed = Economy(list(NAMES), FLOWS.tolist(), 4, overhead_share=0.1)  # type: ignore[arg-type]
    assert listed.overhead_share.tolist() == [0.1, 0.1, 0.1]
    after = solve(listed, Shock(tariff=[[0, 0.1, 0], [0, 0, 0], [0, 0, 0]]))  # type: ignore[arg-type]
    assert after.real_income_hat[0] < 1


def test_what_was_handed_in_is_copied_and_cannot_be_changed_afterwards() -> None:
    flows = FLOWS.copy()
    held = economy(flows=flows)
    flows[0, 1] = 1e9
    assert held.flows[0, 1] == 20
    with pytest.raises(ValueError, match="read-only"):
        held.flows[0, 1] = 1


def test_an_economy_made_of_another_shares_what_nobody_can_change() -> None:
    first = economy()
    assert replace(first, trade_elasticity=5.0).flows is first.flows
    view = FLOWS.copy()[:]
    view.setflags(write=False)  # its owner can still write
    assert economy(flows=view).flows is not view


def test_shares_and_spending_are_the_same_economy_as_its_flows() -> None:
    tariff = changed(np.zeros((3, 3)), (0, 1), 0.25)
    by_flows = economy(tariff=tariff)
    by_shares = Economy.from_shares(NAMES, by_flows.trade_share, by_flows.expenditure, 4.0, tariff=tariff)
    assert by_shares.flows == pytest.approx(FLOWS, rel=1e-12)
    rounded = np.round(by_flows.trade_share, 4)
    assert Economy.from_shares(NAMES, rounded, by_flows.expenditure, 4.0).trade_share.sum(axis=0) == pytest.approx(1)


def test_shares_that_do_not_add_to_one_or_are_negative_are_refused() -> None:
    share = FLOWS / FLOWS.sum(axis=0)
    with pytest.raises(ModelInputError, match=r"sum of trade_share\[USA\] is 1.01"):
        Economy.from_shares(NAMES, changed(share, (1, 1), share[1, 1] + 0.01), FLOWS.sum(axis=0), 4.0)
    with pytest.raises(ModelInputError, match=r"trade_share\[CHN, USA\] is -0.1"):
        Economy.from_shares(NAMES, changed(share, (0, 1), -0.1), FLOWS.sum(axis=0), 4.0)


def test_the_accounts_of_the_base_year_are_those_of_its_taxes() -> None:
    """By hand: the USA pays 25% on 20 from China; China taxes its exports to ROW, 10 as recorded, at 25%."""
    held = economy(tariff=changed(np.zeros((3, 3)), (0, 1), 0.25), export_tax=changed(np.zeros((3, 3)), (0, 2), 0.25))
    assert held.expenditure.tolist() == [125, 200, 220]
    assert held.income.tolist() == [128, 170, 240]
    assert held.revenue.tolist() == [2, 5, 0]
    assert held.transfer.tolist() == [-5, 25, -20]
    assert (held.exports.tolist(), held.imports.tolist()) == ([30, 20, 40], [25, 45, 20])
