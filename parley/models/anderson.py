"""Anderson acceleration of a fixed-point map of thousands of unknowns, for equations too many for Newton's method.

Each step combines the last few steps so that their residuals, taken as linear, cancel as far as they can: Anderson,
D. G. (1965), "Iterative Procedures for Nonlinear Integral Equations", Journal of the ACM 12(4); in the form of Walker
and Ni (2011), type II, without mixing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
# A step at a point, and the largest residual of the equations there.
Step = Callable[[FloatArray], tuple[FloatArray, float]]

MEMORY = 10
STEP_CAP = 1.0  # No unknown moves by more in one step: in logs, by a factor e.
RIDGE = 1e-14  # Share of the trace added to the normal equations, so that repeated steps do no harm.
WORSE = 1e4  # A residual this many times the least so far counts as divergence.


@dataclass(frozen=True, eq=False)
class Memory:
    """The last steps: how far the point moved and how the step changed with it, [step, unknown]."""

    moves: FloatArray
    changes: FloatArray


@dataclass(frozen=True, eq=False)
class FixedPoint:
    """Where the iteration ended: the ``point`` of the least residual seen, that residual, and the sweeps made.

    ``memory``: what it learned of the map, for a map that differs little.
    """

    point: FloatArray
    residual: float
    sweeps: int
    memory: Memory | None = None


def anderson(
    step: Step, start: FloatArray, tolerance: float, most_sweeps: int, memory: Memory | None = None
) -> FixedPoint:
    """Iterate from ``start`` [unknown] until the residual is at most ``tolerance``; stop early when it is lost.

    A sweep is one call of ``step``. ``sweeps`` is 0 when ``start`` solves the equations already. ``memory``: the memory
    of an iteration on a map that differs little; it changes the way, not the fixed point.
    """
    moves, changes = np.empty((MEMORY, len(start))), np.empty((MEMORY, len(start)))
    count = 0 if memory is None else len(memory.moves)
    if memory is not None:
        moves[:count], changes[:count] = memory.moves, memory.changes
    gram = np.zeros((MEMORY, MEMORY))
    gram[:count, :count] = changes[:count] @ changes[:count].T
    point, best, slot = start, FixedPoint(start, float("inf"), 0), count % MEMORY
    last_point = last_move = start
    for sweep in range(most_sweeps + 1):
        move, residual = step(point)
        if residual < best.residual:
            best = FixedPoint(point, residual, sweep)
        if residual <= tolerance or not residual <= WORSE * best.residual:
            break
        if sweep:
            np.subtract(point, last_point, out=moves[slot])
            np.subtract(move, last_move, out=changes[slot])
            count = max(count, slot + 1)
            gram[slot, :count] = gram[:count, slot] = changes[:count] @ changes[slot]
            slot = (slot + 1) % MEMORY
        total = move
        if count:
            weights = _least_squares(gram[:count, :count], changes[:count] @ move)
            total = move - weights @ moves[:count] - weights @ changes[:count]
        last_point, last_move = point, move
        size = float(np.abs(total).max(initial=0.0))
        point = point + total * min(1.0, STEP_CAP / size) if size else point
    return FixedPoint(best.point, best.residual, sweep, Memory(moves[:count], changes[:count]))


def _least_squares(gram: FloatArray, right: FloatArray) -> FloatArray:
    """Weights that minimise the norm of the combined step, from the normal equations."""
    ridge = RIDGE * np.trace(gram) * np.eye(len(gram))
    try:
        weights: FloatArray = np.linalg.solve(gram + ridge, right)
    except np.linalg.LinAlgError:
        return np.zeros_like(right)
    return weights
