"""Shares of the variance against closed forms."""

import numpy as np
import pytest

from parley.models.errors import ModelInputError
from parley.models.sensitivity import first_order_shares
from parley.models.uncertainty import sobol_points


def test_the_shares_of_a_sum_are_those_of_its_variances() -> None:
    """y = 3 x + z, uniform: variances 9/12 and 1/12, shares 0.9 and 0.1."""
    points = sobol_points(2, 1024)
    shares = first_order_shares(points, points @ np.array([[3.0], [1.0]]))
    assert shares[:, 0] == pytest.approx([0.9, 0.1], abs=0.01)


def test_a_product_has_a_part_that_no_parameter_has_alone() -> None:
    """y = x z, uniform on 0 to 1: Var(E[y | x]) = 1/48 of a variance of 7/144, so each has 3/7 and 1/7 is joint."""
    points = sobol_points(2, 4096)
    shares = first_order_shares(points, points[:, :1] * points[:, 1:])
    assert shares[:, 0] == pytest.approx([3 / 7, 3 / 7], abs=0.01)


def test_what_does_not_vary_has_no_shares_and_a_fixed_parameter_none() -> None:
    points = sobol_points(1, 64)
    both = np.column_stack([points, np.ones(64)])
    shares = first_order_shares(both, np.column_stack([points[:, 0], np.full(64, 2.0)]))
    assert shares[:, 0] == pytest.approx([1, 0], abs=1e-9)
    assert np.isnan(shares[:, 1]).all()
    with pytest.raises(ModelInputError, match="draws"):
        first_order_shares(both[:3], both[:3])
