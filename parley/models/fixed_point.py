"""Solving F(x) = 0 for a few hundred unknowns in logs: Newton that keeps its Jacobian while it serves, and damping.

``newton`` needs F and its exact Jacobian. The inverse is kept and corrected by Broyden's rank-one formula (good
update) as long as each step shrinks the largest residual enough; otherwise the Jacobian is computed anew at the
current point. A step is capped and halved until the largest residual falls.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Function = Callable[[FloatArray], FloatArray]

STEP_CAP = 1.0  # in logs: no unknown changes by more than a factor e in one step
KEEP_BELOW = 0.2  # the inverse Jacobian is kept while a step shrinks the residual to less than this part
HALVINGS = 12


@dataclass(frozen=True, eq=False)
class Root:
    """Where the search ended: ``point`` [unknown], the largest absolute ``residual`` there, the number of steps taken.

    ``inverse`` [unknown, equation]: the last inverse Jacobian, a guide for the next search nearby.
    """

    point: FloatArray
    residual: float
    steps: int
    inverse: FloatArray | None = None


def largest(values: FloatArray) -> float:
    """Largest absolute value; infinite when one is not finite."""
    size = float(np.abs(values).max(initial=0.0))
    return size if np.isfinite(size) else float("inf")


def newton(
    function: Function,
    jacobian: Function,
    start: FloatArray,
    tolerance: float,
    most_steps: int,
    inverse: FloatArray | None = None,
) -> Root:
    """Newton from ``start`` [unknown] until the largest residual is at most ``tolerance``, or no step improves it.

    ``function`` may return values that are not finite where it is not defined; such points are not entered.
    ``jacobian`` gives [equation, unknown]; ``inverse`` [unknown, equation] is that of a problem nearby, used as long as
    it serves.
    """
    point, value = start, function(start)
    size, steps, fresh = largest(value), 0, False
    last = inverse
    while size > tolerance and np.isfinite(size) and steps < most_steps:
        if inverse is None:
            inverse, fresh = _inverse(jacobian(point)), True
            if inverse is None:
                break
        new_point, new_value, new_size = _shorten(function, point, -inverse @ value, size)
        steps += 1
        if not new_size < size:
            if fresh:
                break
            inverse = None
            continue
        last = _broyden(inverse, new_point - point, new_value - value)
        inverse = last if new_size < KEEP_BELOW * size else None
        point, value, size, fresh = new_point, new_value, new_size, False
    return Root(point, size, steps, last)


def damped(function: Function, start: FloatArray, weight: FloatArray, tolerance: float, most_steps: int) -> Root:
    """Repeat x <- x + weight * F(x), halving the weight whenever the residual rises to twice the least so far.

    ``weight`` [unknown] holds sign and size of the step: slow, but it converges where excess demands are gross
    substitutes.
    """
    point, value = start, function(start)
    best = Root(point, largest(value), 0)
    for step in range(1, most_steps + 1):
        if best.residual <= tolerance:
            break
        point = point + np.clip(weight * value, -STEP_CAP, STEP_CAP)
        value = function(point)
        size = largest(value)
        if size < best.residual:
            best = Root(point, size, step)
        elif size > 2 * best.residual:
            weight, point = weight / 2, best.point
            value = function(point)
    return best


def _shorten(
    function: Function, point: FloatArray, step: FloatArray, size: float
) -> tuple[FloatArray, FloatArray, float]:
    """The capped step, halved until the largest residual falls below ``size``."""
    part = min(1.0, STEP_CAP / max(largest(step), STEP_CAP))
    for _ in range(HALVINGS):
        tried = point + part * step
        value = function(tried)
        tried_size = largest(value)
        if tried_size < size:
            break
        part /= 2
    return tried, value, tried_size


def _inverse(matrix: FloatArray) -> FloatArray | None:
    """The inverse, or None when the matrix is singular or not finite."""
    if not np.isfinite(matrix).all():
        return None
    try:
        inverse = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return inverse if np.isfinite(inverse).all() else None


def _broyden(inverse: FloatArray, moved: FloatArray, changed: FloatArray) -> FloatArray | None:
    """Broyden's good update of the inverse: H + (s - H y) s'H / (s'H y)."""
    answer = inverse @ changed
    scale = float(moved @ answer)
    if scale == 0 or not np.isfinite(scale):
        return None
    updated: FloatArray = inverse + np.outer((moved - answer) / scale, moved @ inverse)
    return updated
