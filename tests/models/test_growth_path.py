"""Paths over years: where they start and end, what they must not scale, and that nothing is lost on the way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.errors import ModelInputError
from parley.models.growth_path import income_path, mechanical_growth, phase_in, phased_quantity

YEARS = np.arange(0, 12)


def test_trade_starts_at_the_ratio_of_the_first_year_and_is_complete_in_year_seven() -> None:
    """Boehm et al. 2023: 0.76 after one year over 1.75 to 2.25 after seven to ten, about 0.38 of the long run."""
    share = phase_in(YEARS, 0.38, 7)
    assert share[0] == 0
    assert share[1] == 0.38
    assert (share[7:] == 1).all()
    assert (np.diff(share) >= 0).all()
    assert share[4] == pytest.approx((0.38 + 1) / 2)


def test_a_quantity_has_its_log_phased_and_not_its_percentage() -> None:
    path = phased_quantity(np.array([0.5, 2.0]), phase_in(np.array([1, 7]), 0.38, 7))
    assert path == pytest.approx(np.array([[0.5**0.38, 0.5], [2**0.38, 2.0]]))


def test_a_trade_flow_that_ends_is_gone_from_the_first_year() -> None:
    assert phased_quantity(0.0, phase_in(np.array([1, 7]), 0.38, 7)).tolist() == [0, 0]


def test_no_change_leaves_the_baseline_exactly() -> None:
    growth = np.array([0.021, 0.018, 0.019])
    assert (mechanical_growth(growth, 0.0, 5) == growth).all()
    assert (income_path(0.0, YEARS, 5) == 1).all()
    assert (phased_quantity(1.0, phase_in(YEARS, 0.38, 7)) == 1).all()


def test_income_is_spread_evenly_over_the_adjustment_time() -> None:
    path = income_path(-0.01, YEARS, 5)
    assert path[:7] == pytest.approx([1, 0.998, 0.996, 0.994, 0.992, 0.99, 0.99])
    assert income_path(-0.01, YEARS, 1)[1] == pytest.approx(0.99)


@given(st.floats(-0.5, 0.5), st.floats(1, 10), st.integers(1, 15))
def test_growth_adds_up_to_the_level(change: float, adjustment: float, count: int) -> None:
    baseline = np.linspace(0.03, 0.01, count)
    grown = np.prod(1 + mechanical_growth(baseline, change, adjustment)) / np.prod(1 + baseline)
    assert grown == pytest.approx(1 + change * min(count / adjustment, 1), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: phase_in(YEARS, 0.0, 7), "first_year_share"),
        (lambda: phase_in(YEARS, 1.2, 7), "first_year_share"),
        (lambda: phase_in(YEARS, 0.38, 1), "full_year"),
        (lambda: phased_quantity(-0.1, np.ones(2)), "quantity_hat"),
        (lambda: income_path(0.1, YEARS, 0.5), "adjustment_years"),
        (lambda: income_path(0.1, YEARS, 11), "adjustment_years"),
        (lambda: income_path(-1.0, YEARS, 5), "change"),
        (lambda: income_path(float("nan"), YEARS, 5), "change"),
    ],
)
def test_what_cannot_be_spread_is_refused_by_name(call: object, where: str) -> None:
    with pytest.raises(ModelInputError) as error:
        call()  # type: ignore[operator]
    assert error.value.where == where
