"""Critical inputs: no restriction is exactly nothing, bounds hold, markets clear, stocks delay, bad input is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models import critical_input as ci
from parley.models.errors import ModelInputError

STAGES, PLACES, USERS = ("mine", "refine", "magnet"), ("USA", "DEU"), ("vehicles", "electronics")


def economy(**fields: object) -> ci.CriticalEconomy:
    good: dict[str, object] = {
        "stages": STAGES,
        "destinations": PLACES,
        "sectors": USERS,
        "dependence": np.array([[0.0, 0.6], [0.5, 0.7], [0.9, 0.9]]),
        "sales_usd": np.full((3, 2), 1e9),
        "cost_share": np.full((2, 2), 3e-4),
        "value_added_share": np.array([[0.02, 0.04], [0.03, 0.05]]),
    }
    return ci.CriticalEconomy(**(good | fields))  # type: ignore[arg-type]


def elasticities(**fields: float) -> ci.CriticalElasticities:
    return ci.CriticalElasticities(
        **({"demand": 0.4, "other_supply": 0.1, "capacity": 1.2, "substitution": 0.1} | fields)
    )


def limit(refine: float = np.inf, magnet: float = np.inf, mine: float = np.inf) -> ci.Restriction:
    return ci.Restriction(limit=np.repeat([[mine], [refine], [magnet]], 2, axis=1))


def tax(rate: float) -> ci.Restriction:
    return ci.Restriction(export_tax=np.full((3, 2), rate))


@pytest.mark.parametrize("none", [limit(), limit(1, 1, 1), tax(0.0)])
def test_no_restriction_is_exactly_nothing(none: ci.Restriction) -> None:
    outcome = ci.solve(economy(), none, elasticities())
    for name in ("available", "price_hat", "exporter_sales_hat"):
        assert (getattr(outcome, name) == 1).all()
    assert not outcome.rent_usd.any()
    for technique in ci.TECHNIQUES:
        assert (outcome.output_hat[technique] == 1).all()
        assert not outcome.loss[technique].any()


@given(st.floats(0, 0.99), st.floats(0.05, 0.9), st.floats(0.2, 1), st.floats(0, 1))
def test_the_calibrated_loss_lies_between_the_bounds(
    allowed: float, sigma: float, demand: float, supply: float
) -> None:
    outcome = ci.solve(
        economy(), limit(magnet=allowed), elasticities(substitution=sigma, demand=demand, other_supply=supply)
    )
    lowest, middle, highest = (outcome.loss[t] for t in ci.TECHNIQUES)
    assert (lowest <= middle + 1e-12).all()
    assert (middle <= highest + 1e-12).all()
    assert (outcome.available <= 1).all()
    assert (outcome.price_hat >= 1).all()


@given(st.floats(0, 0.99), st.floats(0.2, 1), st.floats(0, 1))
def test_supply_meets_demand_at_the_new_price(allowed: float, demand: float, supply: float) -> None:
    numbers = elasticities(demand=demand, other_supply=supply)
    case = economy()
    outcome = ci.solve(case, limit(magnet=allowed), numbers)
    price, others = outcome.price_hat[2], 1 - case.dependence[2]
    supplied = others * np.minimum(price**supply, 1.2) + case.dependence[2] * allowed
    assert price**-demand == pytest.approx(supplied, rel=1e-9)
    assert outcome.available[2] == pytest.approx(supplied, rel=1e-9)
    assert outcome.exporter_sales_hat[2] == pytest.approx([allowed] * 2, abs=1e-9)


def test_a_tax_and_the_limit_it_amounts_to_are_the_same_market() -> None:
    taxed = ci.solve(economy(), ci.Restriction(export_tax=np.array([[0.0] * 2, [0.0] * 2, [1.0] * 2])), elasticities())
    assert taxed.price_hat[2] == pytest.approx([2, 2])
    sales = taxed.exporter_sales_hat
    limited = ci.solve(economy(), ci.Restriction(limit=sales), elasticities())
    assert limited.price_hat == pytest.approx(taxed.price_hat, rel=1e-9)
    assert limited.rent_usd == pytest.approx(taxed.rent_usd, rel=1e-9)


def test_a_tax_beyond_the_price_without_the_exporter_ends_its_sales_and_its_revenue() -> None:
    outcome = ci.solve(economy(), tax(1e6), elasticities(other_supply=1.0, capacity=50.0))
    assert outcome.exporter_sales_hat[2] == pytest.approx([0, 0], abs=1e-9)
    assert outcome.rent_usd[2] == pytest.approx([0, 0], abs=1)
    assert (outcome.price_hat[2] < 1e6).all()


def test_a_shortage_of_oxide_leaves_others_magnets_short_and_the_exporters_own_may_fill_the_gap() -> None:
    held = ci.solve(economy(), limit(refine=0.2, magnet=1), elasticities())
    assert (held.available[1] < 1).all()
    assert (held.available[2] < 1).all()
    free = ci.solve(economy(), limit(refine=0.2), elasticities())
    assert (free.available[2] == 1).all()
    assert (free.exporter_sales_hat[2] > 1).all()


def test_an_embargo_on_all_leaves_a_thousandth() -> None:
    whole = economy(dependence=np.ones((3, 2)))
    outcome = ci.solve(whole, limit(0, 0, 0), elasticities())
    assert outcome.available[2] == pytest.approx([ci.LEAST_AVAILABLE] * 2)
    assert np.isfinite(outcome.price_hat).all()


def test_the_exporter_keeps_its_share_of_the_rent_of_a_limit() -> None:
    part = ci.Restriction(limit=limit(magnet=0.5).limit, exporter_share=0.25)
    outcome = ci.solve(economy(), part, elasticities())
    assert (outcome.rent_usd[2] > 0).all()
    assert outcome.exporter_rent_usd == pytest.approx(outcome.rent_usd / 4)


@given(st.floats(1e-5, 0.3), st.floats(0.05, 0.95), st.floats(1e-4, 1e-3))
def test_small_cuts_follow_the_second_order_formula(share: float, sigma: float, cut: float) -> None:
    log_q = np.log1p(-cut)
    exact = np.log(ci.output_hat(np.array(share), np.array(np.exp(log_q)), sigma))
    # Baqaee and Farhi's approximation: s ln q + s (1 - s)(1 - 1/sigma)(ln q)^2 / 2
    approximate = share * log_q + share * (1 - share) * (1 - 1 / sigma) * log_q**2 / 2
    assert exact == pytest.approx(approximate, abs=share * abs((1 / sigma - 1) * log_q) ** 2 * abs(log_q) + 1e-15)


@given(st.floats(1e-6, 0.5), st.floats(0.001, 1))
def test_the_limits_of_substitution_are_cobb_douglas_and_leontief(share: float, available: float) -> None:
    s, q = np.array(share), np.array(available)
    assert ci.output_hat(s, q, 1.0) == pytest.approx(available**share, rel=1e-12)
    assert ci.output_hat(s, q, 1 - 1e-9) == pytest.approx(available**share, rel=1e-6)
    tight = ci.output_hat(s, q, 1e-4)
    assert available * (1 - 1e-9) <= tight <= available * share**-2e-4


def test_output_is_the_printed_nest() -> None:
    """[(1 - s) + s q^((sigma-1)/sigma)]^(sigma/(sigma-1)) by hand: s = 0.1, q = 0.5, sigma = 0.5 gives 1 / 1.1."""
    assert ci.output_hat(np.array(0.1), np.array(0.5), 0.5) == pytest.approx(1 / 1.1)


def test_calibration_finds_the_elasticity_that_gives_the_loss() -> None:
    share, weight = np.array([3e-4, 5e-4]), np.array([0.02, 0.03])
    sigma = ci.calibrate_substitution(share, weight, 0.2, 0.015)
    lost = ci.value_added_loss(weight, ci.output_hat(share, np.full(2, 0.2), sigma))
    assert float(lost) == pytest.approx(0.015, rel=1e-12)
    with pytest.raises(ModelInputError, match=r"loss is .* between"):
        ci.calibrate_substitution(share, weight, 0.2, 0.05)


def test_stocks_of_two_months_cover_a_cut_of_half_for_four() -> None:
    onset = ci.onset_months(2, np.array([0.5, 0.2, 1.0]))
    assert onset.tolist() == [4, 2.5, np.inf]
    assert ci.loss_over(np.array([0.01] * 3), onset, 8) == pytest.approx([0.005, 0.01 * (1 - 2.5 / 8), 0])
    assert ci.onset_months(0, np.array([0.5, 1.0])).tolist() == [0, 0]
    assert ci.loss_over(np.array([0.01]), np.array([12.0]), 6).tolist() == [0]


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: economy(dependence=np.array([[0, 0], [0.5, 1.2], [0, 0]])), "dependence[refine, DEU]"),
        (lambda: economy(dependence=np.zeros((2, 2))), "dependence"),
        (lambda: economy(sales_usd=np.full((3, 2), np.nan)), "sales_usd[mine, USA]"),
        (lambda: economy(cost_share=np.array([[0, 0], [-1, 0]])), "cost_share[electronics, USA]"),
        (ci.Restriction, "restriction"),
        (lambda: ci.Restriction(np.ones((3, 2)), np.ones((3, 2))), "restriction"),
        (lambda: ci.Restriction(np.ones((3, 2)), exporter_share=2), "exporter_share"),
        (lambda: ci.solve(economy(), limit(magnet=-1), elasticities()), "limit[magnet, USA]"),
        (lambda: ci.solve(economy(), tax(np.inf), elasticities()), "export_tax[mine, USA]"),
        (lambda: ci.solve(economy(), tax(np.nan), elasticities()), "export_tax[mine, USA]"),
        (lambda: elasticities(demand=0), "demand"),
        (lambda: elasticities(other_supply=-1), "other_supply"),
        (lambda: elasticities(capacity=0.5), "capacity"),
        (lambda: elasticities(substitution=1.5), "substitution"),
        (lambda: ci.onset_months(-1, np.ones(1)), "stock_months"),
        (lambda: ci.loss_over(np.ones(1), np.ones(1), 0), "months"),
    ],
)
def test_bad_input_is_refused_with_its_cell(call: object, where: str) -> None:
    with pytest.raises(ModelInputError) as error:
        call()  # type: ignore[operator]
    assert error.value.where == where
