"""The world from the tables: what it holds, and what the model says about it."""

from dataclasses import replace

import numpy as np
import pytest

from parley import read_table
from parley.calibration.home_sales import home_sales, overhead_shares
from parley.calibration.taiwan import TAIWAN
from parley.calibration.world import CalibratedWorld, full_world, page_world
from parley.models.armington import Shock, balanced, solve
from parley.models.errors import ModelInputError
from parley.models.optimal_tariffs import best_tariff, instrument
from parley.models.revenue_curve import revenue_curve
from tests.models.nine_worlds import payoffs
from tests.models.worlds import gains_from_openness_hat

BILLION = 1e9


@pytest.fixture(scope="module")
def page() -> CalibratedWorld:
    return page_world()


@pytest.fixture(scope="module")
def full() -> CalibratedWorld:
    return full_world()


# --- what it holds


def test_the_full_world_is_the_matrix_as_it_stands(full: CalibratedWorld) -> None:
    trade = read_table("world_trade_2023").set_index(["exporter_iso3", "importer_iso3"])["value_usd"]
    economy = full.economy
    assert len(economy.names) == 194
    assert economy.exports.sum() == pytest.approx(trade.sum(), rel=1e-12)
    for pair in (("CHN", "USA"), ("USA", "CHN"), ("VNM", "USA")):
        assert economy.flows[full.index(pair[0]), full.index(pair[1])] == trade[pair]


def test_the_page_world_is_the_same_trade_with_the_small_economies_as_one(
    page: CalibratedWorld, full: CalibratedWorld
) -> None:
    names = page.economy.names
    assert (len(names), names[-2:]) == (80, (TAIWAN, "ROW"))
    assert len(page.members) == 194 - 78
    for buyer in ("USA", "CHN", "VNM"):
        whole = full.economy.imports[full.index(buyer)]
        from_taiwan = page.economy.flows[page.index(TAIWAN), page.index(buyer)]
        assert page.economy.imports[page.index(buyer)] - from_taiwan == pytest.approx(whole, rel=1e-12)
    outside = full.economy.flows[np.ix_([full.index(m) for m in page.members], [full.index("USA")])].sum()
    assert page.economy.flows[page.index("ROW"), page.index("USA")] == pytest.approx(outside, rel=1e-12)


def test_what_is_estimated_is_marked(page: CalibratedWorld, full: CalibratedWorld) -> None:
    assert set(page.estimated) == {TAIWAN}
    assert "input-output" in page.estimated[TAIWAN]
    assert not full.estimated


def test_taiwan_is_of_the_size_that_is_known(page: CalibratedWorld) -> None:
    """US customs 2023: imports from Taiwan 87.3 bn, exports to it 40.0 bn; its GDP was about 760 bn in 2022."""
    economy, taiwan, usa = page.economy, page.index(TAIWAN), page.index("USA")
    assert economy.flows[taiwan, usa] / BILLION == pytest.approx(87.3, abs=0.05)
    assert economy.flows[usa, taiwan] / BILLION == pytest.approx(40.0, abs=0.05)
    assert page.gdp_usd[taiwan] / BILLION == pytest.approx(763, abs=5)
    assert 0.5 < economy.exports[taiwan] / page.gdp_usd[taiwan] < 0.8
    abroad = np.where(np.arange(len(economy.names)) == taiwan, 0, economy.flows[taiwan])
    assert abroad.argmax() == page.index("CHN")


def test_base_tariffs_are_the_duties_collected_and_chinas_published_mean(page: CalibratedWorld) -> None:
    tariff = page.economy.tariff
    usa, china = page.index("USA"), page.index("CHN")
    assert tariff[china, usa] == pytest.approx(0.109, abs=5e-4)
    assert tariff[usa, china] == pytest.approx(0.156, abs=5e-4)
    mean = page.economy.tariff_revenue[usa] / page.economy.imports[usa]
    assert 0.02 < mean < 0.03


