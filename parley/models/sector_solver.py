"""Finding the sector model's equilibrium from a start: accelerated sweeps, and a slow safe way when they fail.

Fast: Anderson acceleration of an approximate Newton step. Slow: wages are held while prices and spending settle, then
moved a little; prices and spending are left unsteered while they are far off."""

from dataclasses import dataclass

import numpy as np

from parley.models.anderson import FixedPoint, anderson
from parley.models.sector_economy import FloatArray
from parley.models.sector_equations import Accounts, State, Technology, Weights, accounts
from parley.models.sector_response import Steering

FAST_SWEEPS = 80
SLOW_SWEEPS = 2000
GOOD_ENOUGH = 1e-10  # A residual below this is rounding: the slow way would not improve it.
SETTLED = 0.1  # Wages move once the other residuals are below this part of that of trade.
STEERED_BELOW = 0.05  # Far from the base its derivatives mislead prices and spending.
WAGE_STEP = 0.1  # in logs


@dataclass(frozen=True, eq=False)
class System:
    """The equations to solve: what no shock changes, the weights of the shock, and the derivatives at the base."""

    technology: Technology
    weights: Weights
    steering: Steering

    def residuals(self, state: State) -> tuple[FloatArray, FloatArray, FloatArray, Accounts]:
        """Of prices (2), in logs; of spending (7), relative to scale; of trade (8), relative to factor income."""
        at = accounts(self.technology, self.weights, state)
        price = at.log_price - state.log_price
        spending = (at.spending - state.expenditure) / self.steering.scale
        return price, spending, at.trade_gap / self.technology.value_added, at

    def pack(self, state: State) -> FloatArray:
        """The unknowns as one vector: ln w, ln P, X' / scale."""
        relative = state.expenditure / self.steering.scale
        return np.concatenate([state.log_wage, state.log_price.ravel(), relative.ravel()])

    def unpack(self, vector: FloatArray) -> State:
        """The state of a vector made by ``pack``."""
        countries, sectors = self.technology.final_share.shape
        log_price, relative = vector[countries:].reshape(2, countries, sectors)
        return State(vector[:countries], log_price, relative * self.steering.scale)


def largest(*parts: FloatArray) -> float:
    """The largest absolute value; not a number when one is not."""
    return float(np.max([np.abs(part).max() for part in parts]))


def find_state(system: System, start: State, tolerance: float) -> tuple[State, float, int]:
    """The equilibrium from ``start``: the state of the least residual found, that residual, and the sweeps made."""
    with np.errstate(all="ignore"):  # A step that is not finite ends the search and is not taken.
        found = solve_fast(system, start, tolerance)
        if not found.residual <= max(tolerance, GOOD_ENOUGH):
            slow = solve_slow(system, start, tolerance)
            better = slow if slow.residual < found.residual else found
            found = FixedPoint(better.point, better.residual, found.sweeps + slow.sweeps)
    return system.unpack(found.point), found.residual, found.sweeps


def solve_fast(system: System, start: State, tolerance: float, most_sweeps: int = FAST_SWEEPS) -> FixedPoint:
    """Anderson acceleration of the steered step."""

    def step(vector: FloatArray) -> tuple[FloatArray, float]:
        price, spending, trade, _ = system.residuals(system.unpack(vector))
        return system.steering.step(price, spending, trade), largest(price, spending, trade)

    return anderson(step, system.pack(start), tolerance, most_sweeps)


def solve_slow(system: System, start: State, tolerance: float, most_sweeps: int = SLOW_SWEEPS) -> FixedPoint:
    """Prices and spending at given wages, then a chord step of the wages, in turn."""
    steering, state = system.steering, start
    best = FixedPoint(system.pack(start), float("inf"), 0)
    for sweep in range(most_sweeps):
        price, spending, trade, _ = system.residuals(state)
        inner, residual = largest(price, spending), largest(price, spending, trade)
        if residual < best.residual:
            best = FixedPoint(system.pack(state), residual, sweep)
        if not np.isfinite(residual) or residual <= tolerance:
            break
        if inner > max(SETTLED * largest(trade), tolerance):
            if inner < STEERED_BELOW:
                log_price = state.log_price + steering.settle(steering.own_price, price)
                relative = state.expenditure / steering.scale + steering.settle(steering.own_spending, spending)
            else:
                log_price, relative = state.log_price + price, state.expenditure / steering.scale + spending
            state = State(state.log_wage, log_price, relative * steering.scale)
        else:
            move = np.clip(-(steering.wage @ trade), -WAGE_STEP, WAGE_STEP)
            state = State(state.log_wage + move, state.log_price, state.expenditure)
    return FixedPoint(best.point, best.residual, sweep)
