"""Finding the sector model's equilibrium from a start: accelerated sweeps, and a slow safe way when they fail.

Fast: Anderson acceleration of an approximate Newton step, its derivatives taken anew where it stalls. Slow: wages are
held while prices and spending settle, then moved a little; prices and spending are left unsteered while far off.
"""

from dataclasses import dataclass, replace

import numpy as np

from parley.models.anderson import FixedPoint, Memory, anderson
from parley.models.sector_economy import FloatArray
from parley.models.sector_equations import Accounts, State, Technology, Weights, accounts
from parley.models.sector_response import CLOSE, Steering, steering_at

FAST_SWEEPS = 40
RENEWALS = 4  # of the derivatives, before the slow way
SLOW_SWEEPS = 500
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
        """Of prices (2), in logs; of spending (7), relative to wage and scale; of trade (8), to factor income.

        The first two are [country, sector], that of trade [country]; then the accounts they were taken from.
        """
        at = accounts(self.technology, self.weights, state)
        wage = np.exp(state.log_wage)
        price = at.log_price - state.log_price
        spending = (at.spending - state.expenditure) / (wage[:, None] * self.steering.scale)
        return price, spending, at.trade_gap / (wage * self.technology.value_added), at

    def pack(self, state: State) -> FloatArray:
        """The unknowns as one vector: ln w, ln P - ln w, X' / (w scale): what wages alone do is taken out.

        [country], then [country, sector] twice, laid flat.
        """
        relative = state.expenditure / (np.exp(state.log_wage)[:, None] * self.steering.scale)
        return np.concatenate([state.log_wage, (state.log_price - state.log_wage[:, None]).ravel(), relative.ravel()])

    def unpack(self, vector: FloatArray) -> State:
        """The state of a vector made by ``pack``."""
        countries, sectors = self.technology.final_share.shape
        log_wage, (real_price, relative) = vector[:countries], vector[countries:].reshape(2, countries, sectors)
        spending = relative * (np.exp(log_wage)[:, None] * self.steering.scale)
        return State(log_wage, real_price + log_wage[:, None], spending)


@dataclass(frozen=True, eq=False)
class Found:
    """The state of the least residual found, that residual, the sweeps made, and the memory for a start nearby."""

    state: State
    residual: float
    sweeps: int
    memory: Memory | None


def largest(*parts: FloatArray) -> float:
    """The largest absolute value; not a number when one is not."""
    return float(np.max([np.abs(part).max() for part in parts]))


def find_state(system: System, start: State, tolerance: float, from_memory: Memory | None = None) -> Found:
    """The equilibrium from ``start``, with what is ``from_memory`` of nearby equations at the same derivatives.

    Where the accelerated sweeps stall the derivatives are taken anew at the best state so far, a few times; then the
    slow way is taken.
    """
    with np.errstate(all="ignore"):  # A step that is not finite ends a search and is not taken.
        result = solve_fast(system, start, tolerance, from_memory)
        state, best, total = system.unpack(result.point), result.residual, result.sweeps
        memory = result.memory
        for turn in range(RENEWALS + 1):
            if best <= max(tolerance, GOOD_ENOUGH):
                break
            renewed = replace(system, steering=steering_at(system.technology, system.weights, state, CLOSE))
            search = solve_fast if turn < RENEWALS else solve_slow
            result, memory = search(renewed, state, tolerance), None
            total += result.sweeps
            if result.residual < best:
                state, best = renewed.unpack(result.point), result.residual
    return Found(state, best, total, memory)


def solve_fast(system: System, start: State, tolerance: float, memory: Memory | None = None) -> FixedPoint:
    """Anderson acceleration of the steered step."""

    def step(vector: FloatArray) -> tuple[FloatArray, float]:
        price, spending, trade, _ = system.residuals(system.unpack(vector))
        return system.steering.step(price, spending, trade), largest(price, spending, trade)

    return anderson(step, system.pack(start), tolerance, FAST_SWEEPS, memory)


def solve_slow(system: System, start: State, tolerance: float) -> FixedPoint:
    """Prices and spending at given wages, then a chord step of the wages, in turn."""
    steering, state = system.steering, start
    best = FixedPoint(system.pack(start), float("inf"), 0)
    for sweep in range(SLOW_SWEEPS):
        price, spending, trade, _ = system.residuals(state)
        inner, residual = largest(price, spending), largest(price, spending, trade)
        if residual < best.residual:
            best = FixedPoint(system.pack(state), residual, sweep)
        if not np.isfinite(residual) or residual <= tolerance:
            break
        vector = system.pack(state)
        countries = len(state.log_wage)
        if inner > max(SETTLED * largest(trade), tolerance):
            if inner < STEERED_BELOW:
                price = steering.settle(steering.own_price, price)
                spending = steering.settle(steering.own_spending, spending)
            vector[countries:] += np.concatenate([price.ravel(), spending.ravel()])
        else:
            vector[:countries] += np.clip(-(steering.wage @ trade), -WAGE_STEP, WAGE_STEP)
        state = system.unpack(vector)
    return FixedPoint(best.point, best.residual, sweep)
