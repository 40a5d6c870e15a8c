"""Ignatenko, Lashkaripour, Macedoni and Simonovska, "Making America Great Again? The Economic Impacts of Liberation Day
Tariffs", Journal of International Economics 157 (2025): the printed tables, and the results by country published with
them. The tariffs of 2 April 2025 are in the raw folder; without it these tests skip and say so.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.calibration import ignatenko_et_al_2025 as ilms
from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.welfare import welfare_net_of_labour_hat
from tests.models.worlds import FloatArray

FOLDER = "trade/baci-world-matrix-2023"
MAPS = {"no_retaliation": "output_map.csv", "optimal_retaliation": "output_map_retal.csv"}
DIGITS = {"trade_deficit": 1, "exports_to_gdp": 1, "imports_to_gdp": 1, "prices": 1}  # others: 2
TABLE_1 = ("welfare", "trade_deficit", "exports_to_gdp", "imports_to_gdp", "employment", "prices")
TABLE_2 = ("welfare", "trade_deficit", "employment", "prices")


@pytest.fixture(scope="module")
def economy() -> Economy:
    return ilms.world()


@pytest.fixture(scope="module")
def listed(raw: Path, economy: Economy) -> FloatArray:
    """The rates of 2 April 2025 [exporter], ratios."""
    order = pd.read_csv(raw / FOLDER / "country_labels.csv", keep_default_na=False)["iso3"]
    rates = pd.read_csv(raw / FOLDER / "tariffs.csv")["applied_tariff"].set_axis(order)
    return rates.loc[list(economy.names)].to_numpy(dtype=float)


@pytest.fixture(scope="module")
def tariff(economy: Economy, listed: FloatArray) -> FloatArray:
    return ilms.listed_tariffs(economy, listed)


@pytest.fixture(scope="module")
def by_scenario(economy: Economy, tariff: FloatArray) -> dict[str, pd.DataFrame]:
    answered = ilms.optimal_retaliation(economy, tariff)
    return {"no_retaliation": run(economy, tariff), "optimal_retaliation": run(economy, answered)}


def run(economy: Economy, tariff: FloatArray) -> pd.DataFrame:
    """Their seven results by country, in percent, the last a ratio."""
    after = solve(economy, Shock(tariff=tariff), ilms.CLOSURE)
    assert after.residual < 1e-10
    return pd.DataFrame(ilms.published_measures(after), index=list(economy.names), columns=list(ilms.COLUMNS))


def assert_printed(row: pd.Series, printed: dict[str, float]) -> None:
    for column, value in printed.items():
        half = 0.5 * 10.0 ** -DIGITS.get(column, 2)
        assert abs(row[column] - value) <= half + 1e-9, (column, row[column], value)


def rest_of_world(results: pd.DataFrame, economy: Economy) -> pd.Series:
    """Mean of all but the USA, weighted by base spending, as in the printed rows "non-US (average)"."""
    weight = pd.Series(economy.expenditure, index=list(economy.names)).drop("USA")
    return results.drop("USA").mul(weight, axis=0).sum() / weight.sum()


def us_tariff(economy: Economy, rate: float) -> FloatArray:
    tariff = np.zeros(economy.flows.shape)
    usa = economy.index("USA")
    tariff[:, usa] = rate
    tariff[usa, usa] = 0
    return tariff


# --- the calibration


def test_the_overhead_shares_follow_from_their_two_targets(economy: Economy) -> None:
    shares = pd.Series(economy.overhead_share, index=list(economy.names))
    assert shares["USA"] == pytest.approx(0.270471, abs=5e-7)
    assert shares.drop("USA").to_numpy() == pytest.approx(0.114335, abs=5e-7)


# --- the results by country


@pytest.mark.parametrize("scenario", list(MAPS))
@pytest.mark.parametrize("column", ilms.COLUMNS)
@pytest.mark.raw
def test_every_country_has_the_published_result(
    raw: Path, by_scenario: dict[str, pd.DataFrame], scenario: str, column: str
) -> None:
    """194 countries, seven columns, two scenarios, to 1e-6 percentage points (revenue: to 1e-8 of income)."""
    ours = by_scenario[scenario][column]
    published = pd.read_csv(raw / FOLDER / "published_results" / MAPS[scenario]).set_index("Country")
    theirs = published.set_axis(list(ilms.COLUMNS), axis=1)[column].loc[ours.index]
    assert (ours - theirs).abs().max() < 1e-6 * (0.01 if column == "tariff_revenue_to_gdp" else 1)


@pytest.mark.parametrize("scenario", list(MAPS))
@pytest.mark.raw
def test_the_table_of_the_app_holds_the_same_results(by_scenario: dict[str, pd.DataFrame], scenario: str) -> None:
    table = read_table("tariff_effects_by_country")
    wide = table[table["scenario"] == scenario].pivot(index="iso3", columns="variable", values="change_pct")
    ours = by_scenario[scenario].copy()
    ours["tariff_revenue_to_gdp"] *= 100
    assert (ours - wide.loc[ours.index, ours.columns]).abs().max().max() < 1e-6


# --- the printed tables


@pytest.mark.raw
def test_table_1_case_1_tariffs_of_2_april_2025(economy: Economy, by_scenario: dict[str, pd.DataFrame]) -> None:
    results = by_scenario["no_retaliation"]
    assert_printed(results.loc["USA"], dict(zip(TABLE_1, (1.13, -18.1, -52.7, -43.6, 0.32, 12.8), strict=True)))
    others = dict(zip(TABLE_1, (-0.58, 11.6, -3.2, -3.3, -0.14, -4.7), strict=True))
    assert_printed(rest_of_world(results, economy), others)


@pytest.mark.raw
def test_their_welfare_is_not_real_income(economy: Economy, tariff: FloatArray) -> None:
    """USA, case 1: welfare net of the disutility of work +1.131 %, real income +0.738 %."""
    after = solve(economy, Shock(tariff=tariff), ilms.CLOSURE)
    usa = economy.index("USA")
    assert 100 * (welfare_net_of_labour_hat(after)[usa] - 1) == pytest.approx(1.131, abs=5e-4)
    assert 100 * (after.real_income_hat[usa] - 1) == pytest.approx(0.738, abs=5e-4)


def optimal_us_rate(economy: Economy, by_income: bool = False) -> float:
    """Their formula of the optimal US tariff, 1 / ((1 + delta eps) phi - 1), at base trade.

    delta = sum_n X_un (1 - nu_n)(1 - lambda_un) / ((1 - nu_u)(E_u - X_uu)); with ``by_income`` Y_u stands for E_u, as
    in their case with optimal retaliation.
    """
    usa = economy.index("USA")
    base = economy.income if by_income else economy.expenditure
    sold = economy.flows[usa] * (1 - economy.overhead_share) * (1 - economy.trade_share[usa])
    abroad = sold.sum() - sold[usa]
    delta = abroad / ((1 - economy.overhead_share[usa]) * (base[usa] - economy.flows[usa, usa]))
    return 1 / ((1 + delta * economy.trade_elasticity) * float(economy.pass_through[usa]) - 1)


@pytest.mark.raw
def test_table_1_case_2_revenue_paid_out_in_lump_sums(tariff: FloatArray) -> None:
    lump_sum = replace(ilms.world(), income_tax_relief=False)
    results = run(lump_sum, tariff)
    assert_printed(results.loc["USA"], dict(zip(TABLE_1, (-0.01, -18.4, -52.5, -43.3, -0.41, 13.1), strict=True)))
    others = dict(zip(TABLE_1, (-0.57, 11.7, -3.3, -3.4, -0.14, -4.8), strict=True))
    assert_printed(rest_of_world(results, lump_sum), others)


@pytest.mark.raw
def test_table_1_case_3_their_optimal_us_tariff(economy: Economy, listed: FloatArray) -> None:
    results = run(economy, us_tariff(economy, optimal_us_rate(economy)))
    assert_printed(results.loc["USA"], dict(zip(TABLE_1, (1.79, -19.1, -55.3, -45.6, 0.51, 12.6), strict=True)))
    others = dict(zip(TABLE_1, (-0.61, 17.1, -4.2, -3.7, -0.16, -4.6), strict=True))
    assert_printed(rest_of_world(results, economy), others)


def reciprocal(economy: Economy, tariff: FloatArray) -> FloatArray:
    """Everybody answers the United States with the rate met there."""
    usa = economy.index("USA")
    answered = tariff.copy()
    answered[usa, :] = tariff[:, usa]
    return answered


@pytest.mark.raw
def test_table_2_with_retaliation(economy: Economy, tariff: FloatArray) -> None:
    """Panels (1) reciprocal, (3) optimal against the listed tariffs, (4) optimal against their optimal tariff."""
    optimal = us_tariff(economy, optimal_us_rate(economy, by_income=True))
    panels = (
        (reciprocal(economy, tariff), (-0.36, -26.7, -0.18, 7.5), (-0.82, 6.2, -0.16, -3.7)),
        (ilms.optimal_retaliation(economy, tariff), (-0.75, -29.0, -0.32, 6.0), (-0.65, 6.3, -0.13, -3.3)),
        (ilms.optimal_retaliation(economy, optimal), (-0.32, -28.4, -0.20, 4.2), (-0.36, 4.2, -0.08, -2.1)),
    )
    for answered, usa, china in panels:
        results = run(economy, answered)
        assert_printed(results.loc["USA"], dict(zip(TABLE_2, usa, strict=True)))
        assert_printed(results.loc["CHN"], dict(zip(TABLE_2, china, strict=True)))


@pytest.mark.raw
def test_table_3_revenue_in_percent_of_income(economy: Economy, tariff: FloatArray) -> None:
    rates = (
        (tariff, 1.14),
        (us_tariff(economy, optimal_us_rate(economy)), 1.35),
        (ilms.optimal_retaliation(economy, tariff), 0.74),
        (reciprocal(economy, tariff), 0.82),
    )
    for rate, printed in rates:
        assert abs(100 * run(economy, rate).loc["USA", "tariff_revenue_to_gdp"] - printed) <= 0.005


@pytest.mark.raw
def test_table_9_other_models_on_the_same_data(tariff: FloatArray) -> None:
    """Pass-through of 0.25, trade elasticity 8, no overhead; their row with several sectors is another model."""
    without_overhead = replace(ilms.world(), overhead_share=np.array(0.0), pass_through=np.array(1.0))
    cases = (
        (ilms.world(pass_through=0.25), (1.36, -11.8, -35.0, -28.8, 0.30, 7.9)),
        (ilms.world(elasticity_factor=2), (0.33, -26.3, -71.6, -58.0, 0.10, 11.8)),
        (without_overhead, (1.24, -0.4, -46.3, -33.3, 0.41, 10.9)),
    )
    for world, printed in cases:
        assert_printed(run(world, tariff).loc["USA"], dict(zip(TABLE_1, printed, strict=True)))


@pytest.mark.raw
def test_the_case_is_far_from_any_bound_of_the_solver(economy: Economy, tariff: FloatArray) -> None:
    after: Equilibrium = solve(economy, Shock(tariff=tariff), ilms.CLOSURE)
    assert after.converged and after.iterations < 15
