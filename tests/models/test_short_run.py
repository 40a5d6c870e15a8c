"""The short-run model: its estimator against another program, shapes, on and off, and what may be shown."""

import numpy as np
import pytest

from parley.models.errors import ModelInputError
from parley.models.short_run import (
    DAMPED,
    DOTS,
    INTERVAL,
    RANGE,
    SETTLING,
    Fit,
    Kernel,
    Rows,
    Span,
    Step,
    fit,
    fit_kernel,
    half_width,
    kind_of,
    response,
)

QUARTERS = np.arange(60.0)
SWING = Kernel(DAMPED, -0.5, (0.13, 0.34, -1.1))


def drawn(houses: int = 8, each: int = 6) -> Rows:
    """Rows of houses whose effects differ, one variable, no rounding."""
    source = np.random.default_rng(1)
    count = houses * each
    house = np.repeat([f"house {n}" for n in range(houses)], each)
    points, answered = source.uniform(1, 10, count), source.uniform(0, 8, count) * (source.random(count) > 0.5)
    u = np.repeat(source.normal(0, 0.4, houses), each)
    effect = (1 + u) * -0.05 * points - 0.03 * answered + source.normal(0, 0.05, count)
    return Rows(effect, np.column_stack([points, answered]), 1, house, np.ones(count), np.zeros(count))


def test_the_estimator_agrees_with_another_program_where_nothing_is_rounded() -> None:
    mixed = pytest.importorskip("statsmodels.regression.mixed_linear_model")
    rows = drawn()
    ours = fit(rows)
    theirs = mixed.MixedLM(rows.effect, rows.design, groups=rows.house, exog_re=rows.design[:, 0]).fit(reml=True)
    assert ours.fixed == pytest.approx(theirs.fe_params, rel=1e-4)
    assert (ours.fixed[0] * ours.tau) ** 2 == pytest.approx(float(theirs.cov_re.item()), rel=1e-3)
    assert ours.s**2 == pytest.approx(float(theirs.scale), rel=1e-3)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse_fe, rel=5e-3)


def test_the_estimates_are_a_maximum_of_the_restricted_likelihood() -> None:
    rows = drawn()
    found = fit(rows)
    common = rows.design[:, 0] * found.fixed[0]
    same = rows.house[:, None] == rows.house[None, :]

    def likelihood(tau: float, s: float) -> float:
        v = tau**2 * np.outer(common, common) * same + s**2 * np.eye(len(rows.effect))
        inverse = np.linalg.inv(v)
        weight = rows.design.T @ inverse @ rows.design
        left = rows.effect - rows.design @ np.linalg.solve(weight, rows.design.T @ inverse @ rows.effect)
        return -0.5 * float(np.linalg.slogdet(v)[1] + np.linalg.slogdet(weight)[1] + left @ inverse @ left)

    best = likelihood(found.tau, found.s)
    for tau, s in ((0.9, 1), (1.1, 1), (1, 0.9), (1, 1.1)):
        assert likelihood(found.tau * tau, found.s * s) < best


def test_rounding_takes_the_place_of_noise() -> None:
    rows = drawn()
    coarse = Rows(rows.effect, rows.design, 1, rows.house, rows.size, np.full(len(rows.effect), 0.15))
    assert fit(coarse).s < fit(rows).s


def test_too_few_rows_are_refused() -> None:
    rows = drawn()
    with pytest.raises(ModelInputError, match="too few"):
        fit(rows.only(np.arange(len(rows.effect)) < 2))


def test_a_shape_is_found_again_from_its_path() -> None:
    for kernel in (SWING, Kernel(SETTLING, 1.0, (0.8, 0.5, 1.1))):
        found = fit_kernel(kernel.form, QUARTERS, kernel.at(QUARTERS), kernel.parameters)
        assert found.at(QUARTERS) == pytest.approx(kernel.at(QUARTERS), abs=1e-6)


def test_nothing_happens_before_a_tariff_begins() -> None:
    assert not SWING.at(np.array([-4.0, -1.0])).any()


def test_a_tariff_that_ends_is_on_less_off_and_ends_at_zero() -> None:
    path = response(SWING, [Step(10, ends=4)], QUARTERS)
    by_hand = [SWING.at(np.array([t]))[0] - (SWING.at(np.array([t - 4.0]))[0] if t >= 4 else 0) for t in QUARTERS]
    assert path == pytest.approx(by_hand)
    assert abs(path[-1]) < 0.01 * abs(path).max()


def test_a_rate_is_the_mean_of_its_span_less_that_of_its_base() -> None:
    span = Span(3, 6, -1, 2)
    k = [float(SWING.at(np.array([float(t)]))[0]) for t in range(7)]
    assert span.of(SWING) == pytest.approx(sum(k[3:7]) / 4 - (0 + k[0] + k[1] + k[2]) / 4)


@pytest.mark.parametrize(
    ("houses", "kind"), [(1, DOTS), (2, DOTS), (3, RANGE), (4, RANGE), (5, INTERVAL), (9, INTERVAL)]
)
def test_what_is_shown_follows_the_number_of_houses(houses: int, kind: str) -> None:
    assert kind_of(houses) == kind


def test_an_interval_has_two_degrees_fewer_than_houses() -> None:
    assert float(half_width(np.array(1.0), 5)) == pytest.approx(2.3534, abs=1e-4)  # printed tables of t, 3 degrees, 90%
    assert float(half_width(np.array(1.0), 12)) == pytest.approx(1.8125, abs=1e-4)  # 10 degrees
    with pytest.raises(ModelInputError, match="houses"):
        half_width(np.array(1.0), 2)


def test_the_spread_adds_its_four_parts() -> None:
    model = Fit(np.array([-0.3, -0.1]), np.array([[0.04, 0.01], [0.01, 0.09]]), 0.5, 0.2, {}, 1)
    design = np.array([2.0, 1.0])
    parts = (4 * 0.04 + 2 * 2 * 0.01 + 0.09, (0.5 * -0.6) ** 2, (0.2 * 0.7) ** 2, 0.1**2 / 12)
    assert float(model.spread(design, 0.7, 0.1)) == pytest.approx(sum(parts) ** 0.5)