def test_other_importers_levy_their_printed_mean_but_within_the_union(page: CalibratedWorld) -> None:
    """World Bank, newest weighted means of the most-favoured-nation duties: Mexico 4.75, Viet Nam 4.98, EU 2.68."""
    tariff, usa = page.economy.tariff, page.index("USA")
    for importer, rate in (("MEX", 4.75), ("VNM", 4.98), ("DEU", 2.68), ("IND", 5.99)):
        assert tariff[usa, page.index(importer)] == pytest.approx(rate / 100)
    assert tariff[page.index("JPN"), page.index("CHN")] == pytest.approx(0.0286)
    assert tariff[page.index("FRA"), page.index("DEU")] == 0
    assert page.without_tariff == (TAIWAN,)
    assert not tariff[:, page.index(TAIWAN)].any()
    assert 0 < tariff[usa, page.index("ROW")] < 0.2
    assert not np.diag(tariff).any()


def test_the_base_tariffs_of_third_countries_move_the_effects_of_other_rates(page: CalibratedWorld) -> None:
    """Why they are in the base: without them Mexico's gain from 60% on China differs by a tenth or more."""
    usa, china, mexico = (page.index(name) for name in ("USA", "CHN", "MEX"))
    gains = []
    for base in (page.economy.tariff, np.where(np.arange(80) == usa, page.economy.tariff, 0.0)):
        tariff = base.copy()
        tariff[china, usa] = 0.6
        after = solve(replace(page.economy, tariff=base, home_elasticity_ratio=1.0), Shock(tariff))
        gains.append(after.real_income_hat[mexico] - 1)
    assert abs(gains[1] / gains[0] - 1) > 0.1


def test_sales_at_home_are_floored_where_exports_exceed_what_is_produced(full: CalibratedWorld) -> None:
    assert full.floored == ("GMB", "MHL")
    assert full_world("gdp").floored == ("GMB", "MHL")
    assert (np.diag(full.economy.flows) >= 0).all()


def test_the_rules_of_home_sales() -> None:
    """By hand: GDP 100 and 50, trade 10 and 20; then the targets of the overhead rule are met."""
    trade, gdp = np.array([[0.0, 10], [20, 0]]), np.array([100.0, 50])
    assert home_sales(trade, gdp, 0, "gdp").value.tolist() == [90, 30]
    nu = overhead_shares(trade, gdp, 0)
    spending = gdp + (1 - nu) * (trade.sum(axis=0) - trade @ (1 - nu))
    home = spending - trade.sum(axis=0)
    assert home_sales(trade, gdp, 0).value == pytest.approx(home)
    at_home = home / (home + trade.sum(axis=1))
    assert at_home * nu + (1 - at_home) * nu[::-1] == pytest.approx([0.26, 0.12], abs=1e-12)
    with pytest.raises(ValueError, match="'wiod' is not known"):
        home_sales(trade, gdp, 0, "wiod")  # type: ignore[arg-type]


def test_a_country_inside_the_rest_and_an_unknown_code_are_refused(page: CalibratedWorld) -> None:
    with pytest.raises(ModelInputError, match="'GMB' is part of the rest of the world"):
        page.index("GMB")
    with pytest.raises(ModelInputError, match="'XYZ'"):
        page.index("XYZ")


# --- what the model says


@pytest.mark.parametrize("size", ["page", "full"])
def test_the_balanced_answer_and_that_with_fixed_transfers(size: str, request: pytest.FixtureRequest) -> None:
    """+10% on all, 54% on China, answered in kind, from a base without tariffs. An independent implementation gives
    USA -0.26 and China -0.20% with balanced trade, -0.08 and -0.42 with constant shares of world income (194), at one
    tier of demand."""
    world: CalibratedWorld = request.getfixturevalue(size)
    economy = replace(world.economy, tariff=np.array(0.0), home_elasticity_ratio=1.0)
    usa, china = world.index("USA"), world.index("CHN")
    tariff = np.zeros(economy.flows.shape)
    tariff[:, usa] = 0.10
    tariff[china, usa], tariff[usa, usa] = 0.54, 0
    tariff[usa, :] = tariff[:, usa]
    for closure, expected in (("balanced", (-0.26, -0.20)), ("share_of_world_income", (-0.08, -0.42))):
        after = solve(economy, Shock(tariff), closure)  # type: ignore[arg-type]
        changes = 100 * (after.real_income_hat[[usa, china]] - 1)
        assert changes == pytest.approx(expected, abs=0.006 if size == "full" else 0.02)


