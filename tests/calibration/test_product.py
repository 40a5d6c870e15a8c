"""The US product market from the tables: the base year, the elasticities, and the figures printed for them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from parley.calibration.product import ProductInputs, product_inputs, us_market
from parley.calibration.product_market import CalibrationError, long_run_sigma, section_import_shares
from parley.models.partial_equilibrium import ProductEquilibrium, solve
from parley.models.product_market import Elasticities, FloatArray, Market, shift_to_mean, weighted_mean
from parley.models.scenario import SECTIONS
from parley.tables.parameters import section_parameter
from parley.tables.read import read_table

FIRST_YEAR, DEFAULT = 2.53, 5.0


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


def machinery(inputs: ProductInputs) -> np.ndarray:
    return inputs.us.partner_sections["XVI"]


def from_2024(inputs: ProductInputs, sigma: FloatArray | float, duty: FloatArray) -> ProductEquilibrium:
    """Straight from the base year, flat supply, as the printed figures were computed."""
    return solve(inputs.us.market, Elasticities(sigma, 1.53, 1.19, 1, 0), duty)


def change(solved: ProductEquilibrium, cells: np.ndarray) -> float:
    return 100 * (solved.value_usd[cells].sum() / solved.market.value_usd[cells].sum() - 1)


def test_the_base_year_holds_the_published_trade_with_china(inputs: ProductInputs) -> None:
    """Imports from China 429.4 bn with chapters 98-99; section XVI 197.6 bn at 8.1%."""
    cells = inputs.us.partner_cells
    carried = inputs.carried.set_index("exporter_iso3")["value_usd"]["CHN"]
    value, duty = inputs.us.market.value_usd, inputs.us.market.duty
    assert (value[cells].sum() + carried) / 1e9 == pytest.approx(429.4, abs=0.05)
    assert 100 * carried / (value[cells].sum() + carried) == pytest.approx(2.66, abs=0.005)
    assert value[machinery(inputs)].sum() / 1e9 == pytest.approx(197.6, abs=0.05)
    assert 100 * weighted_mean(value[machinery(inputs)], duty[machinery(inputs)]) == pytest.approx(8.1, abs=0.05)


@pytest.mark.parametrize(
    ("sigma", "imports_pct", "duty_bn", "loss_bn"),
    [(FIRST_YEAR, -54, 38, 70), (DEFAULT, -76, 13, 54), ("long_run", -85, 4, 44)],
)
def test_machinery_at_60_percent_gives_the_printed_figures(
    inputs: ProductInputs, sigma: float | str, imports_pct: int, duty_bn: int, loss_bn: int
) -> None:
    """Section XVI of China to 60% by points, 2024 base, flat supply, at the three elasticities."""
    cells, market = machinery(inputs), inputs.us.market
    duty = market.duty.copy()
    duty[cells] = shift_to_mean(market.value_usd[cells], market.duty[cells], 0.6, market.duty[cells])
    solved = from_2024(inputs, inputs.us.sigma["long_run"] if sigma == "long_run" else sigma, duty)
    assert round(change(solved, cells)) == imports_pct
    assert round(solved.duty_change_usd.sum() / 1e9) == duty_bn
    assert round(solved.buyers_loss_usd.sum() / 1e9) == loss_bn


def observed_rise(inputs: ProductInputs) -> FloatArray:
    """Duty over value June-November 2025 against 2024: 10.5 to 38.0% on China, 1.07 to 7.7% on all others."""
    duty = inputs.us.market.duty + 0.066
    duty[inputs.us.partner_cells] += 0.275 - 0.066
    return duty


@pytest.mark.parametrize(("sigma", "china_pct", "others_pct"), [(FIRST_YEAR, -31.8, -4.9), ("long_run", -53.0, -0.6)])
def test_the_observed_rise_of_duties_gives_the_printed_falls(
    inputs: ProductInputs, sigma: float | str, china_pct: float, others_pct: float
) -> None:
    others = np.setdiff1d(np.arange(len(inputs.us.origin)), inputs.us.partner_cells)
    at = inputs.us.sigma["long_run"] if sigma == "long_run" else sigma
    solved = from_2024(inputs, at, observed_rise(inputs))
    assert change(solved, inputs.us.partner_cells) == pytest.approx(china_pct, abs=0.05)
    assert change(solved, others) == pytest.approx(others_pct, abs=0.05)


@pytest.mark.parametrize(("sigma", "peak"), [(FIRST_YEAR, 80), (DEFAULT, 30), (8.0, 15)])
def test_duty_on_all_origins_peaks_where_printed(inputs: ProductInputs, sigma: float, peak: int) -> None:
    """Points on every Chinese line at which the duty from all origins is largest, in steps of five."""
    cells, duty = inputs.us.partner_cells, inputs.us.market.duty
    gains = {}
    for points in range(peak - 10, peak + 11, 5):
        raised = duty.copy()
        raised[cells] += points / 100
        gains[points] = from_2024(inputs, sigma, raised).duty_change_usd.sum()
    assert max(gains, key=lambda points: gains[points]) == peak


def test_the_share_of_home_goods_hardly_matters(inputs: ProductInputs) -> None:
    """m from 0.1 to 0.9 moves China's fall by 1 point and the buyers' loss by 0.7%."""
    market, falls, losses = inputs.us.market, [], []
    for share in (0.1, 0.9):
        other = Market(market.value_usd, market.duty, market.product, market.section, np.full(len(SECTIONS), share))
        solved = solve(other, Elasticities(FIRST_YEAR, 1.53, 1.19, 1, 0), observed_rise(inputs))
        falls.append(change(solved, inputs.us.partner_cells))
        losses.append(solved.buyers_loss_usd.sum())
    assert falls[1] - falls[0] == pytest.approx(1, abs=0.05)
    assert 100 * (losses[1] / losses[0] - 1) == pytest.approx(0.7, abs=0.05)


def test_long_run_elasticities_have_the_printed_spread_over_chinese_imports(inputs: ProductInputs) -> None:
    """By value of imports from China: median 6.7, upper quartile 8.9; clipped to 1.5-15."""
    cells = inputs.us.partner_cells
    sigma, value = inputs.us.sigma["long_run"][inputs.us.market.product[cells]], inputs.us.market.value_usd[cells]
    order = np.argsort(sigma)
    part = np.cumsum(value[order]) / value.sum()
    assert sigma[order][np.searchsorted(part, 0.5)] == pytest.approx(6.7, abs=0.05)
    assert sigma[order][np.searchsorted(part, 0.75)] == pytest.approx(8.9, abs=0.05)
    assert inputs.us.sigma["long_run"].min() == 1.5
    assert inputs.us.sigma["long_run"].max() == 15


def test_long_run_elasticities_follow_the_rules_for_blank_and_unmapped_products() -> None:
    """Through HS2007; blank or unmapped: the chapter's median of published values; none at all: the default; clip."""
    elasticities = pd.DataFrame(
        {
            "scheme": ["protee"] * 5 + ["broda_weinstein"],
            "product_code": ["010110", "010190", "010210", "020110", "450110", "010110"],
            "elasticity": [-4.0, None, -6.0, -131.8, None, 3.0],
        }
    )
    hs_map = pd.DataFrame(
        {
            "from_revision": "HS2022",
            "from_code": ["010121", "010129", "020110", "450110", "010121"],
            "to_revision": ["HS2007"] * 4 + ["HS1992"],
            "to_code": ["010110", "010190", "020110", "450110", "010999"],
        }
    )
    products = np.array(["010121", "010129", "010999", "020110", "450110"], dtype=object)
    assert long_run_sigma(products, elasticities, hs_map).tolist() == [4.0, 5.0, 5.0, 15.0, 5.0]


