"""Many draws at once: each is the answer of the solver that solves one alone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from parley.models.armington import Economy, Shock, solve
from parley.models.armington_batch import batch_of, solve_batch
from parley.models.closure import CLOSURES, Closure
from parley.models.errors import ModelInputError
from tests.models.worlds import FloatArray

FLOWS = np.array([[800.0, 40, 60, 9], [70, 500, 30, 8], [50, 20, 900, 7], [12, 6, 4, 60]])
DRAWS = ((1.5, 0.6), (4.0, 1.0), (4.0, 0.57), (9.0, 0.8))
NAMES = ("A", "B", "C", "D")


def at_rest(elasticity: float, ratio: float, closure: Closure, is_uneven: bool = False) -> Economy:
    """The first two economies tax each other's goods less than those of the others where ``is_uneven``."""
    tariff = np.full((4, 4), 0.05)
    np.fill_diagonal(tariff, 0)
    if is_uneven:
        tariff[0, 1] = tariff[1, 0] = 0.01
    economy = Economy(NAMES, FLOWS, elasticity, tariff=tariff, home_elasticity_ratio=ratio)
    rest = solve(economy, Shock(tariff=tariff), closure)
    return replace(rest.economy, flows=rest.flows, tariff=rest.tariff)


def of_two(base: FloatArray) -> FloatArray:
    tariff = base.copy()
    tariff[1, 0], tariff[0, 1], tariff[3, 0] = 0.6, 0.3, 0.0
    return tariff


def of_everybody(base: FloatArray) -> FloatArray:
    return np.where(base > 0, base + np.linspace(0.02, 0.2, 16).reshape(4, 4), 0)


@pytest.mark.parametrize("is_uneven", [False, True])
@pytest.mark.parametrize("moved", [of_two, of_everybody])
@pytest.mark.parametrize("closure", CLOSURES)
def test_every_draw_is_the_answer_of_the_plain_solver(
    closure: Closure, moved: Callable[[FloatArray], FloatArray], is_uneven: bool
) -> None:
    bases = [at_rest(*draw, closure, is_uneven) for draw in DRAWS]
    tariff = moved(bases[0].tariff)
    found = solve_batch(batch_of(bases, closure), tariff)
    assert found.solved.all()
    hats = np.empty((4, 4, len(bases)))
    found.flow_hats(hats)
    for number, base in enumerate(bases):
        alone = solve(base, Shock(tariff=tariff), closure)
        assert found.real_income_hat[number] == pytest.approx(alone.real_income_hat, rel=1e-8)
        assert found.wage_hat[number] == pytest.approx(alone.wage_hat, rel=1e-8)
        abroad = alone.flows - np.diag(np.diag(alone.flows))
        for importer in range(4):
            assert found.flows(importer)[number] == pytest.approx(abroad[:, importer], rel=1e-7)
        assert found.exports[number] == pytest.approx(alone.exports, rel=1e-7)
        assert found.imports[number] == pytest.approx(alone.imports, rel=1e-7)
        assert found.revenue[number] == pytest.approx(alone.tariff_revenue, rel=1e-7, abs=1e-9)
        sold = base.flows - np.diag(np.diag(base.flows))
        assert found.batch.flows(0)[number] == pytest.approx(sold[:, 0], rel=1e-9)
        assert found.batch.exports[number] == pytest.approx(sold.sum(axis=1), rel=1e-9)
        assert found.batch.imports[number] == pytest.approx(sold.sum(axis=0), rel=1e-9)
        assert found.batch.revenue[number] == pytest.approx((sold * base.tariff).sum(axis=0), rel=1e-9)
        assert hats[:, :, number] == pytest.approx(
            np.where(sold > 0, abroad / np.where(sold > 0, sold, 1), 1), rel=1e-7
        )


@pytest.mark.parametrize("closure", CLOSURES)
def test_an_answer_is_a_rest_from_which_the_next_one_is_found(closure: Closure) -> None:
    """At other tariffs first, then from there: the same as from a world solved at rest there by the plain solver."""
    bases = [at_rest(*draw, closure) for draw in DRAWS]
    then = of_everybody(bases[0].tariff)
    now = of_two(then)
    rest = solve_batch(batch_of(bases, closure), then).at_rest()
    found = solve_batch(rest, now)
    for number, base in enumerate(bases):
        before = solve(base, Shock(tariff=then), closure)
        alone = solve(replace(before.economy, flows=before.flows, tariff=then), Shock(tariff=now), closure)
        assert rest.income[number] == pytest.approx(before.income, rel=1e-8)
        assert rest.revenue[number] == pytest.approx(before.tariff_revenue, rel=1e-7, abs=1e-9)
        assert found.real_income_hat[number] == pytest.approx(alone.real_income_hat, rel=1e-8)
        assert found.revenue[number] == pytest.approx(alone.tariff_revenue, rel=1e-7, abs=1e-9)


def test_nothing_moves_where_no_tariff_does() -> None:
    bases = [at_rest(*draw, "balanced") for draw in DRAWS]
    found = solve_batch(batch_of(bases, "balanced"), bases[0].tariff)
    assert found.real_income_hat == pytest.approx(np.ones((4, 4)), abs=1e-12)


def test_a_draw_without_an_answer_says_so_and_leaves_the_others() -> None:
    """Fixed transfers paid by an economy that the tariffs close off: no equilibrium, and no figure."""
    bases = [at_rest(*draw, "share_of_world_income") for draw in DRAWS]
    tariff = bases[0].tariff.copy()
    tariff[:3, 3], tariff[3, :3] = 20.0, 20.0
    found = solve_batch(batch_of(bases, "share_of_world_income"), tariff)
    assert found.solved.tolist() == [True, True, True, False]
    assert found.residual[3] > 1e-8
    assert found.at_rest().elasticity.tolist() == [eps for eps, _ in DRAWS[:3]]


def test_what_a_batch_does_not_hold_is_refused() -> None:
    base = at_rest(4.0, 1.0, "balanced")
    with pytest.raises(ModelInputError, match="labour"):
        batch_of([replace(base, labour_supply_elasticity=0.5)], "balanced")
    with pytest.raises(ModelInputError, match="names and tariffs"):
        batch_of([base, replace(base, tariff=base.tariff * 2)], "balanced")
