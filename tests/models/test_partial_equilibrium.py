"""The product model: a printed case, the identity of welfare, limits, and what it refuses."""

import dataclasses

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.partial_equilibrium import ProductEquilibrium, solve
from parley.models.power_mean import log_power_mean
from parley.models.product_market import Elasticities, FloatArray, Market


def one_cell(value: float = 3.65e9) -> Market:
    first = np.zeros(1, dtype=np.intp)
    return Market(np.array([value]), np.zeros(1), first, first, np.ones(1))


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """Two sections, three products, two to four origins each; values over six powers of ten."""
    origins = draw(st.lists(st.integers(2, 4), min_size=3, max_size=3))
    cells = sum(origins)
    logs = draw(st.lists(st.floats(3, 9), min_size=cells, max_size=cells))
    duty = draw(st.lists(st.floats(0, 0.5), min_size=cells, max_size=cells))
    share = draw(st.lists(st.floats(0.05, 1), min_size=2, max_size=2))
    product = np.repeat(np.arange(3), origins)
    return Market(10 ** np.array(logs), np.array(duty), product, np.array([0, 0, 1]), np.array(share))


@st.composite
def elasticities(draw: st.DrawFn) -> Elasticities:
    some = st.one_of(st.just(1.0), st.floats(0.5, 8))
    sigma = np.array(draw(st.lists(some, min_size=3, max_size=3)))
    omega = draw(st.one_of(st.just(0.0), st.floats(0.01, 0.5)))
    return Elasticities(sigma, draw(some), draw(some), draw(some), omega)


def new_duties(market: Market, seed: int) -> np.ndarray:
    """Duties of 0 to 100%, some lines left as they are."""
    draw = np.random.default_rng(seed)
    duty = draw.uniform(0, 1, len(market.value_usd))
    return np.where(draw.random(len(duty)) < 0.3, market.duty, duty)


def money(market: Market) -> float:
    return float(market.section_imports.sum())


def test_semiconductors_from_china_at_25_percent_give_the_printed_figures() -> None:
    """HS 854231 from China, 3.65 bn, duty 0 to 25%, all elasticities 4: 1.495 bn, 593.7 = 373.8 + 220.0 m."""
    solved = solve(one_cell(), Elasticities(np.array([4.0]), 4, 4, 4, 0), np.array([0.25]))
    assert round(solved.value_usd[0] / 1e9, 3) == 1.495
    assert round(solved.duty_change_usd[0] / 1e6, 1) == 373.8
    assert round(solved.buyers_loss_usd[0] / 1e6, 1) == 593.7
    assert round(solved.deadweight_loss_usd[0] / 1e6, 1) == 220.0


def deadweight_by_integral(
    market: Market, elasticities: Elasticities, duty_new: FloatArray, points: int = 40
) -> FloatArray:
    """Deadweight loss by section, USD: - integral of sum t p* dq from the base duties to ``duty_new``.

    The path is straight in the duty rates. With p* = q^omega, p* dq = dv / (1 + omega), so by parts the integral is
    [integral of sum v dt - change of sum t v] / (1 + omega), taken at ``points`` Gauss nodes. It uses no welfare
    formula.
    """
    nodes, weights = np.polynomial.legendre.leggauss(points)
    step = duty_new - market.duty
    area = np.zeros(market.section_count)
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        area += weight * market.by_section(solve(market, elasticities, market.duty + node * step).value_usd * step)
    change = solve(market, elasticities, duty_new).duty_change_usd
    loss: FloatArray = (area - change) / (1 + elasticities.inverse_export_supply)
    return loss


@settings(max_examples=60, deadline=None)
@given(markets(), elasticities(), st.integers(0, 999))
def test_buyers_and_exporters_lose_the_duty_and_the_deadweight(market: Market, e: Elasticities, seed: int) -> None:
    """The residual equals the integral of the tax wedge over quantity, which knows no welfare formula."""
    solved = solve(market, e, new_duties(market, seed))
    integral = deadweight_by_integral(market, e, solved.duty)
    scale = np.abs(solved.buyers_loss_usd) + market.section_imports * 1e-6
    assert np.all(np.abs(integral - solved.deadweight_loss_usd) <= 1e-8 * scale)