@pytest.mark.parametrize(("through", "omega"), [(1.0, 0.0), (0.94, 0.0128), (0.80, 0.05)])
def test_a_border_pass_through_sets_the_slope_of_export_supply(
    inputs: ProductInputs, through: float, omega: float
) -> None:
    """omega = (1 / pass-through - 1) / sigma: 0, 0.0128, 0.05 at sigma 5."""
    assert inputs.us.elasticities("default", through).inverse_export_supply == pytest.approx(omega, abs=5e-5)


def test_a_product_without_a_section_is_refused_by_code() -> None:
    imports = read_table("us_imports_hs6_2024")
    broken = imports.assign(section=imports["section"].where(imports["hs6"] != "854231"))
    with pytest.raises(CalibrationError, match="854231"):
        us_market(broken, lambda: read_table("elasticities"), lambda: read_table("hs_map"))


def test_the_observed_rise_and_the_observed_falls_are_those_of_the_tables() -> None:
    """June-November 2025 against the same months of 2024: duty over value 10.5 to 38.0% on China and 1.07 to 7.7% on
    all others, imports for consumption -42.7 and +3.0%.
    """
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": ["CHN", "WLD"]})
    sums = {
        "base": rows[rows["month"].between("2024-06-01", "2024-11-01")],
        "after": rows[rows["month"].between("2025-06-01", "2025-11-01")],
    }
    money = {when: part.groupby("partner_iso3")[["value_usd", "duty_usd"]].sum() for when, part in sums.items()}
    for frame in money.values():
        frame.loc["others"] = frame.loc["WLD"] - frame.loc["CHN"]
    base, after = money["base"], money["after"]
    for who, then, now, change_pct in (("CHN", 10.5, 38.0, -42.7), ("others", 1.07, 7.7, 3.0)):
        rates = [100 * frame.loc[who, "duty_usd"] / frame.loc[who, "value_usd"] for frame in (base, after)]
        assert rates == pytest.approx([then, now], abs=0.05), who
        grown = after.loc[who, "value_usd"] / base.loc[who, "value_usd"]
        assert 100 * (grown - 1) == pytest.approx(change_pct, abs=0.1), who


