"""Solving only the sections whose duties moved gives what solving the whole market gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.errors import ModelInputError
from parley.models.partial_equilibrium import BY_SECTION, solve, update
from parley.models.product_market import Elasticities, Market

CELLS, PRODUCTS, SECTIONS = 60, 15, 5


def market(seed: int) -> tuple[Market, np.ndarray, np.ndarray]:
    """A random market and two sets of duties for it; every section holds products and every product cells."""
    draw = np.random.default_rng(seed)
    product = draw.permutation(np.arange(CELLS) % PRODUCTS)
    section = draw.permutation(np.arange(PRODUCTS) % SECTIONS)
    base, first, second = (draw.uniform(0, 0.6, CELLS) for _ in range(3))
    return (
        Market(10 ** draw.uniform(0, 4, CELLS), base, product, section, draw.uniform(0.1, 1, SECTIONS)),
        first,
        second,
    )


@given(
    st.integers(0, 9999),
    st.sets(st.integers(0, SECTIONS - 1)),
    st.sampled_from([0.0, 0.02, 0.3]),
    st.booleans(),
)
def test_an_update_is_the_whole_solve(seed: int, moved: set[int], omega: float, one_sigma: bool) -> None:
    base, first, second = market(seed)
    sigma = np.array([4.0]) if one_sigma else np.random.default_rng(seed).uniform(1.5, 8, PRODUCTS)
    elasticities = Elasticities(sigma, 1.5, 1.2, 0.8, omega)
    before = solve(base, elasticities, first)
    duty = np.where(np.isin(base.cell_section, list(moved)), second, first)
    updated, whole = update(before, duty), solve(base, elasticities, duty)
    assert updated.duty is duty or np.array_equal(updated.duty, duty)
    lost = 1e-12 * base.value_usd.sum()  # a deadweight loss is a small difference of sums of that size
    for name in ("value_usd", *BY_SECTION):
        assert getattr(updated, name) == pytest.approx(getattr(whole, name), rel=1e-12, abs=lost), name
    assert updated.residual <= 1e-12


def test_no_change_is_the_same_equilibrium() -> None:
    base, first, _ = market(1)
    before = solve(base, Elasticities(np.array([4.0]), 1.5, 1.2, 1.0, 0.0), first)
    assert update(before, first.copy()) is before


@pytest.mark.parametrize("duty", [np.zeros(3), np.full(CELLS, np.nan), np.full(CELLS, -0.9)])
def test_a_bad_duty_is_refused(duty: np.ndarray) -> None:
    base, first, _ = market(2)
    with pytest.raises(ModelInputError):
        update(solve(base, Elasticities(np.array([4.0]), 1.5, 1.2, 1.0, 0.0), first), duty)