@settings(max_examples=60, deadline=None)
@given(markets(), elasticities(), st.integers(0, 999))
def test_the_solution_lies_on_every_demand_and_supply_curve(market: Market, e: Elasticities, seed: int) -> None:
    """The nests written out from prices, not by the reduced equations of the solver."""
    solved = solve(market, e, new_duties(market, seed))
    grown = solved.quantity / market.value_usd
    price = grown**e.inverse_export_supply * (1 + solved.duty) / (1 + market.duty)
    assert solved.value_usd == pytest.approx(market.value_usd * grown * grown**e.inverse_export_supply, rel=1e-9)
    p_product = np.array([power_mean(market, price, h, e.between_origins[h]) for h in range(3)])
    weight = market.product_spending
    p_import = np.array(
        [ces(weight[market.section == g], p_product[market.section == g], e.between_products) for g in range(2)]
    )
    m = market.import_share
    p_section = np.array(
        [ces(np.array([m[g], 1 - m[g]]), np.array([p_import[g], 1.0]), e.imports_and_home) for g in range(2)]
    )
    product, section = market.product, market.cell_section
    demand = (
        (price / p_product[product]) ** -e.between_origins[product]
        * (p_product[product] / p_import[section]) ** -e.between_products
        * (p_import / p_section)[section] ** -e.imports_and_home
        * p_section[section] ** -e.section_demand
    )
    assert grown == pytest.approx(demand, rel=1e-9)
    assert solved.import_price_hat == pytest.approx(p_import, rel=1e-9)
    assert solved.section_price_hat == pytest.approx(p_section, rel=1e-9)


def power_mean(market: Market, price: np.ndarray, product: int, sigma: float) -> float:
    cells = market.product == product
    return ces((market.value_usd * (1 + market.duty))[cells], price[cells], sigma)


def ces(weight: np.ndarray, price: np.ndarray, elasticity: float) -> float:
    share = weight / weight.sum()
    if elasticity == 1:
        return float(np.prod(price**share))
    return float(np.sum(share * price ** (1 - elasticity)) ** (1 / (1 - elasticity)))


def test_the_deadweight_integral_is_the_wedge_times_the_change_in_quantity() -> None:
    """- sum of t p* dq by the trapezoid rule on 4,000 steps, the definition without the integration by parts."""
    market = Market(
        np.array([5.0, 3.0, 2.0, 4.0]),
        np.array([0.0, 0.1, 0.0, 0.2]),
        np.array([0, 0, 1, 1]),
        np.array([0, 0]),
        np.array([0.4]),
    )
    e, omega = Elasticities(np.array([3.0, 6.0]), 1.5, 1.2, 1, 0.3), 0.3
    target = np.array([0.6, 0.1, 0.3, 0.05])
    path = np.linspace(0, 1, 4001)[:, None] * (target - market.duty) + market.duty
    quantity = np.array([solve(market, e, duty).quantity for duty in path])
    wedge = path * (quantity / market.value_usd) ** omega
    trapezoid = -np.sum((wedge[1:] + wedge[:-1]) / 2 * np.diff(quantity, axis=0))
    assert deadweight_by_integral(market, e, target).sum() == pytest.approx(trapezoid, rel=1e-6)


@given(markets(), elasticities())
def test_no_change_of_duty_is_exactly_nothing(market: Market, e: Elasticities) -> None:
    solved = solve(market, e, market.duty.copy())
    assert solved.iterations == 0
    assert np.array_equal(solved.value_usd, market.value_usd)
    assert np.array_equal(solved.quantity, market.value_usd)
    for change in (solved.buyers_loss_usd, solved.exporters_loss_usd, solved.duty_change_usd):
        assert not change.any()
    assert not solved.deadweight_loss_usd.any()
    assert np.array_equal(solved.import_price_hat, np.ones(2))


