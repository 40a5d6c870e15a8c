"""When trade answers a duty: known parameters are found again, and the paths have their limits."""

import numpy as np
import pytest

from parley.models.adjustment import (
    Adjustment,
    Panel,
    error_between_goods,
    fit,
    predicted,
    regressors,
    response,
    wild_bootstrap,
)
from parley.models.errors import ModelInputError

MONTHS, GOODS, FIRST = 24, 30, 14


def panel(truth: Adjustment, noise: float = 0.0, seed: int = 1) -> Panel:
    """Growth made by the equation itself, with a month's own effect and errors of the size asked for."""
    random = np.random.default_rng(seed)
    steps = random.uniform(0, 0.3, (3, GOODS))
    power = np.full((FIRST + MONTHS + 3, GOODS), 0.05)
    for month, step in zip(random.integers(FIRST, FIRST + MONTHS, (3, GOODS)), steps, strict=True):
        power += step * (np.arange(len(power))[:, None] >= month)
    held = regressors(power, truth.speed, truth.decay)[FIRST - 12 : FIRST - 12 + MONTHS]
    growth = held @ np.array([truth.beta, truth.lead, truth.unwinding])
    growth = growth + random.normal(0, 0.2, (MONTHS, 1)) + random.normal(0, noise, growth.shape)
    return Panel(growth, power, FIRST, random.uniform(1, 5, GOODS))


@pytest.mark.parametrize("truth", [Adjustment(3.4, 0.5, 0.2, 0.08, 0.3, 0.0), Adjustment(1.5, 0.0, 0.0, 1.0, 0.0, 0.0)])
def test_the_parameters_that_made_a_panel_are_found(truth: Adjustment) -> None:
    found = fit(panel(truth), lags=True)
    names = ("beta", "lead", "unwinding", "speed")
    assert [getattr(found, name) for name in names] == pytest.approx([getattr(truth, name) for name in names], abs=1e-6)
    assert found.residual == pytest.approx(0, abs=1e-6)


def test_the_static_model_is_least_squares_on_the_change_over_twelve_months() -> None:
    """One regressor: its coefficient is the weighted covariance over the variance, months' means taken out."""
    own = panel(Adjustment(1.5, 0.0, 0.0, 1.0, 0.0, 0.0), noise=0.1)
    change = own.power[FIRST : FIRST + MONTHS] - own.power[FIRST - 12 : FIRST - 12 + MONTHS]
    weight = own.weight / own.weight.sum()
    y, x = (values - (values @ weight)[:, None] for values in (own.growth, change))
    assert fit(own, lags=False).beta == pytest.approx(-float((weight * x * y).sum() / (weight * x * x).sum()))


def test_a_bootstrap_holds_what_made_the_panel_and_narrows_with_the_noise() -> None:
    truth = Adjustment(1.5, 0.0, 0.0, 1.0, 0.0, 0.0)
    widths = []
    for noise in (0.05, 0.2):
        drawn = [one.beta for one in wild_bootstrap(panel(truth, noise), False, 199, 3)]
        low, high = np.quantile(drawn, [0.01, 0.99])
        assert low < truth.beta < high
        widths.append(high - low)
    assert widths[0] < widths[1]


def test_a_duty_in_force_ends_at_its_elasticity_and_one_announced_is_bought_ahead_of() -> None:
    power = np.log1p(np.concatenate([np.full(4, 0.1), np.full(400, 0.2)]))
    static = response(Adjustment(2.0, 0.0, 0.0, 1.0, 0.0, 0.0), power)
    assert static[:4] == pytest.approx(0)
    assert static[4:] == pytest.approx(-2 * (power[-1] - power[0]))
    slow = response(Adjustment(2.0, 0.5, 0.1, 0.1, 0.2, 0.0), power)
    assert slow[3] > 0 > slow[5]
    assert slow[-1] == pytest.approx(-2 * (power[-1] - power[0]), abs=1e-6)


def test_a_forecast_of_every_difference_has_no_error_and_the_months_own_effect_counts_for_none() -> None:
    own = panel(Adjustment(3.0, 0.4, 0.1, 0.2, 0.5, 0.0), noise=0.1)
    assert error_between_goods(own, own.growth + np.arange(MONTHS)[:, None]) == pytest.approx(0, abs=1e-12)
    found = fit(own, lags=True)
    assert error_between_goods(own, predicted(own, found)) == pytest.approx(found.residual)


def test_months_that_do_not_reach_are_refused() -> None:
    own = panel(Adjustment(1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    with pytest.raises(ModelInputError, match="too few"):
        Panel(own.growth, own.power[:-1], FIRST, own.weight)
    with pytest.raises(ModelInputError, match="growth"):
        Panel(np.full_like(own.growth, np.nan), own.power, FIRST, own.weight)
    with pytest.raises(ModelInputError, match="shape"):
        Panel(own.growth, own.power, FIRST, own.weight[:-1])
