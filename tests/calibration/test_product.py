"""Tables to product markets: the base year, the as-of duties, the elasticities, and the figures printed for them."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley.calibration import product as calibration
from parley.calibration.product import (
    BASE_YEAR_END,
    CalibrationError,
    ProductInputs,
    baseline_on,
    product_inputs,
    scenario_duties,
)
from parley.measures.tariffs import headline_additional
from parley.models.partial_equilibrium import Elasticities, FloatArray, Market, ProductEquilibrium, solve
from parley.models.scenario import SECTIONS, ProductScenario, ScenarioError
from parley.models.tariff_shift import shift_to_mean, weighted_mean
from parley.parameters import presets, section_parameter
from parley.tables import read_table

FIRST_YEAR, DEFAULT = 2.53, 5.0


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


def scenario(as_of: date = BASE_YEAR_END, **changes: object) -> ProductScenario:
    return ProductScenario(as_of=as_of, border_pass_through=1.0, retail_pass_through=0.2, **changes)


def machinery(inputs: ProductInputs) -> np.ndarray:
    return inputs.us.partner_sections["XVI"]


def from_2024(inputs: ProductInputs, sigma: FloatArray | float, duty: FloatArray) -> ProductEquilibrium:
    """Straight from the base year, flat supply, as the printed figures were computed."""
    return solve(inputs.us.market, Elasticities(sigma, 1.53, 1.19, 1, 0), duty)


def change(solved: ProductEquilibrium, cells: np.ndarray) -> float:
    return 100 * (solved.value_usd[cells].sum() / solved.market.value_usd[cells].sum() - 1)


def test_the_base_year_holds_the_published_trade_with_china(inputs: ProductInputs) -> None:
    """Imports from China 429.4 bn with chapters 98-99; section XVI 197.6 bn at 8.1 %."""
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
    """Section XVI of China to 60 % by points, 2024 base, flat supply, at the three elasticities."""
    cells, market = machinery(inputs), inputs.us.market
    duty = market.duty.copy()
    duty[cells] = shift_to_mean(market.value_usd[cells], market.duty[cells], 0.6, market.duty[cells])
    solved = from_2024(inputs, inputs.us.sigma["long_run"] if sigma == "long_run" else sigma, duty)
    assert round(change(solved, cells)) == imports_pct
    assert round(solved.duty_change_usd.sum() / 1e9) == duty_bn
    assert round(solved.buyers_loss_usd.sum() / 1e9) == loss_bn


def test_one_flat_rate_of_60_percent_cuts_machinery_a_little_less(inputs: ProductInputs) -> None:
    """-54.4 by points, -53.8 flat, at sigma 2.53."""
    for rule, printed in (("points", -54.4), ("flat", -53.8)):
        duty, _ = scenario_duties(
            inputs, baseline_on(inputs, BASE_YEAR_END), scenario(us_duty_pct={"XVI": 60}, rule=rule)
        )
        assert change(from_2024(inputs, FIRST_YEAR, duty), machinery(inputs)) == pytest.approx(printed, abs=0.05)


def observed_rise(inputs: ProductInputs) -> FloatArray:
    """Duty over value June-November 2025 against 2024: 10.5 to 38.0 % on China, 1.07 to 7.7 % on all others."""
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
    """m from 0.1 to 0.9 moves China's fall by 1 point and the buyers' loss by 0.7 %."""
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
    assert calibration._long_run_sigma(products, elasticities, hs_map).tolist() == [4.0, 5.0, 5.0, 15.0, 5.0]


@pytest.mark.parametrize(("through", "omega"), [(1.0, 0.0), (0.94, 0.0128), (0.80, 0.05)])
def test_a_border_pass_through_sets_the_slope_of_export_supply(
    inputs: ProductInputs, through: float, omega: float
) -> None:
    """omega = (1 / pass-through - 1) / sigma: 0, 0.0128, 0.05 at sigma 5."""
    assert inputs.us.elasticities("default", through).inverse_export_supply == pytest.approx(omega, abs=5e-5)


@pytest.mark.parametrize(
    ("day", "points"),
    [
        ("2023-01-01", 0), ("2024-12-31", 0), ("2025-02-04", 10), ("2025-03-04", 20), ("2025-04-05", 30),
        ("2025-04-09", 104), ("2025-04-10", 145), ("2025-05-14", 30), ("2025-06-09", 30), ("2025-11-09", 30),
        ("2025-11-10", 20), ("2026-02-24", 10), ("2026-07-24", 12.5),
    ],
)  # fmt: skip
def test_the_baseline_adds_the_layers_on_all_goods_to_every_chinese_line(
    inputs: ProductInputs, day: str, points: float
) -> None:
    baseline = baseline_on(inputs, date.fromisoformat(day))
    assert 100 * baseline.us_points == pytest.approx(points)
    rise = baseline.us_duty - inputs.us.market.duty
    assert rise[inputs.us.partner_cells] == pytest.approx(points / 100)
    assert not np.delete(rise, inputs.us.partner_cells).any()


def test_layers_known_on_a_date_give_the_same_headline_as_all_layers() -> None:
    """No layer counts twice because its end was not announced, and none is missed."""
    layers = read_table("tariff_layers")
    for day in pd.date_range("2025-01-01", "2026-10-01", freq="D"):
        for importer, exporter in (("USA", "CHN"), ("CHN", "USA")):
            known = read_table("tariff_layers", as_of=day.date())
            expected = headline_additional(layers, importer, exporter, day)
            assert headline_additional(known, importer, exporter, day) == expected


def test_before_2021_the_model_says_in_a_sentence_that_it_does_not_run(inputs: ProductInputs) -> None:
    with pytest.raises(CalibrationError, match="2021"):
        baseline_on(inputs, date(2020, 12, 31))


@pytest.mark.parametrize(
    ("day", "mean", "since"),
    [
        ("2023-01-01", 15.6, "2025-01-01"), ("2025-03-31", 17.6, "2025-03-20"), ("2025-04-12", 142.6, "2025-04-12"),
        ("2025-06-09", 27.6, "2025-05-14"), ("2025-12-01", 26.6, "2025-11-10"), ("2026-09-01", 26.6, "2026-05-01"),
    ],
)  # fmt: skip
def test_chinas_rates_are_the_chapter_means_of_the_last_date(
    inputs: ProductInputs, day: str, mean: float, since: str
) -> None:
    """164.07 bn of imports over 96 chapters at 15.6, 17.6, 142.6, 27.6, 26.6 %."""
    baseline, cells = baseline_on(inputs, date.fromisoformat(day)), inputs.china.partner_cells
    value = inputs.china.market.value_usd[cells]
    assert len(cells) == 96
    assert value.sum() / 1e9 == pytest.approx(164.07, abs=0.005)
    assert 100 * weighted_mean(value, baseline.china_duty[cells]) == pytest.approx(mean, abs=0.05)
    assert str(baseline.china_rates_from) == since


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_the_layers_rebuild_the_headline_of_every_preset(preset: object) -> None:
    """A preset without a headline had no layer on all or most goods."""
    layers, events = read_table("tariff_layers"), set(read_table("events")["event_id"])
    for stated, importer, exporter in (
        (preset.us_on_china_pct, "USA", "CHN"),
        (preset.china_on_us_pct, "CHN", "USA"),
    ):
        assert headline_additional(layers, importer, exporter, preset.on) == pytest.approx(stated or 0.0)
    assert set(preset.event_ids) <= events


def test_a_slider_moves_its_own_section_of_china_and_nothing_else(inputs: ProductInputs) -> None:
    baseline = baseline_on(inputs, date(2025, 6, 9))
    duty, china = scenario_duties(inputs, baseline, scenario(us_duty_pct={"XVI": 60}))
    moved = np.flatnonzero(duty != baseline.us_duty)
    assert set(moved) == set(machinery(inputs))
    assert weighted_mean(inputs.us.market.value_usd[moved], duty[moved]) == pytest.approx(0.6)
    assert np.array_equal(china, baseline.china_duty)


def test_the_total_slider_moves_every_section_by_the_same_points_and_a_section_slider_overrides_it(
    inputs: ProductInputs,
) -> None:
    baseline, cells = baseline_on(inputs, date(2025, 6, 9)), inputs.us.partner_cells
    total, _ = scenario_duties(inputs, baseline, scenario(us_total_duty_pct=50))
    assert weighted_mean(inputs.us.market.value_usd[cells], total[cells]) == pytest.approx(0.5)
    assert np.ptp((total - baseline.us_duty)[cells]) < 1e-12
    both, _ = scenario_duties(inputs, baseline, scenario(us_total_duty_pct=50, us_duty_pct={"XVI": 60}))
    rest = np.setdiff1d(cells, machinery(inputs))
    assert np.array_equal(both[rest], total[rest])
    assert weighted_mean(inputs.us.market.value_usd[machinery(inputs)], both[machinery(inputs)]) == pytest.approx(0.6)


def test_chinas_answer_moves_every_chapter_by_points_down_to_zero(inputs: ProductInputs) -> None:
    baseline, cells = baseline_on(inputs, date(2025, 6, 9)), inputs.china.partner_cells
    for rate in (40, 5):
        _, duty = scenario_duties(inputs, baseline, scenario(china_duty_pct=rate))
        assert 100 * weighted_mean(inputs.china.market.value_usd[cells], duty[cells]) == pytest.approx(rate)
        assert duty.min() >= 0


def test_a_rate_below_the_floor_is_refused_with_the_least_value(inputs: ProductInputs) -> None:
    """The floor of a US line is the duty collected in 2024: 8.1 % on section XVI."""
    baseline = baseline_on(inputs, date(2025, 6, 9))
    with pytest.raises(ScenarioError, match=r"section XVI .* least mean is 8\.1 %"):
        scenario_duties(inputs, baseline, scenario(us_duty_pct={"XVI": 5}))
    duty, _ = scenario_duties(inputs, baseline, scenario(us_duty_pct={"XVI": 8.1}))
    assert duty[machinery(inputs)] == pytest.approx(inputs.us.market.duty[machinery(inputs)], abs=1e-3)


def test_a_product_without_a_section_is_refused_by_code() -> None:
    imports = read_table("us_imports_hs6_2024")
    broken = imports.assign(section=imports["section"].where(imports["hs6"] != "854231"))
    with pytest.raises(CalibrationError, match="854231"):
        calibration.us_market(broken, read_table("elasticities"), read_table("hs_map"))


def test_chinas_shares_by_section_are_those_of_the_input_output_table(raw: Path) -> None:
    """Industries of a section weighted by China's gross output; see the notes of the two parameters."""
    folder = raw / "trade" / "oecd-icio-2022"
    trade = pd.read_parquet(folder / "icio2022_intermediate_trade.parquet")
    use = pd.read_parquet(folder / "icio2022_io_use.parquet")
    output = pd.read_parquet(folder / "icio2022_country_sector.parquet").query("country_iso3 == 'CHN'")
    weight = output.set_index("sector")["gross_output_musd"].astype(float)
    imported = trade[(trade["dest_iso3"] == "CHN") & (trade["origin_iso3"] != "CHN")]
    by_sector = imported.groupby("sector")["intermediate_use_musd"].sum()
    american = imported[imported["origin_iso3"] == "USA"].groupby("sector")["intermediate_use_musd"].sum()
    china = use[use["country_iso3"] == "CHN"].groupby("input_sector")[["use_musd", "domestic_use_musd"]].sum()
    for name, shares in (
        ("us_share_of_chinas_imports", american / by_sector),
        ("china_import_share", 1 - china["domestic_use_musd"] / china["use_musd"]),
    ):
        entry = section_parameter(name)
        for section, sectors in entry.sectors.items():
            part = weight[list(sectors)]
            expected = (shares[list(sectors)] * part).sum() / part.sum()
            assert entry.values[section] == pytest.approx(expected, abs=6e-5), f"{name}, section {section}"