@settings(max_examples=40, deadline=None)
@given(markets(), st.integers(0, 999), st.sampled_from(["sigma", "eta", "kappa", "psi"]), st.floats(0, 0.4))
def test_an_elasticity_of_one_is_the_limit(market: Market, seed: int, which: str, omega: float) -> None:
    duty = new_duties(market, seed)

    def with_value(x: float) -> ProductEquilibrium:
        base = {"sigma": 3.0, "eta": 2.0, "kappa": 1.5, "psi": 0.8} | {which: x}
        return solve(
            market, Elasticities(np.full(3, base["sigma"]), base["eta"], base["kappa"], base["psi"], omega), duty
        )

    below, at, above = with_value(1 - 1e-6), with_value(1.0), with_value(1 + 1e-6)
    for name in ("value_usd", "buyers_loss_usd", "deadweight_loss_usd"):
        middle = (getattr(below, name) + getattr(above, name)) / 2
        assert getattr(at, name) == pytest.approx(middle, rel=1e-8, abs=1e-9 * money(market))


@given(markets(), elasticities(), st.integers(0, 999))
def test_the_order_of_cells_and_products_does_not_matter(market: Market, e: Elasticities, seed: int) -> None:
    duty = new_duties(market, seed)
    cells = np.random.default_rng(seed).permutation(len(duty))
    swap = np.array([2, 0, 1])
    other = Market(
        market.value_usd[cells],
        market.duty[cells],
        swap[market.product][cells],
        np.array([0, 1, 0]),
        market.import_share,
    )
    sigma = np.empty(3)
    sigma[swap] = e.between_origins
    moved = solve(other, dataclasses.replace(e, between_origins=sigma), duty[cells])
    assert moved.value_usd == pytest.approx(solve(market, e, duty).value_usd[cells], rel=1e-10)


@given(markets(), elasticities(), st.integers(0, 999))
def test_an_origin_split_in_two_halves_changes_nothing(market: Market, e: Elasticities, seed: int) -> None:
    duty = new_duties(market, seed)
    whole = solve(market, e, duty)
    value = np.append(market.value_usd, market.value_usd[0] / 2)
    value[0] /= 2
    halves = Market(
        value,
        np.append(market.duty, market.duty[0]),
        np.append(market.product, market.product[0]),
        market.section,
        market.import_share,
    )
    split = solve(halves, e, np.append(duty, duty[0]))
    assert split.value_usd[0] + split.value_usd[-1] == pytest.approx(whole.value_usd[0], rel=1e-10)
    assert split.buyers_loss_usd == pytest.approx(whole.buyers_loss_usd, rel=1e-9, abs=1e-12 * money(market))


@given(markets(), elasticities(), st.integers(0, 999))
def test_money_scales_with_the_market(market: Market, e: Elasticities, seed: int) -> None:
    duty = new_duties(market, seed)
    one, thousand = (
        solve(market, e, duty),
        solve(dataclasses.replace(market, value_usd=market.value_usd * 1000), e, duty),
    )
    assert thousand.value_usd == pytest.approx(1000 * one.value_usd, rel=1e-10)
    assert thousand.import_price_hat == pytest.approx(one.import_price_hat, rel=1e-12)


@pytest.mark.parametrize("sigma", [2.53, 5.0, 8.0])
def test_a_small_origin_alone_loses_the_power_of_the_duty_to_sigma(sigma: float) -> None:
    market = Market(np.array([1.0, 1e12]), np.array([0.1, 0.0]), np.array([0, 0]), np.array([0]), np.array([0.35]))
    solved = solve(market, Elasticities(np.array([sigma]), 1.53, 1.19, 1, 0), np.array([0.6, 0.0]))
    assert solved.value_usd[0] == pytest.approx((1.6 / 1.1) ** -sigma, rel=1e-9)
    assert solved.value_usd[1] == pytest.approx(1e12, rel=1e-9)


