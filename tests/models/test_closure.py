"""Transfers under each closure, and their derivatives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.models.closure import CLOSURES, FIXED_TRANSFERS, Closure, check_closure, transfers
from tests.models.worlds import seeds


def world(seed: int) -> tuple[np.random.Generator, tuple[np.ndarray, ...]]:
    rng = np.random.default_rng(seed)
    transfer = rng.normal(size=4)
    return rng, (transfer - transfer.mean(), *rng.lognormal(size=(3, 4)))


@settings(max_examples=30)
@given(seeds, st.sampled_from(CLOSURES), st.sampled_from([None, 2]))
def test_what_is_given_is_received_and_the_derivative_is_one(
    seed: int, closure: Closure, numeraire: int | None
) -> None:
    rng, (base, income, wage, labour) = world(seed)
    moved = transfers(closure, base, income, wage, labour, numeraire)
    assert abs(moved.value.sum()) < 1e-12 * max(1, np.abs(moved.value).max())
    step_wage, step_labour = 1e-6 * rng.normal(size=(2, 4))
    after, before = (
        transfers(closure, base, income, wage * np.exp(s * step_wage), labour * np.exp(s * step_labour), numeraire)
        for s in (1, -1)
    )
    change = moved.by_own_income * (step_wage + step_labour)
    change = change + moved.to * (moved.by_wage @ step_wage + moved.by_labour @ step_labour)
    assert (after.value - before.value) / 2 == pytest.approx(change, abs=1e-12 * np.abs(income * wage * labour).max())


@pytest.mark.parametrize("closure", [c for c in CLOSURES if c != "balanced"])
def test_where_nothing_changed_transfers_are_those_of_the_base(closure: Closure) -> None:
    _, (base, income, _, _) = world(1)
    assert transfers(closure, base, income, np.ones(4), np.ones(4)).value == pytest.approx(base, abs=1e-15)


def test_balanced_means_none_at_all() -> None:
    _, (base, income, wage, labour) = world(2)
    assert not transfers("balanced", base, income, wage, labour).value.any()


def test_an_unknown_closure_is_refused_and_the_fixed_ones_are_named() -> None:
    with pytest.raises(ValueError, match="share_of_world_income"):
        check_closure("fixed")
    assert set(CLOSURES) > FIXED_TRANSFERS == {"share_of_world_income", "additive"}
