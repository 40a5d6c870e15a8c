"""The sector model: an independent solution, identities, limits, and what it refuses."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.models import armington
from parley.models.axes import IMPORTER, SECTOR
from parley.models.caliendo_parro_2015 import SectorEconomy, SectorEquilibrium, SectorShock, solve
from parley.models.closure import CLOSURES, Closure
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.sector_welfare import first_order_welfare
from tests.models.sector_economies import economies, random_economy, random_shock
from tests.models.sector_reference import reference

TIGHT = 1e-12


def solved(economy: SectorEconomy, shock: SectorShock, closure: Closure = "balanced") -> SectorEquilibrium:
    return solve(economy, shock, closure, tolerance=TIGHT)


def own_data(base: SectorEquilibrium) -> SectorEconomy:
    """The base of a closure as an economy of its own, so that another program can start from it."""
    return dataclasses.replace(
        base.economy, trade_share=base.trade_share, value_added=base.income, transfer=base.transfer
    )


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_independent_solver_finds_the_same(closure: Closure, seed: int) -> None:
    economy = random_economy(seed, 3, 3)
    shock = random_shock(economy, seed + 50)
    after = solved(economy, shock, closure)
    base = own_data(after.before)

    def transfer_of(wage: np.ndarray) -> np.ndarray:
        income, world = wage * base.value_added, base.value_added.sum()
        if closure == "balanced":
            return np.zeros(3)
        if closure == "share_of_own_income":
            ratio = base.transfer / base.value_added
            return income * ratio - income * (income @ ratio) / income.sum()
        return base.transfer * (wage @ base.value_added) / world

    found = reference(base, shock.tariff, shock.export_tax, shock.cost_hat, transfer_of)
    assert after.wage_hat == pytest.approx(found["wage"], rel=1e-8)
    assert after.price_hat == pytest.approx(found["price"], rel=1e-8)
    assert after.purchases == pytest.approx(found["purchases"], rel=1e-7, abs=1e-9)
    assert after.expenditure == pytest.approx(found["expenditure"], rel=1e-8)
    assert after.price_index_hat == pytest.approx(found["index"], rel=1e-8)


@pytest.mark.parametrize("seed", range(4))
def test_one_sector_without_inputs_is_the_one_sector_model(seed: int) -> None:
    draw = random_economy(seed, 5, 1)
    flows = (draw.trade_share * draw.value_added / (1 + draw.tariff))[:, :, 0]
    shock = random_shock(draw, seed)
    small = SectorEconomy.from_flows(
        flows[:, :, None], np.zeros((1, 1, 5)), [4.0], tariff=draw.tariff, export_tax=draw.export_tax
    )
    world = armington.Economy(
        small.countries, flows, 4.0, tariff=draw.tariff[:, :, 0], export_tax=draw.export_tax[:, :, 0]
    )
    levels = (shock.tariff, shock.export_tax, shock.cost_hat)
    for closure in CLOSURES:
        sectors = solved(small, shock, closure)
        one = armington.solve(world, armington.Shock(*(level[:, :, 0] for level in levels)), closure)
        assert sectors.real_income_hat == pytest.approx(one.real_income_hat, abs=1e-9)
        assert sectors.wage_hat / sectors.wage_hat[0] == pytest.approx(one.wage_hat / one.wage_hat[0], abs=1e-9)
        assert sectors.trade_share[:, :, 0] == pytest.approx(one.trade_share, abs=1e-9)


@pytest.mark.parametrize("closure", CLOSURES)
@given(economy=economies)
@settings(max_examples=10)
def test_no_shock_is_exactly_nothing_after_no_sweep(closure: Closure, economy: SectorEconomy) -> None:
    shock = SectorShock(economy.tariff.copy(), economy.export_tax.copy(), np.ones(economy.tariff.shape))
    same = solve(economy, shock, closure)
    for hat in (same.wage_hat, same.price_hat, same.price_index_hat, same.real_income_hat, same.output_hat):
        assert (hat == 1).all()
    assert same.iterations == 0
    assert same.residual < 1e-10
    moved = solve(economy, random_shock(economy, 1), closure)
    assert (solve(economy, SectorShock(), closure, start=moved).real_income_hat == 1).all()


@given(economies, st.integers(0, 10**6))
@settings(max_examples=10)
def test_a_world_kept_without_its_weights_is_the_same_to_the_last_digit(economy: SectorEconomy, seed: int) -> None:
    found = solved(economy, random_shock(economy, seed))
    kept, further = found.to_keep(), random_shock(economy, seed + 1)
    assert kept.solved is None
    assert (kept.flows == found.flows).all() and (kept.trade_share == found.trade_share).all()
    assert (solve(economy, further, start=kept).flows == solve(economy, further, start=found).flows).all()


@given(economies, st.integers(0, 10**6))
@settings(max_examples=40)
def test_accounts_add_up_under_balanced_trade(economy: SectorEconomy, seed: int) -> None:
    after = solved(economy, random_shock(economy, seed))
    scale = after.income.sum()
    assert after.flows == pytest.approx(after.trade_share * after.purchases / (1 + after.tariff), rel=1e-12)
    for place in range(len(economy.countries)):
        assert after.flows_to(place) == pytest.approx(after.flows[:, place], rel=1e-12)
        assert after.flows_from(place) == pytest.approx(after.flows[place], rel=1e-12)
    assert after.trade_share.sum(axis=0) == pytest.approx(1, abs=1e-13)
    assert after.imports == pytest.approx(after.exports, rel=1e-9, abs=1e-10 * scale)
    assert after.exports - after.imports == pytest.approx(0, abs=1e-10 * scale)
    taxed = (after.export_tax / (1 + after.export_tax) * after.flows).sum(axis=(IMPORTER, SECTOR))
    assert after.revenue == pytest.approx(after.tariff_revenue + taxed, abs=1e-11 * scale)
    assert after.expenditure.sum() == pytest.approx(after.income.sum() + after.revenue.sum(), rel=1e-12)
    assert (after.tariff_revenue >= 0).all()
    earned = (economy.value_added_share * after.output).sum(axis=1)  # the equation the solver does not use
    assert earned == pytest.approx(after.income, rel=1e-9)
    inputs = np.einsum("ksn,ns->nk", economy.input_share, after.output)
    assert inputs + economy.final_share * after.expenditure[:, None] == pytest.approx(after.purchases, rel=1e-9)


@pytest.mark.parametrize("closure", CLOSURES)
def test_transfers_are_paid_as_the_closure_says(closure: Closure) -> None:
    economy = random_economy(3)
    after = solved(economy, random_shock(economy, 4), closure)
    assert after.transfer == pytest.approx(after.imports - after.exports, abs=1e-9 * after.income.sum())
    assert after.transfer.sum() == pytest.approx(0, abs=1e-12 * after.income.sum())


def test_a_world_without_taxes_collects_none() -> None:
    economy = random_economy(5, taxes=False)
    after = solve(economy, SectorShock(cost_hat=np.full(economy.tariff.shape, 1.1)))
    assert (after.revenue == 0).all()


@given(economies, st.integers(0, 10**6), st.floats(1e-6, 1e9))
@settings(max_examples=15)
def test_the_unit_of_values_does_not_matter(economy: SectorEconomy, seed: int, unit: float) -> None:
    scaled = dataclasses.replace(economy, value_added=economy.value_added * unit, transfer=economy.transfer * unit)
    shock = random_shock(economy, seed)
    one, other = solved(economy, shock), solved(scaled, shock)
    assert other.real_income_hat == pytest.approx(one.real_income_hat, abs=1e-10)
    assert other.flows == pytest.approx(one.flows * unit, rel=1e-8, abs=1e-10 * unit)


@given(economies, st.integers(0, 10**6), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_countries_and_sectors_does_not_matter(
    economy: SectorEconomy, seed: int, random: "np.random.Generator"
) -> None:
    countries, sectors = (list(range(len(axis))) for axis in (economy.countries, economy.sectors))
    random.shuffle(countries)
    random.shuffle(sectors)
    flow = np.ix_(countries, countries, sectors)
    mixed = SectorEconomy(
        trade_share=economy.trade_share[flow],
        final_share=economy.final_share[np.ix_(countries, sectors)],
        value_added_share=economy.value_added_share[np.ix_(countries, sectors)],
        input_share=economy.input_share[np.ix_(sectors, sectors, countries)],
        value_added=economy.value_added[countries],
        trade_elasticity=economy.trade_elasticity[sectors],
        transfer=economy.transfer[countries],
        tariff=economy.tariff[flow],
        export_tax=economy.export_tax[flow],
    )
    shock = random_shock(economy, seed)
    levels = (level[flow] for level in (shock.tariff, shock.export_tax, shock.cost_hat))
    one, other = solved(economy, shock), solved(mixed, SectorShock(*levels))
    assert other.real_income_hat == pytest.approx(one.real_income_hat[countries], abs=1e-10)
    assert other.output == pytest.approx(one.output[np.ix_(countries, sectors)], rel=1e-8)


def test_a_country_split_in_two_equal_halves_changes_nothing() -> None:
    economy = random_economy(6)
    balanced = own_data(solve(economy, SectorShock()).before)
    shock = random_shock(economy, 7)
    parent = np.array([0, 1, 2, 3, 3])
    flow = np.ix_(parent, parent, range(3))
    half = np.where(parent == 3, 0.5, 1.0)
    split = SectorEconomy(
        # Each half buys from every seller as the whole did; what came from the whole comes half from each half.
        trade_share=balanced.trade_share[flow] * half[:, None, None],
        final_share=balanced.final_share[parent],
        value_added_share=balanced.value_added_share[parent],
        input_share=balanced.input_share[:, :, parent],
        value_added=balanced.value_added[parent] * half,
        trade_elasticity=balanced.trade_elasticity,
        tariff=balanced.tariff[flow],
        export_tax=balanced.export_tax[flow],
    )
    levels = [level[flow] for level in (shock.tariff, shock.export_tax, shock.cost_hat)]
    whole, parts = solved(balanced, shock), solved(split, SectorShock(*levels))
    assert parts.real_income_hat == pytest.approx(whole.real_income_hat[parent], abs=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_a_uniform_tariff_is_a_uniform_export_tax(seed: int) -> None:
    """Lerner symmetry: the same rise of 1 + t on all imports, or of 1 + x on all exports, of one country."""
    economy = random_economy(seed, 5, 3)
    tariff, export_tax = economy.tariff.copy(), economy.export_tax.copy()
    others = np.arange(5) != 2
    tariff[others, 2] = (1 + tariff[others, 2]) * 1.2 - 1
    export_tax[2, others] = (1 + export_tax[2, others]) * 1.2 - 1
    imports, exports = (solved(economy, shock) for shock in (SectorShock(tariff), SectorShock(None, export_tax)))
    assert imports.real_income_hat == pytest.approx(exports.real_income_hat, abs=1e-10)


def test_gains_from_trade_cost_follow_from_the_home_share_alone() -> None:
    """Arkolakis, Costinot and Rodriguez-Clare: W = lambda_nn^(-1 / (theta gv)) with one sector and inputs."""
    flows = np.array([[[8.0], [2]], [[2], [5]]])
    use = np.array([[[4.0, 2.8]]])
    economy = SectorEconomy.from_flows(flows, use, np.array([5.0]))
    cost = np.ones((2, 2, 1))
    cost[0, 1] = cost[1, 0] = 1.4
    after = solved(economy, SectorShock(cost_hat=cost))
    home = np.diagonal(after.trade_share[:, :, 0]) / np.diagonal(after.before.trade_share[:, :, 0])
    assert after.real_income_hat == pytest.approx(home ** (-1 / (5 * economy.value_added_share[:, 0])), abs=1e-11)


@given(economies, st.floats(10, 1e4))
@settings(max_examples=20)
def test_a_prohibitive_tariff_ends_trade_and_nothing_else(economy: SectorEconomy, rate: float) -> None:
    tariff = economy.tariff.copy()
    tariff[1:, 0] = rate
    after = solve(economy, SectorShock(tariff))
    figures = (after.real_income_hat, after.price_hat, after.flows, after.output, after.revenue)
    assert all(np.isfinite(figure).all() for figure in figures)
    assert (after.flows[1:, 0] <= economy.trade_share[1:, 0] * after.before.purchases[0]).all()
    assert after.imports[0] <= after.before.imports[0]


def test_no_home_supplier_and_no_way_round_a_huge_tariff_is_carried_by_logs() -> None:
    """All weights of a market leave floating point, theta 60 and a duty of a million; shares still add to one."""
    economy = random_economy(8, 3, 2, taxes=False)
    share = economy.trade_share.copy()
    share[:, 0, 0] = [0, 0.6, 0.4]
    lone = dataclasses.replace(economy, trade_share=share, trade_elasticity=np.array([60.0, 3.0]))
    tariff = np.zeros(share.shape)
    tariff[1:, 0, 0] = 1e6
    after = solve(lone, SectorShock(tariff))
    assert np.isfinite(after.real_income_hat).all()
    assert after.trade_share[:, 0, 0].sum() == pytest.approx(1)


def test_a_tax_on_what_nobody_trades_does_nothing() -> None:
    economy = random_economy(9)
    share = economy.trade_share.copy()
    share[:, :, 2] = np.eye(4)
    services = dataclasses.replace(economy, trade_share=share, tariff=np.zeros(share.shape), export_tax=None)
    tariff = np.zeros(share.shape)
    tariff[:, :, 2] = 0.5 * (1 - np.eye(4))
    after = solved(services, SectorShock(tariff))
    assert after.real_income_hat == pytest.approx(1, abs=1e-12)
    assert (after.tariff_revenue == 0).all()


@pytest.mark.parametrize("closure", CLOSURES)
def test_a_warm_start_gives_the_cold_answer(closure: Closure) -> None:
    economy = random_economy(10, 6, 4)
    first, second = random_shock(economy, 11), random_shock(economy, 12)
    cold = solved(economy, second, closure)
    warm = solve(economy, second, closure, start=solve(economy, first, closure), tolerance=TIGHT)
    assert warm.real_income_hat == pytest.approx(cold.real_income_hat, abs=1e-10)
    other = solve(economy, first, "share_of_own_income" if closure == "balanced" else "balanced")
    assert solve(economy, second, closure, start=other).iterations > 0


def test_the_additive_closure_depends_on_the_numeraire_and_the_others_do_not() -> None:
    economy, shock = random_economy(13), random_shock(random_economy(13), 14)
    by_world = solved(economy, shock, "additive").real_income_hat
    assert by_world == pytest.approx(solved(economy, shock, "share_of_world_income").real_income_hat, abs=1e-10)
    by_wage = solve(economy, shock, "additive", numeraire="C2", tolerance=TIGHT).real_income_hat
    assert np.abs(by_wage - by_world).max() > 1e-6
    balanced = solve(economy, shock, numeraire="C2", tolerance=TIGHT).real_income_hat
    assert balanced == pytest.approx(solved(economy, shock).real_income_hat, abs=1e-11)


def test_sectors_no_one_makes_or_buys_are_left_alone() -> None:
    economy = random_economy(15, 3, 3)
    share, final, added = (a.copy() for a in (economy.trade_share, economy.final_share, economy.value_added_share))
    inputs = economy.input_share.copy()
    share[1, :, 2] = 0  # country 1 makes no good of sector 2, and country 0 buys none
    share[:, 0, 2] = final[0, 2] = 0
    inputs[2, :, 0] = inputs[:, 2, 1] = added[1, 2] = 0
    share[:, 1:, 2] /= share[:, 1:, 2].sum(axis=0)
    final[0] /= final[0].sum()
    cost = added + inputs.sum(axis=0).T
    scale = np.where(cost > 0, cost, 1)
    hole = dataclasses.replace(
        economy, trade_share=share, final_share=final, value_added_share=added / scale, input_share=inputs / scale.T
    )
    after = solved(hole, random_shock(hole, 16))
    assert (after.output[1, 2], after.purchases[0, 2]) == (0, 0)
    assert np.isfinite(after.price_hat).all()
    assert after.exports - after.imports == pytest.approx(0, abs=1e-10 * after.income.sum())


@given(st.integers(0, 10**6), st.sampled_from([1.0, 4.0]), st.sampled_from(CLOSURES))
@settings(max_examples=25)
def test_random_tariffs_of_up_to_400_percent_are_solved(seed: int, top: float, closure: Closure) -> None:
    economy = random_economy(seed, 6, 4)
    after = solve(economy, random_shock(economy, seed, top), closure)
    assert after.converged
    assert after.residual <= 1e-9


def test_a_transfer_no_one_can_pay_gives_no_figure() -> None:
    """A country that hands four fifths of its income away and then loses every market has no equilibrium."""
    economy = random_economy(17, 3, 2, taxes=False)
    owing = dataclasses.replace(economy, transfer=np.array([-0.5, 0.4, 0.1]) * economy.value_added[0])
    tariff = np.zeros(economy.tariff.shape)
    tariff[0, 1:] = 1e4
    with pytest.raises(NotConvergedError) as failure:
        solve(owing, SectorShock(tariff), "share_of_world_income")
    assert failure.value.residual > 1e-6


def test_the_first_order_measure_is_near_exact_for_a_small_change() -> None:
    economy = random_economy(18, taxes=False)
    tariff = np.where(economy.trade_share > 0, 1e-4, 0) * (1 - np.eye(4))[:, :, None]
    after = solved(economy, SectorShock(tariff))
    first = first_order_welfare(after)
    assert first.welfare == pytest.approx(after.real_income_hat - 1, abs=2e-7)
    assert first.real_wage == pytest.approx(after.real_wage_hat - 1)


def test_the_first_order_measure_is_for_tariffs_alone() -> None:
    economy = random_economy(19, taxes=False)
    tax = np.where(np.eye(4)[:, :, None] == 1, 0, 0.1) * np.ones(economy.tariff.shape)
    for shock in (SectorShock(export_tax=tax), SectorShock(cost_hat=np.full(tax.shape, 1.1))):
        with pytest.raises(ModelInputError, match="tariffs alone"):
            first_order_welfare(solve(economy, shock))


@pytest.mark.parametrize(
    ("name", "cell", "value", "says"),
    [
        ("tariff", (0, 1, 2), np.nan, r"tariff\[C0, C1, S2\] is nan"),
        ("tariff", (0, 1, 2), -1.0, r"tariff\[C0, C1, S2\] is -1; the least is -0.5"),
        ("export_tax", (2, 2, 0), 0.1, r"export_tax\[C2, C2, S0\]"),
        ("cost_hat", (0, 1, 2), 0.0, r"cost_hat\[C0, C1, S2\] is 0; it must be positive"),
    ],
)
def test_a_bad_cell_of_the_shock_is_named(name: str, cell: tuple[int, ...], value: float, says: str) -> None:
    economy = random_economy(20)
    array = np.ones(economy.tariff.shape) if name == "cost_hat" else getattr(economy, name).copy()
    array[cell] = value
    with pytest.raises(ModelInputError, match=says):
        solve(economy, SectorShock(**{name: array}))


def test_wrong_shapes_names_and_closures_are_refused() -> None:
    economy = random_economy(20)
    with pytest.raises(ModelInputError, match=r"tariff has shape \(4, 4\), not \(4, 4, 3\)"):
        solve(economy, SectorShock(np.zeros((4, 4))))
    with pytest.raises(ModelInputError, match="countries are 2 names for 4"):
        dataclasses.replace(economy, countries=("A", "B"))
    with pytest.raises(ModelInputError, match="closure is 'none'"):
        solve(economy, SectorShock(), "none")  # type: ignore[arg-type]
    with pytest.raises(ModelInputError, match="'Atlantis' is not one of"):
        solve(economy, SectorShock(), "additive", numeraire="Atlantis")
    with pytest.raises(ModelInputError, match=r"final use\[0, 0\] is -1"):
        SectorEconomy.from_flows(np.ones((2, 2, 1)), np.array([[[3.0, 1]]]), np.array([4.0]))
    with pytest.raises(ModelInputError, match=r"value added\[0, 0\] is -1"):
        SectorEconomy.from_flows(np.array([[[1.0], [0]], [[2], [1]]]), np.array([[[2.0, 0]]]), np.array([4.0]))
    with pytest.raises(ModelInputError, match="leaves"):
        loop = random_economy(20, 2, 1, taxes=False)
        solve(
            dataclasses.replace(loop, input_share=np.ones((1, 1, 2)), value_added_share=np.zeros((2, 1))),
            SectorShock(),
        )


def test_a_country_that_only_sells_cannot_balance_its_trade() -> None:
    share = np.array([[[1.0], [0.2]], [[0], [0.8]]])
    one_way = dataclasses.replace(random_economy(20, 2, 1, taxes=False), trade_share=share)
    with pytest.raises(ModelInputError, match=r"exports\[C1\] is 0 while it imports"):
        solve(one_way, SectorShock())


def test_an_import_subsidy_is_allowed_and_marked() -> None:
    economy = random_economy(21, taxes=False)
    tariff = np.zeros(economy.tariff.shape)
    assert not solve(economy, SectorShock(tariff)).has_subsidy
    tariff[0, 1, 0] = -0.2
    assert solve(economy, SectorShock(tariff)).has_subsidy
