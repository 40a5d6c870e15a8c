"""Anderson acceleration on maps whose fixed point is known."""

import numpy as np
import pytest

from parley.models.anderson import FloatArray, anderson


def linear(matrix: FloatArray, target: FloatArray) -> "object":
    """The map x <- x + (target - x) - matrix (x - target): its fixed point is the target."""

    def step(point: FloatArray) -> tuple[FloatArray, float]:
        move = (np.eye(len(target)) - matrix) @ (target - point)
        return move, float(np.abs(move).max())

    return step


def test_a_linear_map_is_solved_in_as_many_sweeps_as_it_has_slow_directions() -> None:
    target = np.linspace(-1, 1, 50)
    matrix = np.zeros((50, 50))
    matrix[:3, :3] = np.diag([0.99, 0.95, -0.9])
    found = anderson(linear(matrix, target), np.zeros(50), 1e-10, 60)  # type: ignore[arg-type]
    assert found.point == pytest.approx(target, abs=1e-8)
    assert found.sweeps <= 8


def test_nothing_is_swept_from_the_solution() -> None:
    target = np.ones(4)
    found = anderson(linear(np.zeros((4, 4)), target), target, 1e-10, 60)  # type: ignore[arg-type]
    assert (found.sweeps, found.residual) == (0, 0)
    assert (found.point == target).all()


def test_a_map_that_runs_away_ends_at_the_best_point_seen() -> None:
    def step(point: FloatArray) -> tuple[FloatArray, float]:
        return point + 1, float(np.exp(np.abs(point).max() * 12))

    found = anderson(step, np.zeros(3), 1e-10, 60)
    assert (found.point == 0).all()
    assert found.sweeps < 60


def test_a_step_that_is_not_finite_ends_the_search() -> None:
    def step(point: FloatArray) -> tuple[FloatArray, float]:
        return np.full_like(point, np.nan) if point[0] else np.ones_like(point), 1.0 if not point[0] else np.nan

    found = anderson(step, np.zeros(3), 1e-10, 60)
    assert found.residual == 1.0
    assert np.isfinite(found.point).all()