def test_one_uniform_duty_on_a_market_without_home_goods_is_the_price() -> None:
    market = Market(np.array([5.0, 3.0, 2.0]), np.zeros(3), np.array([0, 0, 1]), np.array([0, 0]), np.ones(1))
    solved = solve(market, Elasticities(np.array([3.0, 6.0]), 1.5, 1.2, 1, 0), np.full(3, 0.25))
    assert solved.import_price_hat[0] == pytest.approx(1.25, rel=1e-14)
    assert solved.value_usd == pytest.approx(market.value_usd / 1.25, rel=1e-14)


@settings(max_examples=40, deadline=None)
@given(markets(), elasticities(), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_higher_duty_buys_less_of_the_origin_and_costs_buyers_more(
    market: Market, e: Elasticities, low: float, more: float
) -> None:
    def at(rise: float) -> ProductEquilibrium:
        duty = market.duty.copy()
        duty[0] += rise
        return solve(market, e, duty)

    base, small, large = at(0), at(low), at(low + more)
    assert base.value_usd[0] > small.value_usd[0] > large.value_usd[0]
    assert 0 < small.buyers_loss_usd[0] < large.buyers_loss_usd[0]
    assert small.buyers_loss_usd[1] == 0


def test_rising_supply_curves_of_taxed_origins_relieve_the_buyers() -> None:
    """Exporters bear part of a duty on every origin. (On one origin alone, rivals' prices rise as demand turns.)"""
    market = Market(np.array([5.0, 5.0]), np.zeros(2), np.array([0, 0]), np.array([0]), np.array([0.35]))
    duty = np.array([0.5, 0.5])
    flat = solve(market, Elasticities(np.array([5.0]), 1.53, 1.19, 1, 0.0), duty)
    rising = solve(market, Elasticities(np.array([5.0]), 1.53, 1.19, 1, 0.05), duty)
    assert flat.exporters_loss_usd[0] == 0
    assert rising.exporters_loss_usd[0] > 0
    assert rising.buyers_loss_usd[0] < flat.buyers_loss_usd[0]


def test_a_prohibitive_duty_ends_the_flow_without_breaking() -> None:
    market = Market(np.array([5.0, 5.0]), np.zeros(2), np.array([0, 0]), np.array([0]), np.array([0.35]))
    solved = solve(market, Elasticities(np.array([8.0]), 1.53, 1.19, 1, 0.05), np.array([1e4, 0.0]))
    assert 0 <= solved.value_usd[0] < 1e-15
    assert np.isfinite(solved.buyers_loss_usd).all()


def test_a_flow_of_zero_stays_zero() -> None:
    market = Market(np.array([0.0, 5.0]), np.zeros(2), np.array([0, 0]), np.array([0]), np.array([0.35]))
    solved = solve(market, Elasticities(np.array([5.0]), 1.53, 1.19, 1, 0.05), np.array([0.0, 0.5]))
    assert solved.value_usd[0] == 0
    assert solved.quantity[0] == 0


def test_a_subsidy_is_marked() -> None:
    solved = solve(one_cell(), Elasticities(np.array([4.0]), 4, 4, 4, 0), np.array([-0.2]))
    assert solved.has_subsidy
    assert solved.duty_change_usd[0] < 0


GOOD = {
    "value_usd": np.array([5.0, 3.0, 2.0]),
    "duty": np.array([0.1, 0.0, 0.2]),
    "product": np.array([0, 0, 1]),
    "section": np.array([0, 1]),
    "import_share": np.array([0.35, 0.35]),
}


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("value_usd", np.array([5.0, -3.0, 2.0]), "cell 1"),
        ("value_usd", np.array([5.0, np.nan, 2.0]), "cell 1"),
        ("value_usd", np.array([5.0, 3.0, np.inf]), "cell 2"),
        ("value_usd", np.array([5.0, 3.0, 0.0]), "product 1"),
        ("duty", np.array([0.1, -1.0, 0.2]), "cell 1"),
        ("duty", np.array([0.1, -0.6, 0.2]), "cell 1"),
        ("duty", np.array([np.nan, 0.0, 0.2]), "cell 0"),
        ("duty", np.array([0.1, 0.0]), "duty"),
        ("product", np.array([0, 0, 2]), "cell 2"),
        ("section", np.array([0, -1]), "product 1"),
        ("section", np.array([0, 0]), "section 1"),
        ("import_share", np.array([0.35, 0.0]), "section 1"),
        ("import_share", np.array([1.2, 0.35]), "section 0"),
    ],
)
def test_a_bad_market_is_refused_by_name(name: str, value: np.ndarray, where: str) -> None:
    Market(**GOOD)
    with pytest.raises(ModelInputError) as caught:
        Market(**{**GOOD, name: value})
    assert caught.value.where == where


