"""Newton that keeps its Jacobian, and damping, on equations whose roots are known."""

import numpy as np
import pytest

from parley.models.fixed_point import damped, newton
from tests.models.worlds import FloatArray


def cubic(x: FloatArray) -> FloatArray:
    """Root at 2 and -1."""
    return np.array([x[0] ** 3 - 8, x[1] ** 3 + 1 + 0.1 * (x[0] - 2)])


def slope(x: FloatArray) -> FloatArray:
    return np.array([[3 * x[0] ** 2, 0], [0.1, 3 * x[1] ** 2]])


def test_newton_finds_the_root_and_says_how_far_it_is() -> None:
    root = newton(cubic, slope, np.array([1.0, -2.0]), 1e-12, 50)
    assert root.point == pytest.approx([2, -1], abs=1e-12)
    assert root.residual <= 1e-12
    assert 0 < root.steps < 20


def test_at_the_root_there_is_no_step() -> None:
    assert newton(cubic, slope, np.array([2.0, -1.0]), 1e-12, 50).steps == 0


def test_a_guide_from_nearby_saves_the_jacobian() -> None:
    first = newton(cubic, slope, np.array([2.1, -1.1]), 1e-12, 50)

    def never(_: FloatArray) -> FloatArray:
        raise AssertionError("the guide was not used")

    shifted = newton(lambda x: cubic(x) - 1e-3, never, first.point, 1e-12, 50, first.inverse)
    assert shifted.residual <= 1e-12


def test_a_useless_guide_is_dropped() -> None:
    root = newton(cubic, slope, np.array([1.0, -2.0]), 1e-12, 50, -np.eye(2))
    assert root.point == pytest.approx([2, -1], abs=1e-12)


def test_points_where_the_function_is_not_defined_are_not_entered() -> None:
    root = newton(
        lambda x: np.where(x > 0, np.log(np.abs(x)), np.inf), lambda x: np.diag(1 / x), np.array([2.9]), 1e-12, 50
    )
    assert root.point == pytest.approx([1])


def test_a_function_without_root_ends_with_what_is_left() -> None:
    root = newton(lambda x: x**2 + 1, lambda x: np.diag(2 * x), np.array([0.5]), 1e-12, 50)
    assert root.residual >= 1
    singular = newton(lambda x: x + 1, lambda x: np.zeros((1, 1)), np.array([0.5]), 1e-12, 50)
    assert (singular.residual, singular.steps) == (1.5, 0)


def test_damping_converges_and_halves_a_step_that_is_too_long() -> None:
    for weight in (0.5, 3.0):
        root = damped(lambda x: -x, np.array([1.0, -2.0]), np.full(2, weight), 1e-10, 500)
        assert root.residual <= 1e-10
