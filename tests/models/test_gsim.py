"""The linear industry model: nothing happens without a shock, markets clear, and it is the exact model's slope."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models import gsim, partial_equilibrium, product_market
from parley.models.errors import ModelInputError


def random_market(seed: int, rows: int = 4, columns: int = 3) -> gsim.LinearMarket:
    rng = np.random.default_rng(seed)
    return gsim.LinearMarket(
        value_usd=rng.uniform(1, 100, (rows, columns)),
        tariff=rng.uniform(0, 0.4, (rows, columns)),
        import_demand=-rng.uniform(0.5, 2, columns),
        export_supply=rng.uniform(0.5, 5, rows),
        substitution=rng.uniform(2, 8, columns),
    )


SEEDS = st.integers(0, 10_000)


@given(SEEDS)
def test_no_shock_changes_nothing(seed: int) -> None:
    market = random_market(seed)
    outcome = gsim.solve(market, market.tariff)
    assert not outcome.world_price_change.any()
    assert (outcome.value_new_usd == market.value_usd).all()
    assert not (outcome.consumer_surplus_usd.any() or outcome.revenue_change_usd.any())


@given(SEEDS)
def test_supply_equals_demand_at_the_new_prices(seed: int) -> None:
    market = random_market(seed)
    tariff = market.tariff + np.random.default_rng(seed).uniform(0, 0.2, market.tariff.shape)
    outcome = gsim.solve(market, tariff)
    demanded = (market.value_usd * outcome.quantity_change).sum(axis=1) / market.value_usd.sum(axis=1)
    assert demanded == pytest.approx(outcome.output_change, abs=1e-13)
    assert outcome.residual < 1e-13


@given(SEEDS)
def test_the_order_of_regions_does_not_matter(seed: int) -> None:
    market = random_market(seed)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(4), rng.permutation(3)
    turned = gsim.LinearMarket(
        market.value_usd[np.ix_(rows, columns)],
        market.tariff[np.ix_(rows, columns)],
        np.asarray(market.import_demand)[columns],
        np.asarray(market.export_supply)[rows],
        np.asarray(market.substitution)[columns],
    )
    shock = rng.uniform(0, 0.3, market.tariff.shape)
    ours, theirs = gsim.solve(market, shock), gsim.solve(turned, shock[np.ix_(rows, columns)])
    assert theirs.world_price_change == pytest.approx(ours.world_price_change[rows], abs=1e-12)
    assert theirs.revenue_change_usd == pytest.approx(ours.revenue_change_usd[columns], rel=1e-9, abs=1e-9)


@given(SEEDS)
def test_it_is_the_slope_of_the_exact_product_model(seed: int) -> None:
    """One importer, one product, all spending on imports: the exact nests have this linear model as derivative."""
    rng = np.random.default_rng(seed)
    origins, sigma, demand, omega = 4, rng.uniform(2, 8), rng.uniform(0.5, 2), rng.uniform(0.1, 1)
    value, duty = rng.uniform(1, 100, origins), rng.uniform(0, 0.4, origins)
    zeros = np.zeros(origins, dtype=np.intp)
    exact = product_market.Market(value, duty, zeros, zeros[:1], np.ones(1))
    nests = product_market.Elasticities(np.array([sigma]), 1.5, 1.5, demand, omega)
    linear = gsim.LinearMarket(value[:, None], duty[:, None], -demand, 1 / omega, sigma)
    step = 1e-6 * rng.uniform(-1, 1, origins)
    solved = partial_equilibrium.solve(exact, nests, duty + step)
    outcome = gsim.solve(linear, (duty + step)[:, None])
    assert outcome.quantity_change[:, 0] == pytest.approx(solved.quantity / value - 1, abs=1e-9)
    assert -outcome.consumer_surplus_usd[0] == pytest.approx(solved.buyers_loss_usd[0], abs=1e-8)
    assert outcome.revenue_change_usd[0] == pytest.approx(solved.duty_change_usd[0], abs=1e-8)
    assert -outcome.producer_surplus_usd.sum() == pytest.approx(solved.exporters_loss_usd[0], abs=1e-8)


def test_a_duty_on_all_by_a_price_taker_falls_on_its_buyers() -> None:
    market = gsim.LinearMarket(np.array([[50.0], [50.0]]), np.zeros((2, 1)), -1.0, 1e9, 5.0)
    outcome = gsim.solve(market, np.full((2, 1), 0.1))
    assert outcome.composite_price_change == pytest.approx([0.1], abs=1e-6)
    assert outcome.consumer_surplus_usd == pytest.approx([-10 * (1 - 0.05)], abs=1e-4)


def broken(**fields: object) -> dict[str, object]:
    good: dict[str, object] = {
        "value_usd": np.array([[10.0, 0.0], [5.0, 5.0]]),
        "tariff": np.zeros((2, 2)),
        "import_demand": -1.0,
        "export_supply": 1.0,
        "substitution": 4.0,
        "exporters": ("CHN", "VNM"),
        "importers": ("USA", "CAN"),
    }
    return good | fields


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"value_usd": np.array([[10.0, -1.0], [5.0, 5.0]])}, "value_usd[CHN, CAN]"),
        ({"value_usd": np.array([[0.0, 0.0], [5.0, 5.0]])}, "value_usd[CHN]"),
        ({"value_usd": np.array([[1.0, 0.0], [5.0, 0.0]])}, "value_usd[CAN]"),
        ({"tariff": np.array([[0.0, 0.0], [np.nan, 0.0]])}, "tariff[VNM, USA]"),
        ({"tariff": np.zeros((2, 3))}, "tariff"),
        ({"value_usd": np.zeros(2)}, "value_usd"),
        ({"export_supply": np.array([1.0, 0.0])}, "export_supply[VNM]"),
        ({"import_demand": 1.0}, "import_demand[USA]"),
        ({"substitution": np.ones(3)}, "substitution"),
        ({"exporters": ("CHN",)}, "exporters"),
    ],
)
def test_bad_input_is_refused_with_its_cell(fields: dict[str, object], where: str) -> None:
    with pytest.raises(ModelInputError) as error:
        gsim.LinearMarket(**broken(**fields))  # type: ignore[arg-type]
    assert error.value.where == where


def test_a_bad_new_tariff_is_refused_with_its_cell() -> None:
    market = gsim.LinearMarket(**broken())  # type: ignore[arg-type]
    with pytest.raises(ModelInputError, match=r"tariff_new\[CHN, CAN\] is -0.9"):
        gsim.solve(market, np.array([[0.0, -0.9], [0.0, 0.0]]))


def test_a_flow_that_was_zero_stays_zero() -> None:
    market = gsim.LinearMarket(**broken())  # type: ignore[arg-type]
    outcome = gsim.solve(market, np.array([[0.3, 0.1], [0.0, 0.0]]))
    assert (outcome.value_new_usd[0, 1], outcome.quantity_change[0, 1]) == (0, 0)
