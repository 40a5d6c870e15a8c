"""The one-sector world model: what must hold in any world, and answers known from elsewhere."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.models.armington import Economy, Equilibrium, NotConvergedError, Shock, balanced, solve, varied
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import System
from parley.models.axes import IMPORTER
from parley.models.closure import CLOSURES, Closure
from tests.models.worlds import OPTIONS, FloatArray, flows, rates, seeds, world

kinds = st.sampled_from(OPTIONS)
closures = st.sampled_from(CLOSURES)


def shock(economy: Economy, rng: np.random.Generator, most: float = 0.4, taxes: bool = True) -> Shock:
    count = len(economy.names)
    cost = np.exp(rng.normal(0, 0.1, (count, count)))
    return Shock(rates(rng, count, most), rates(rng, count, 0.2) if taxes else None, cost)


def hats(after: Equilibrium) -> FloatArray:
    return np.concatenate([after.wage_hat, after.labour_hat, after.price_hat, after.real_income_hat])


# --- nothing changes nothing


@settings(max_examples=30)
@given(seeds, kinds, closures)
def test_no_shock_changes_nothing_and_takes_no_step(seed: int, kind: str, closure: Closure) -> None:
    economy, _ = world(seed, kind)
    for nothing in (Shock(), Shock(economy.tariff.copy(), economy.export_tax.copy(), np.ones(economy.flows.shape))):
        after = solve(economy, nothing, closure)
        assert (hats(after) == 1).all()
        assert (after.iterations, after.residual) == (0, 0)
        assert (after.trade_share == after.economy.trade_share).all()


@settings(max_examples=20)
@given(seeds, kinds)
def test_a_world_already_balanced_stays_as_it_is(seed: int, kind: str) -> None:
    once = balanced(world(seed, kind)[0])
    again = replace(once)
    assert balanced(again).flows == pytest.approx(once.flows, rel=1e-9)
    assert np.abs(once.transfer).max() < 1e-9 * once.expenditure.sum()


# --- accounts


@settings(max_examples=40)
@given(seeds, kinds, closures)
def test_every_account_adds_up(seed: int, kind: str, closure: Closure) -> None:
    economy, rng = world(seed, kind)
    after = solve(economy, shock(economy, rng), closure)
    total = after.expenditure.sum()
    assert after.residual < 1e-10  # the market left out while solving is in it
    assert abs(total - after.income.sum() - after.revenue.sum()) < 1e-12 * total
    assert abs(after.transfer.sum()) < 1e-12 * total
    assert after.trade_share.sum(axis=0) == pytest.approx(1, abs=1e-13)
    taxed = (after.export_tax / (1 + after.export_tax) * after.flows).sum(axis=IMPORTER)
    assert after.revenue == pytest.approx(after.tariff_revenue + taxed, abs=1e-12 * total)
    assert after.income.sum() == pytest.approx(after.economy.income.sum(), rel=1e-12)
    assert (after.flows[economy.flows == 0] == 0).all()


@settings(max_examples=30)
@given(seeds, st.sampled_from(("plain", "labour", "two_tier")))
def test_trade_balances_in_every_economy_when_the_closure_says_so(seed: int, kind: str) -> None:
    economy, rng = world(seed, kind)
    after = solve(economy, shock(economy, rng))
    assert after.exports == pytest.approx(after.imports, rel=1e-9, abs=1e-10 * economy.flows.sum())


@settings(max_examples=30)
@given(seeds, closures)
def test_duties_bring_revenue_and_no_duty_none(seed: int, closure: Closure) -> None:
    economy, rng = world(seed, taxed=False)
    taxed = solve(economy, Shock(np.abs(rates(rng, len(economy.names)))), closure)
    assert (taxed.revenue >= -1e-13 * taxed.expenditure).all()
    free = solve(economy, Shock(cost_hat=np.full(economy.flows.shape, 1.1)), closure)
    assert np.abs(free.revenue).max() < 1e-13 * free.expenditure.sum()


# --- symmetries


@settings(max_examples=25)
@given(seeds, kinds, closures, st.floats(-12, 12))
def test_the_unit_of_money_does_not_matter(seed: int, kind: str, closure: Closure, power: float) -> None:
    economy, rng = world(seed, kind)
    change = shock(economy, rng)
    scaled = replace(economy, flows=economy.flows * 10**power)
    assert hats(solve(scaled, change, closure)) == pytest.approx(hats(solve(economy, change, closure)), rel=1e-12)


@settings(max_examples=25)
@given(seeds, kinds, closures)
def test_the_order_of_the_economies_does_not_matter(seed: int, kind: str, closure: Closure) -> None:
    economy, rng = world(seed, kind)
    change = shock(economy, rng)
    order = rng.permutation(len(economy.names))
    square = np.ix_(order, order)
    turned = replace(
        economy,
        names=[economy.names[place] for place in order],
        flows=economy.flows[square],
        tariff=economy.tariff[square],
        export_tax=economy.export_tax[square],
        overhead_share=economy.overhead_share[order],
        pass_through=economy.pass_through[order],
    )
    assert change.tariff is not None and change.export_tax is not None and change.cost_hat is not None
    turned_change = Shock(change.tariff[square], change.export_tax[square], change.cost_hat[square])
    straight = solve(economy, change, closure)
    assert solve(turned, turned_change, closure).real_income_hat == pytest.approx(
        straight.real_income_hat[order], rel=1e-9
    )


def halves(matrix: FloatArray, weight: float) -> FloatArray:
    """The matrix with its last economy in two halves; ``weight`` 0.5 splits flows, 1 copies rates."""
    grown = np.pad(matrix, (0, 1), mode="edge")
    grown[-2:, :] *= weight
    grown[:, -2:] *= weight
    return grown


@settings(max_examples=25)
@given(seeds, st.sampled_from(("balanced", "share_of_world_income", "share_of_own_income")))
def test_an_economy_in_two_identical_halves_is_the_same_world(seed: int, closure: Closure) -> None:
    economy, rng = world(seed)
    change = Shock(rates(rng, len(economy.names)))
    assert change.tariff is not None
    split = Economy(
        [*economy.names, "half"],
        halves(economy.flows, 0.5),
        economy.trade_elasticity,
        tariff=halves(economy.tariff, 1),
        export_tax=halves(economy.export_tax, 1),
    )
    whole, parts = solve(economy, change, closure), solve(split, Shock(halves(change.tariff, 1)), closure)
    assert parts.real_income_hat[:-1] == pytest.approx(whole.real_income_hat, rel=1e-9)
    assert parts.real_income_hat[-1] == pytest.approx(parts.real_income_hat[-2], rel=1e-11)


@settings(max_examples=30)
@given(seeds, st.sampled_from(OPTIONS[:3]), st.floats(0.01, 0.5))
def test_a_tax_on_all_imports_is_a_tax_on_all_exports(seed: int, kind: str, rate: float) -> None:
    """Lerner symmetry: the powers (1 + t')/(1 + t) and (1 + x')/(1 + x) are the same number, with balanced trade."""
    economy, rng = world(seed, kind)
    place = int(rng.integers(len(economy.names)))
    tariff, export_tax = economy.tariff.copy(), economy.export_tax.copy()
    tariff[:, place] = (1 + rate) * (1 + tariff[:, place]) - 1
    export_tax[place, :] = (1 + rate) * (1 + export_tax[place, :]) - 1
    tariff[place, place] = export_tax[place, place] = 0
    on_imports, on_exports = solve(economy, Shock(tariff)), solve(economy, Shock(export_tax=export_tax))
    assert on_exports.real_income_hat == pytest.approx(on_imports.real_income_hat, rel=1e-10)


def test_points_added_to_unequal_rates_are_not_a_uniform_change() -> None:
    """The reason for taking powers: with points the two taxes differ by several 1e-4 here."""
    economy, _ = world(7, least=5)
    tariff, export_tax = economy.tariff.copy(), economy.export_tax.copy()
    tariff[:, 0] += 0.3
    export_tax[0, :] += 0.3
    tariff[0, 0] = export_tax[0, 0] = 0
    on_imports, on_exports = solve(economy, Shock(tariff)), solve(economy, Shock(export_tax=export_tax))
    assert np.abs(on_exports.real_income_hat / on_imports.real_income_hat - 1).max() > 1e-5


# --- limits and levels


@settings(max_examples=20)
@given(seeds)
def test_a_prohibitive_tariff_ends_a_flow_and_nothing_becomes_nan(seed: int) -> None:
    economy, rng = world(seed, taxed=False, least=3)
    seller, buyer = rng.choice(len(economy.names), 2, replace=False)
    tariff = np.zeros(economy.flows.shape)
    tariff[seller, buyer] = 1e4
    after = solve(economy, Shock(tariff))
    cost = np.ones(economy.flows.shape)
    cost[seller, buyer] = 1e8
    closed = solve(economy, Shock(cost_hat=cost))
    left = after.trade_share[seller, buyer]  # of the buyer's spending, duty included
    assert left / (1 + 1e4) < 1e-5
    assert np.isfinite(hats(after)).all()
    # a seller with no other market goes on selling at a loss: the duty on it is what tells the two apart
    assert after.real_income_hat == pytest.approx(closed.real_income_hat, rel=2.5 * left + 1e-6)


def test_two_economies_that_stop_trading_end_in_autarky() -> None:
    economy = Economy(["A", "B"], np.array([[80.0, 20], [30, 60]]), 4.0)
    base = balanced(economy)
    after = solve(economy, Shock(np.array([[0, 1e4], [1e4, 0]])))
    autarky = np.diag(base.trade_share) ** (1 / 4.0)
    assert after.real_income_hat == pytest.approx(autarky, rel=1e-9)


@pytest.mark.parametrize("rate", [0.05, 0.3, 1.0])
def test_in_a_world_of_equals_free_trade_is_best_for_all(rate: float) -> None:
    count = 5
    trade = np.ones((count, count)) + 9 * np.eye(count)
    economy = Economy([str(n) for n in range(count)], trade, 4.0)
    income = solve(economy, Shock(rate * (1 - np.eye(count)))).real_income_hat
    assert (income < 1).all()
    assert income == pytest.approx(income[0], rel=1e-12)


# --- other ways to the same answer


@settings(max_examples=25)
@given(seeds, kinds, closures)
def test_the_jacobian_is_the_derivative(seed: int, kind: str, closure: Closure) -> None:
    economy, rng = world(seed, kind)
    change = shock(economy, rng)
    system = System(economy, *change.levels(economy), closure, int(rng.integers(2)) or None)
    point = rng.normal(0, 0.05, len(economy.names) * (2 if system.has_labour else 1))
    exact, step = jacobian(system, point), 1e-6
    columns = [
        (system.residual(point + e) - system.residual(point - e)) / (2 * step) for e in step * np.eye(len(point))
    ]
    differences = np.column_stack(columns)
    differences[economy.pinned] = exact[economy.pinned]
    assert exact == pytest.approx(differences, abs=1e-7 * np.abs(exact).max())


def dekle_eaton_kortum(economy: Economy, tariff: FloatArray, transfer: FloatArray) -> FloatArray:
    """Real income by repeating the wage map, from the flows alone: no code of the model is used."""
    duty_inclusive = economy.flows * (1 + economy.tariff)
    share, eps = duty_inclusive / duty_inclusive.sum(axis=0), economy.trade_elasticity
    income = economy.flows.sum(axis=1)
    spent = duty_inclusive.sum(axis=0)
    wage = np.ones(len(income))
    for _ in range(20000):
        cost = (wage[:, None] * (1 + tariff) / (1 + economy.tariff)) ** -eps * share
        price = cost.sum(axis=0) ** (-1 / eps)
        new_share = cost / cost.sum(axis=0)
        kept = (new_share / (1 + tariff)).sum(axis=0)
        spending = (wage * income + transfer * (wage @ income) / income.sum()) / kept
        sold = (new_share / (1 + tariff)) @ spending
        following = wage * (sold / (wage * income)) ** (0.9 / (1 + eps))
        if np.abs(following / wage - 1).max() < 1e-15:
            break
        wage = following
    return spending / spent / price


@settings(max_examples=15)
@given(seeds)
def test_the_wage_map_of_dekle_eaton_and_kortum_ends_at_the_same_world(seed: int) -> None:
    economy, rng = world(seed)
    economy = replace(economy, export_tax=np.array(0.0))
    tariff = rates(rng, len(economy.names))
    base = balanced(economy)
    ours = solve(economy, Shock(tariff)).real_income_hat
    assert ours == pytest.approx(dekle_eaton_kortum(base, tariff, np.zeros(len(ours))), rel=1e-9)
    transfer = economy.flows.sum(axis=0) - economy.flows.sum(axis=1)
    ours = solve(economy, Shock(tariff), "share_of_world_income").real_income_hat
    assert ours == pytest.approx(dekle_eaton_kortum(economy, tariff, transfer), rel=1e-8)


@settings(max_examples=20)
@given(seeds, kinds, closures)
def test_where_the_search_begins_does_not_matter(seed: int, kind: str, closure: Closure) -> None:
    economy, rng = world(seed, kind)
    far, near = shock(economy, rng, 0.8), shock(economy, rng, 0.3)
    begun = solve(economy, near, closure)
    warm = solve(economy, far, closure, start=begun)
    assert hats(warm) == pytest.approx(hats(solve(economy, far, closure)), rel=1e-9)


def test_another_elasticity_is_the_same_base_year_balanced_anew() -> None:
    economy, rng = world(3)
    tariff = rates(rng, len(economy.names))
    solve(economy, Shock(tariff))
    fresh = replace(economy, trade_elasticity=7.0)
    other = varied(economy, 7.0)
    assert (other.flows == economy.flows).all()
    assert hats(solve(other, Shock(tariff))) == pytest.approx(hats(solve(fresh, Shock(tariff))), rel=1e-10)


# --- closures


def test_the_additive_closure_depends_on_its_numeraire_and_the_others_do_not() -> None:
    economy, rng = world(11, least=4)
    change = shock(economy, rng)
    for closure in CLOSURES:
        answers = [solve(economy, change, closure, numeraire=n).real_income_hat for n in (None, *economy.names[:2])]
        same = all(np.abs(answer - answers[0]).max() < 1e-10 for answer in answers)
        assert same == (closure != "additive")


def test_with_fixed_labour_a_transfer_in_mean_wages_is_a_share_of_world_income() -> None:
    economy, rng = world(12)
    change = shock(economy, rng)
    additive, share = (solve(economy, change, closure) for closure in ("additive", "share_of_world_income"))
    assert additive.real_income_hat == pytest.approx(share.real_income_hat, rel=1e-10)


def test_deficits_in_proportion_to_income_keep_their_differences() -> None:
    economy, rng = world(13, least=4)
    after = solve(economy, shock(economy, rng), "share_of_own_income")
    before, now = economy.transfer / economy.income, after.transfer / after.income
    assert now - now[0] == pytest.approx(before - before[0], abs=1e-12)


# --- no convergence, no number


def test_a_world_without_equilibrium_is_refused() -> None:
    """B lives by lending to A; when nothing can be sold, what it owes exceeds what it earns."""
    economy = Economy(["A", "B"], np.array([[50.0, 5], [60, 5]]), 4.0)
    with pytest.raises(NotConvergedError) as caught:
        solve(economy, Shock(np.array([[0, 0], [50.0, 0]])), "share_of_world_income")
    assert caught.value.residual > 1e-6


def test_groups_that_do_not_trade_with_each_other_are_solved_apart() -> None:
    rng = np.random.default_rng(5)
    one, two = flows(rng, 3), flows(rng, 4)
    both = np.zeros((7, 7))
    both[:3, :3], both[3:, 3:] = one, two
    tariff = rates(rng, 7)
    joint = solve(Economy([f"E{n}" for n in range(7)], both, 4.0), Shock(tariff)).real_income_hat
    first = solve(Economy(["a", "b", "c"], one, 4.0), Shock(tariff[:3, :3])).real_income_hat
    second = solve(Economy(["a", "b", "c", "d"], two, 4.0), Shock(tariff[3:, 3:])).real_income_hat
    assert joint == pytest.approx(np.concatenate([first, second]), rel=1e-9)