@pytest.mark.parametrize("size", ["page", "full"])
@pytest.mark.parametrize("ratio", [1.0, 0.57])
def test_the_accounts_hold_on_the_real_data(size: str, ratio: float, request: pytest.FixtureRequest) -> None:
    world: CalibratedWorld = request.getfixturevalue(size)
    economy = replace(world.economy, home_elasticity_ratio=ratio)
    tariff, usa = economy.tariff.copy(), world.index("USA")
    tariff[:, usa] = tariff[usa, :] = 0.3
    tariff[usa, usa] = 0
    after = solve(economy, Shock(tariff))
    total = after.expenditure.sum()
    assert after.residual < 1e-10
    assert after.exports == pytest.approx(after.imports, rel=1e-8)
    assert after.trade_share.sum(axis=0) == pytest.approx(1, abs=1e-12)
    assert abs(total - after.income.sum() - after.revenue.sum()) < 1e-12 * total


def test_lerner_and_the_formula_of_openness_hold_on_the_real_data(full: CalibratedWorld) -> None:
    economy, usa = full.economy, full.index("USA")
    tariff, export_tax = economy.tariff.copy(), economy.export_tax.copy()
    tariff[:, usa] = 1.2 * (1 + tariff[:, usa]) - 1
    export_tax[usa, :] = 0.2
    tariff[usa, usa] = export_tax[usa, usa] = 0
    on_imports, on_exports = solve(economy, Shock(tariff)), solve(economy, Shock(export_tax=export_tax))
    assert on_exports.real_income_hat == pytest.approx(on_imports.real_income_hat, rel=1e-10)
    free = replace(economy, tariff=np.array(0.0), home_elasticity_ratio=1.0)  # the formula is that of one tier
    cost = np.full(economy.flows.shape, 1.1)
    np.fill_diagonal(cost, 1)
    after = solve(free, Shock(cost_hat=cost))
    known = np.diag(after.economy.trade_share) > 0
    assert gains_from_openness_hat(after)[known] == pytest.approx(after.real_income_hat[known], rel=1e-12)


@pytest.mark.parametrize("code", ["NZL", "ISL", "CRI"])
def test_a_small_economys_best_tariff_is_near_one_over_the_elasticity(full: CalibratedWorld, code: str) -> None:
    """Below 0.2% of world trade: within half a percent of 1 / 4."""
    economy = full.economy
    assert economy.exports[full.index(code)] / economy.exports.sum() < 0.002
    best = best_tariff(economy, instrument(economy, code))
    assert best.rate == pytest.approx(0.25, rel=0.005)


def test_whoever_begins_loses_from_the_answer(page: CalibratedWorld) -> None:
    tariff, usa = page.economy.tariff.copy(), page.index("USA")
    tariff[:, usa], tariff[page.index("CHN"), usa] = 0.1, 0.54
    tariff[usa, usa] = 0
    game = payoffs(page.economy, "USA", "CHN", tariff)
    assert game.real_income_hat[1, 1, 0] < game.real_income_hat[1, 0, 0]
    assert (game.real_income_hat[1, :, 1] < 1).all()


def test_the_us_revenue_curve_has_one_peak(page: CalibratedWorld) -> None:
    curve = revenue_curve(page.economy, instrument(page.economy, "USA"), np.linspace(0, 2, 41))
    assert np.count_nonzero(np.diff(np.sign(np.diff(curve.collected)))) == 1
    assert not curve.is_peak_at_end


def test_deficits_are_removed_at_unchanged_tariffs(page: CalibratedWorld) -> None:
    base = balanced(page.economy)
    assert (base.tariff == page.economy.tariff).all()
    assert np.abs(base.transfer).max() < 1e-9 * base.expenditure.max()
    assert np.abs(page.economy.transfer).max() > 0.01 * base.expenditure.max()