@pytest.mark.parametrize(
    "numbers",
    [
        (np.array([4.0, 0.0]), 1.5, 1.2, 1.0, 0.0),
        (np.array([4.0, np.nan]), 1.5, 1.2, 1.0, 0.0),
        (np.array([4.0, 4.0]), 0.0, 1.2, 1.0, 0.0),
        (np.array([4.0, 4.0]), 1.5, -1.0, 1.0, 0.0),
        (np.array([4.0, 4.0]), 1.5, 1.2, -0.1, 0.0),
        (np.array([4.0, 4.0]), 1.5, 1.2, 1.0, -0.1),
        (np.array([4.0, 4.0]), 1.5, 1.2, 1.0, np.inf),
    ],
)
def test_a_bad_elasticity_is_refused(numbers: tuple[np.ndarray, float, float, float, float]) -> None:
    with pytest.raises(ModelInputError):
        Elasticities(*numbers)


@pytest.mark.parametrize("duty", [np.array([0.1, 0.0]), np.array([0.1, np.nan, 0.2]), np.array([0.1, 0.0, -0.9])])
def test_a_bad_new_duty_is_refused(duty: np.ndarray) -> None:
    with pytest.raises(ModelInputError):
        solve(Market(**GOOD), Elasticities(np.array([4.0]), 1.5, 1.2, 1, 0), duty)


def test_a_wrong_number_of_elasticities_is_refused() -> None:
    with pytest.raises(ModelInputError, match="3 elasticities"):
        solve(Market(**GOOD), Elasticities(np.full(3, 4.0), 1.5, 1.2, 1, 0), GOOD["duty"])


def test_no_figure_leaves_a_market_whose_prices_cannot_be_computed() -> None:
    with pytest.raises(NotConvergedError):
        solve(one_cell(), Elasticities(np.array([500.0]), 500.0, 500.0, 500.0, 0), np.array([1e4]))


@given(st.floats(-3, 3), st.floats(-0.4, 4), st.floats(0.01, 1))
@example(2.2250738585e-313, 0.5, 0.01171875)  # so small an order has lost digits of its own
def test_a_power_mean_of_one_number_is_that_number(order: float, log: float, scale: float) -> None:
    zero = np.zeros(1, dtype=np.intp)
    mean = log_power_mean(np.ones(1), np.array([log * scale]), order, zero, np.zeros(1))
    assert mean[0] == pytest.approx(log * scale, rel=1e-9, abs=1e-12)


@given(st.lists(st.floats(-6, 6), min_size=2, max_size=5), st.floats(0.1, 3))
def test_a_power_mean_of_several_numbers_in_two_groups_is_its_formula(logs: list[float], order: float) -> None:
    """One group keeps a third of its share at the log 0, the other none, and may fall below half of its sum."""
    count = len(logs)
    group = np.repeat(np.arange(2), count)
    shares = np.concatenate([np.full(count, 2 / (3 * count)), np.full(count, 1 / count)])
    rest = np.array([1 / 3, 0.0])
    mean = log_power_mean(shares, np.tile(logs, 2), order, group, rest)
    sums = [rest[k] + shares[group == k] @ np.exp(order * np.array(logs)) for k in (0, 1)]
    assert mean == pytest.approx(np.log(sums) / order, rel=1e-9, abs=1e-12)
