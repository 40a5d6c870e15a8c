"""How the sector model's prices, spending and trade balances answer to wages near a state, as a rule its base.

The Jacobian of the equations is never formed. Prices answer to prices, and spending to spending, mostly within a
country: these blocks are inverted. How all prices and all spending answer to each wage is found once, by iterating
the linearised equations of ``sector_equations``; with it comes the answer of every trade balance to every wage, whose
inverse steers the wages. Where the base has changed little, so have these derivatives: they steer the steps of the
solver and do not enter its solution.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.axes import SECTOR, TURNED_EXPORTER, TURNED_SECTOR
from parley.models.errors import ModelInputError
from parley.models.sector_economy import FloatArray
from parley.models.sector_equations import Accounts, State, Technology, Weights, accounts, at_costs

SingleArray = npt.NDArray[np.float32]

ROUGH, LOOSE, CLOSE = 1e-2, 1e-4, 1e-11  # error of the answers, relative; close where trade has all but ended
MOST_SWEEPS = 200


@dataclass(frozen=True, eq=False)
class Steering:
    """Derivatives at a state. N countries, S sectors.

    ``own_price``, ``own_spending`` [country, sector, sector]: inverses within a country. ``wage`` [country, country]:
    inverse answer of trade balances, relative to factor income, to log wages. ``price_by_wage``, ``spending_by_wage``
    [N x S, country]: answers to log wages of ln P - ln w and of X' / (w scale), ``scale`` [country, 1]. The large ones
    are in single precision, which halves the time of a step and costs it nothing.
    """

    own_price: SingleArray
    own_spending: SingleArray
    wage: FloatArray
    price_by_wage: SingleArray
    spending_by_wage: SingleArray
    scale: FloatArray

    def step(self, price: FloatArray, spending: FloatArray, trade: FloatArray) -> FloatArray:
        """An approximate Newton step from the residuals: wages close the trade balances, the rest follows them.

        ``price``, ``spending`` [country, sector] and ``trade`` [country] are those of ``System.residuals``; the step is
        in the order of ``System.pack`` in ``sector_solver``.
        """
        wage = -(self.wage @ trade)
        single = wage.astype(np.float32)
        by_price = self.settle(self.own_price, price).ravel() + self.price_by_wage @ single
        by_spending = self.settle(self.own_spending, spending).ravel() + self.spending_by_wage @ single
        return np.concatenate([wage, by_price, by_spending])

    @staticmethod
    def settle(inverse: SingleArray, residual: FloatArray) -> FloatArray:
        """Residuals [country, sector] of prices or spending through the inverse within a country."""
        step: SingleArray = np.matmul(inverse, residual.astype(np.float32)[:, :, None])[:, :, 0]
        return step.astype(np.float64)


def steering_at(technology: Technology, weights: Weights, state: State, tolerance: float = LOOSE) -> Steering:
    """The derivatives at a state, iterated until none moves by more than ``tolerance``. Raises ModelInputError."""
    at = accounts(technology, weights, state)
    local = at_costs(technology, weights, at.log_cost)
    own_price, own_spending = own_price_inverse(technology, local), own_spending_inverse(technology, local)
    price = _price_by_wage(technology, local, own_price, tolerance)
    spending, gap = _spending_by_wage(technology, local, state, at, own_spending, price, tolerance)
    wage, (countries, sectors) = np.exp(state.log_wage), state.expenditure.shape
    income = wage * technology.value_added
    nominal = np.maximum(state.expenditure.mean(axis=SECTOR), np.finfo(float).tiny)
    relative = spending / nominal[:, None, None]
    # Relative to the own wage: what a wage does to prices and spending at home alone is not in the unknowns.
    each = np.arange(countries)
    price[each, :, each] -= 1
    relative[each, :, each] -= state.expenditure / nominal[:, None]
    return Steering(
        own_price=own_price.astype(np.float32),
        own_spending=own_spending.astype(np.float32),
        # The trade balances do not tell the level of wages, which the added row holds; nor relative wages between
        # countries that do not trade, which the pseudo-inverse leaves alone.
        wage=np.linalg.pinv(gap / income[:, None] + income / income.sum()),
        price_by_wage=price.reshape(countries * sectors, countries).astype(np.float32),
        spending_by_wage=relative.reshape(countries * sectors, countries).astype(np.float32),
        scale=(nominal / wage)[:, None],
    )


def own_price_inverse(technology: Technology, weights: Weights) -> FloatArray:
    """(I - diag(own share) Gamma')^-1 by country, [country, sector, sector]. Raises ModelInputError."""
    own_share = np.einsum("snn->ns", weights.price)
    return _inverse(own_share[:, :, None] * technology.inputs.mT)


def own_spending_inverse(technology: Technology, weights: Weights) -> FloatArray:
    """(I - Gamma diag(own share) - alpha r)^-1 by country, r the duty per unit spent; [country, sector, sector].

    Raises ModelInputError.
    """
    own_share = np.einsum("snn->ns", weights.net)
    revenue = 1 - weights.border.sum(axis=TURNED_EXPORTER).T
    return _inverse(
        technology.inputs * own_share[:, None, :] + technology.final_share[:, :, None] * revenue[:, None, :]
    )


def _inverse(block: FloatArray) -> FloatArray:
    """(I - block)^-1 by country."""
    matrix: FloatArray = np.eye(block.shape[1], dtype=np.float64) - block
    try:
        inverse: FloatArray = np.linalg.inv(matrix).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        raise ModelInputError("input_share", "leaves a country no value added along a chain of inputs") from None
    return inverse


def _price_by_wage(technology: Technology, weights: Weights, own_inverse: FloatArray, tolerance: float) -> FloatArray:
    """d ln P / d ln w of equations (1) and (2), [country, sector, wage]."""
    price: FloatArray = np.zeros((*technology.final_share.shape, len(own_inverse)))
    for _ in range(MOST_SWEEPS):
        cost = _cost_by_wage(technology, price)
        change = _swapped(np.matmul(weights.price, _swapped(cost))) - price
        price += np.matmul(own_inverse, change)
        if not np.abs(change).max() > tolerance:
            break
    return price


def _swapped(by_wage: FloatArray) -> FloatArray:
    """[country, sector, wage] as [sector, country, wage], or back again; a view, not a copy."""
    return by_wage.swapaxes(0, 1)


def _cost_by_wage(technology: Technology, price: FloatArray) -> FloatArray:
    """d ln c / d ln w of equation (1), [country, sector, wage]."""
    cost: FloatArray = np.matmul(technology.inputs.mT, price)
    each = np.arange(len(cost))
    cost[each, :, each] += technology.value_added_share
    return cost


def _spending_by_wage(
    technology: Technology,
    weights: Weights,
    state: State,
    at: Accounts,
    own_inverse: FloatArray,
    price: FloatArray,
    tolerance: float,
) -> tuple[FloatArray, FloatArray]:
    """dX' / d ln w of equations (4) to (7), [country, sector, wage]; d gap / d ln w of (8), [country, wage]."""
    theta = technology.elasticity[:, None, None]
    cost, by_price = (_swapped(array) for array in (_cost_by_wage(technology, price), price))
    bought = state.expenditure.T[:, :, None]
    pull = theta * by_price * bought  # A dearer market at unchanged spending buys more from each given cost.
    border_share = weights.border.sum(axis=TURNED_EXPORTER)
    before_tariff = border_share[:, :, None] * pull - theta * bought * np.matmul(weights.border, cost)
    wage = np.exp(state.log_wage)
    moved = technology.transfers(wage)
    transfers = np.diag(moved.by_own_income) + np.outer(moved.to, moved.by_wage)
    income = np.diag(wage * technology.value_added) + transfers
    spending = np.zeros_like(price)

    def sales(of: FloatArray, level: FloatArray) -> FloatArray:
        sold: FloatArray = np.matmul(of.mT, _swapped(spending) + pull)
        return sold - theta * cost * level.T[:, :, None]

    for _ in range(MOST_SWEEPS):
        net = sales(weights.net, at.sales)
        imports = before_tariff + border_share[:, :, None] * _swapped(spending)
        revenue = _swapped(spending).sum(axis=TURNED_SECTOR) - imports.sum(axis=TURNED_SECTOR)
        exports = net.sum(axis=TURNED_SECTOR)
        if weights.has_export_tax:
            exports = sales(weights.border, at.border_sales).sum(axis=TURNED_SECTOR)
            revenue += exports - net.sum(axis=TURNED_SECTOR)
        change = technology.final_share[:, :, None] * (income + revenue)[:, None, :]
        change += np.matmul(technology.inputs, _swapped(net)) - spending
        spending += np.matmul(own_inverse, change)
        if not np.abs(change).max() > tolerance * technology.value_added.max():
            break
    return spending, imports.sum(axis=TURNED_SECTOR) - exports - transfers