def test_industry_shares_stand_for_m_only_where_asked_and_hardly_matter(inputs: ProductInputs) -> None:
    """Plain m is 0.35 in every section; with the shares of the OECD tables China's fall moves by less than a point."""
    assert set(inputs.us.market.import_share) == {0.35}
    icio = replace(inputs.us.market, import_share=section_import_shares())
    assert icio.import_share[SECTIONS.index("XVI")] == pytest.approx(0.3971)
    falls = [
        change(
            solve(market, Elasticities(FIRST_YEAR, 1.53, 1.19, 1, 0), observed_rise(inputs)), inputs.us.partner_cells
        )
        for market in (inputs.us.market, icio)
    ]
    assert 0 < abs(falls[0] - falls[1]) < 1


def test_us_shares_by_section_hold_the_printed_shares_by_industry() -> None:
    """Imports in US use of intermediates 2022: chemicals 0.20, electronics 0.45, machinery 0.29, electrical 0.52."""
    values = section_parameter("us_import_share").values
    assert [round(values[s], 2) for s in ("VI", "XVIII")] == [0.20, 0.45]
    assert 0.29 < values["XVI"] < 0.52


def test_us_shares_by_section_are_those_of_the_input_output_tables() -> None:
    """Industries of a section weighted by US gross output, from the shipped tables."""
    use = read_table("icio_use", where={"country_iso3": ["USA"]})
    output = read_table("icio_country_sector", where={"country_iso3": ["USA"]}).set_index("sector")["gross_output_usd"]
    total = use.groupby("input_sector")[["value_usd", "domestic_usd"]].sum()
    share = 1 - total["domestic_usd"] / total["value_usd"]
    entry = section_parameter("us_import_share")
    for section, sectors in entry.sectors.items():
        part = output[list(sectors)]
        expected = float((share[list(sectors)] * part).sum() / part.sum())
        assert entry.values[section] == pytest.approx(expected, abs=6e-5), section
