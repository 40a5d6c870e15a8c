"""Draws, bands and tornado on functions whose answers are known without a model."""

import math

import numpy as np
import pytest

from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.uncertainty import Spread, band, draw_parameters, path, run, sobol_points, tornado

ELASTICITY = Spread("trade_elasticity", 4, 1.9, 8.4, "lognormal", 0.45)
RATIO = Spread("ratio", 0.8, 0.57, 1)


def total(parameters: np.ndarray, state: None) -> tuple[np.ndarray, None]:
    return np.array([parameters.sum(), parameters.prod()]), None


def test_the_same_seed_gives_the_same_points_and_another_gives_others() -> None:
    first = sobol_points(3, 64).copy()
    sobol_points.cache_clear()
    assert (sobol_points(3, 64) == first).all()
    assert (sobol_points(3, 64, seed=1) != first).any()
    assert ((first > 0) & (first < 1)).all()


def test_points_fill_every_stretch_evenly() -> None:
    """A Sobol set of 256 points has exactly 16 in each sixteenth of every axis."""
    points = sobol_points(5)
    for axis in points.T:
        assert np.histogram(axis, bins=16, range=(0, 1))[0].tolist() == [16] * 16


def test_a_count_between_two_powers_takes_the_first_points() -> None:
    assert (sobol_points(2, 200) == sobol_points(2, 256)[:200]).all()


def test_a_lognormal_elasticity_has_the_printed_median_and_range() -> None:
    """Log standard deviation 0.45 around 4: 5-95 per cent is 1.9 to 8.4 (4 exp(+-1.645 x 0.45))."""
    drawn = draw_parameters([ELASTICITY])[:, 0]
    low, median, high = np.quantile(drawn, [0.05, 0.5, 0.95])
    assert median == pytest.approx(4, rel=0.01)
    assert (low, high) == pytest.approx((1.9, 8.4), abs=0.1)
    assert np.log(drawn).std() == pytest.approx(0.45, rel=0.01)


def test_a_uniform_spread_is_even_between_its_ends() -> None:
    drawn = draw_parameters([ELASTICITY, RATIO])[:, 1]
    assert drawn.mean() == pytest.approx((0.57 + 1) / 2, abs=1e-3)
    assert 0.57 <= drawn.min() < 0.575
    assert 0.995 < drawn.max() <= 1


def test_a_band_of_a_sum_is_the_known_distribution() -> None:
    """The sum of two even numbers on 0-1 is triangular: its 5th percentile is sqrt(0.1), its median 1."""
    unit = [Spread("a", 0.5, 0, 1), Spread("b", 0.5, 0, 1)]
    found = band(run(total, unit))
    assert found.median[0] == pytest.approx(1, abs=0.01)
    assert found.low[0] == pytest.approx(math.sqrt(0.1), abs=0.03)
    assert found.high[0] == pytest.approx(2 - math.sqrt(0.1), abs=0.03)
    assert (found.count, found.failed) == (256, 0)


def test_each_draw_starts_from_the_one_solved_before_it_and_lies_near() -> None:
    started: list[tuple[float, float | None]] = []

    def model(parameters: np.ndarray, state: float | None) -> tuple[np.ndarray, float]:
        started.append((parameters[0], state))
        return parameters, float(parameters[0])

    draws = run(model, [ELASTICITY, RATIO], count=64)
    assert started[0] == (draws.parameters[:, 0].min(), None)
    assert all(state == before for (_, state), (before, _) in zip(started[1:], started[:-1], strict=True))
    assert (draws.outcomes == draws.parameters).all()


def test_a_path_visits_every_point_once_by_short_ways() -> None:
    points = sobol_points(2, 256)
    order = path(points)
    assert sorted(order) == list(range(256))
    steps = np.linalg.norm(np.diff(points[order], axis=0), axis=1)
    assert np.median(steps) < 0.08
    line = sobol_points(1, 32)
    assert (np.diff(line[path(line)][:, 0]) > 0).all()


def test_a_draw_without_an_answer_is_counted_and_never_shown() -> None:
    states: list[float | None] = []

    def model(parameters: np.ndarray, state: float | None) -> tuple[np.ndarray, float]:
        states.append(state)
        if parameters[0] > 0.9:
            raise NotConvergedError(1.0, 50)
        return parameters, float(parameters[0])

    draws = run(model, [RATIO], count=64)
    failed = draws.parameters[:, 0] > 0.9
    assert draws.failed == failed.sum() > 0
    assert (np.isnan(draws.outcomes[:, 0]) == failed).all()
    assert band(draws).high[0] <= 0.9
    assert states[-1] is None

    def never(parameters: np.ndarray, state: None) -> tuple[np.ndarray, None]:
        raise NotConvergedError(1.0, 50)

    with pytest.raises(NotConvergedError):
        run(never, [RATIO], count=4)


def test_a_tornado_moves_one_parameter_at_a_time() -> None:
    found = tornado(total, [ELASTICITY, RATIO, Spread("kappa", 0, 0, 0, "fixed")])
    assert found.names == ("trade_elasticity", "ratio", "kappa")
    assert found.central[0] == pytest.approx(4.8)
    assert found.low[:, 0] == pytest.approx([2.7, 4.57, 4.8])
    assert found.high[:, 0] == pytest.approx([9.2, 5.0, 4.8])


def test_a_tornado_leaves_a_bar_without_an_answer_empty() -> None:
    def model(parameters: np.ndarray, state: None) -> tuple[np.ndarray, None]:
        if parameters[0] > 8:
            raise NotConvergedError(1.0, 50)
        return parameters, None

    found = tornado(model, [ELASTICITY])
    assert np.isnan(found.high[0, 0])
    assert found.low[0, 0] == 1.9


def test_a_fixed_parameter_does_not_move() -> None:
    assert set(Spread("kappa", 0.5, 0, 1, "fixed").at(np.array([0.01, 0.99]))) == {0.5}


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (("eps", 5.0, 6.0, 8.0), "range[eps]"),
        (("eps", 5.0, 4.0, math.inf), "range[eps]"),
        (("eps", 4.0, 0.0, 8.0, "lognormal", 0.45), "range[eps]"),
        (("eps", 4.0, 1.0, 8.0, "lognormal"), "range[eps]"),
        (("eps", 4.0, 1.0, 8.0, "normal"), "shape[eps]"),
    ],
)
def test_a_spread_that_cannot_be_drawn_is_refused_by_name(arguments: tuple[object, ...], where: str) -> None:
    with pytest.raises(ModelInputError) as error:
        Spread(*arguments)  # type: ignore[arg-type]
    assert error.value.where == where


def test_no_points_are_refused() -> None:
    with pytest.raises(ModelInputError, match="points"):
        sobol_points(0)
