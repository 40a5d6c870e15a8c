"""Equilibrium to tidy tables: the parts add up, nothing comes of nothing, and ranges hold their values."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import Baseline, baseline_on
from parley.calibration.product_law import BASE_YEAR_END
from parley.measures import statutory_rates
from parley.models.partial_equilibrium import solve
from parley.models.scenario import HORIZONS
from parley.results.answers import product as results
from parley.results.answers import product_goods as goods
from parley.results.answers import product_solution
from parley.results.answers.product import ProductOutcome, solve_range, summary
from parley.results.answers.product_solution import bearer_table, bearers
from parley.results.answers.product_solution import outcome as solved
from parley.tables.read import read_table
from tests.scenarios import moved


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_solution.inputs()


@pytest.fixture(scope="module")
def june(inputs: ProductInputs) -> Baseline:
    return baseline_on(inputs, date(2025, 6, 9))


@pytest.fixture(scope="module")
def outcome(june: Baseline) -> ProductOutcome:
    """Machinery at 60%, China's answer 40%, exporters bearing a little."""
    return run(june, sections={"XVI": 60, "XI": 30}, china=40, border_pass_through=0.94)


def run(baseline: Baseline, **changes: Any) -> ProductOutcome:
    return solved(moved(baseline.as_of, base_year=2024, **changes))


def figures(frame: pd.DataFrame, column: str = "value") -> dict[str, float]:
    return dict(zip(frame["metric"], frame[column], strict=True))


@pytest.mark.parametrize("through", [1.0, 0.94, 0.8])
def test_untouched_sliders_change_exactly_nothing(june: Baseline, through: float) -> None:
    same = run(june, border_pass_through=through)
    found = figures(summary(same))
    changes = [name for name in found if "change" in name or "loss" in name]
    assert changes
    assert {found[name] for name in changes} == {0.0}
    assert np.isnan(found["border_pass_through"])
    assert not results.by_origin(same)["change_usd"].any()
    assert not goods.china_by_chapter(same)["change_usd"].any()


def test_the_frames_add_up_to_the_summary(outcome: ProductOutcome) -> None:
    total, origins = figures(summary(outcome)), results.by_origin(outcome)
    china = origins[origins["exporter_iso3"] == "CHN"].iloc[0]
    others = origins[origins["exporter_iso3"] != "CHN"]
    assert china["value_usd"] == pytest.approx(total["imports_from_china_usd"])
    assert china["change_pct"] == pytest.approx(total["imports_from_china_change_pct"])
    assert others["change_usd"].sum() == pytest.approx(total["imports_from_others_change_usd"])
    assert origins["change_usd"].sum() == pytest.approx(total["imports_change_usd"])
    assert (origins["duty_usd"] - origins["duty_usd_baseline"]).sum() == pytest.approx(total["duty_change_usd"])
    assert origins["duty_usd_baseline"].sum() == pytest.approx(total["duty_usd_baseline"])
    for frame in (goods.by_section(outcome), goods.by_chapter(outcome), goods.by_product(outcome)):
        assert frame["from_china_change_usd"].sum() == pytest.approx(china["change_usd"])
        assert frame["from_others_change_usd"].sum() == pytest.approx(others["change_usd"].sum())
    exports = goods.china_by_chapter(outcome)
    assert exports["change_usd"].sum() == pytest.approx(total["us_exports_to_china_change_usd"])


def test_losses_equal_duty_and_deadweight_in_every_section(outcome: ProductOutcome) -> None:
    rows = goods.by_section(outcome)
    losses = (rows["buyers_loss_usd"] + rows["exporters_loss_usd"]).to_numpy()
    gains = (rows["duty_change_usd"] + rows["deadweight_loss_usd"]).to_numpy()
    assert losses == pytest.approx(gains, rel=1e-9, abs=1e-3)
    total = figures(summary(outcome))
    assert rows["buyers_loss_usd"].sum() == pytest.approx(total["buyers_loss_usd"])
    assert total["importer_net_loss_usd"] == pytest.approx(total["buyers_loss_usd"] - total["duty_change_usd"])
    untouched = rows[~rows["section"].isin(["XVI", "XI"])]
    assert not untouched["buyers_loss_usd"].any()


def test_the_rates_shown_are_those_of_the_sliders(outcome: ProductOutcome) -> None:
    rows = goods.by_section(outcome).set_index("section")
    assert rows.loc["XVI", "rate_pct"] == pytest.approx(60)
    assert rows.loc["XI", "rate_pct"] == pytest.approx(30)
    sliders = goods.us_slider_rates(outcome.inputs, outcome.baseline).set_index("section")
    assert rows["rate_pct_baseline"].to_numpy() == pytest.approx(sliders["rate_pct"].drop("total").to_numpy())
    assert sliders.loc["total", "least_pct"] == pytest.approx(2.6, abs=0.05)  # the ordinary duty
    answer = goods.china_slider_rates(outcome.inputs, outcome.baseline).set_index("section")
    assert answer.loc["total", "rate_pct"] == pytest.approx(27.6, abs=0.05)


def test_a_product_without_trade_has_no_rate_and_no_percentage(outcome: ProductOutcome) -> None:
    rows = goods.by_product(outcome)
    none = rows[rows["from_china_usd_baseline"] == 0]
    assert len(none)
    assert none["rate_pct"].isna().all()
    assert none["from_china_change_pct"].isna().all()


def test_the_section_of_a_chapter_is_that_of_its_products(outcome: ProductOutcome) -> None:
    sections = read_table("hs_codes").query("level == 2").set_index("code")["section"]
    for frame in (goods.by_chapter(outcome), goods.china_by_chapter(outcome)):
        assert (frame["section"].to_numpy() == frame["chapter"].map(sections).to_numpy()).all()


def test_retail_prices_rise_by_the_pass_through_times_the_rise_of_duty(inputs: ProductInputs) -> None:
    """0.20 x (t' - t) / (1 + t) on the Chinese lines moved, from the table itself; no border figure in it."""
    start = baseline_on(inputs, BASE_YEAR_END)
    imports = read_table("us_imports_hs6_2024")
    lines = imports[(imports["exporter_iso3"] == "CHN") & (imports["section"] == "XVI") & (imports["value_usd"] > 0)]
    duty = lines["duty_usd"] / lines["value_usd"]
    rise = ((0.6 - duty) / (1 + duty) * lines["value_usd"]).sum() / lines["value_usd"].sum()
    for through in (1.0, 0.8):
        raised = run(start, sections={"XVI": 60}, duties="collected", rule="flat", border_pass_through=through)
        assert figures(summary(raised))["retail_price_change_pct"] == pytest.approx(100 * 0.2 * rise)


def test_border_pass_through_comes_out_near_what_was_put_in(june: Baseline) -> None:
    """It is an outcome: 1 with flat supply, and close to the setting otherwise, because demand moves too."""
    for through in (1.0, 0.94, 0.8):
        raised = run(june, sections={"XVI": 40}, border_pass_through=through)
        assert figures(summary(raised))["border_pass_through"] == pytest.approx(through, abs=0.06)
    flat = run(june, sections={"XVI": 40})
    assert figures(summary(flat))["border_pass_through"] == pytest.approx(1, abs=1e-12)


def test_machinery_at_60_percent_falls_as_an_independent_count_has_it(inputs: ProductInputs) -> None:
    """Section XVI to 60% from duties collected in 2024, imports against home goods at 1.19 throughout: -54, -76 and
    -85% of the section, duty +38, +13 and +4 bn, buyers' loss 70, 54 and 44 bn at the first year's, the default and
    the long-run sigma."""
    start, market = baseline_on(inputs, BASE_YEAR_END), inputs.us.market
    duty = run(start, sections={"XVI": 60}, duties="collected").us.duty
    cells = inputs.us.partner_sections["XVI"]
    for horizon, expected in zip(HORIZONS, ((-54, 38, 70), (-76, 13, 54), (-85, 4, 44)), strict=True):
        solved_at = solve(market, replace(inputs.us.elasticities(horizon, 1.0), imports_and_home=1.19), duty)
        fall = 100 * (solved_at.value_usd[cells].sum() / market.value_usd[cells].sum() - 1)
        money = solved_at.duty_change_usd.sum() / 1e9, solved_at.buyers_loss_usd.sum() / 1e9
        assert (round(fall), *(round(m) for m in money)) == expected


def test_the_range_spans_the_three_horizons(inputs: ProductInputs) -> None:
    start = baseline_on(inputs, BASE_YEAR_END)
    by_horizon = results.over_horizons(run(start, sections={"XVI": 60}, duties="collected"))
    assert list(by_horizon) == ["first_year", "default", "long_run"]
    sections = [goods.by_section(o).set_index("section") for o in by_horizon.values()]
    falls = [rows.loc["XVI", "from_china_change_pct"] for rows in sections]
    assert round(falls[0]) == -54
    assert falls == sorted(falls, reverse=True)
    span = solve_range(by_horizon["default"])
    assert span.equals(solve_range(by_horizon["default"], by_horizon))
    assert (span["low"] <= span["value"]).all()
    assert (span["value"] <= span["high"]).all()
    low, high = figures(span, "low"), figures(span, "high")
    deepest = figures(summary(by_horizon["long_run"]))["imports_from_china_change_pct"]
    assert low["imports_from_china_change_pct"] == deepest
    for name, most in (("duty_change_usd", 38), ("buyers_loss_usd", 70)):  # those of the first year
        assert round(high[name] / 1e9) == most
        assert low[name] < high[name]


def test_results_are_against_the_baseline_not_the_base_year(inputs: ProductInputs, june: Baseline) -> None:
    """Two solves from 2024: scenario less baseline is what one solve from 2024 differs from another."""
    base = run(baseline_on(inputs, BASE_YEAR_END))
    raised = run(june, total=60)
    loss = (raised.us.buyers_loss_usd - raised.us_baseline.buyers_loss_usd).sum()
    assert figures(summary(raised))["buyers_loss_usd"] == pytest.approx(loss)
    assert figures(summary(base))["imports_from_china_usd_baseline"] / 1e9 == pytest.approx(429.4, abs=0.05)
    assert figures(summary(raised))["imports_from_china_usd_baseline"] < 300e9


def test_us_exports_of_the_base_year_are_moved_by_chinas_percentages(outcome: ProductOutcome) -> None:
    """Exports 143.2 bn in 2024, of which chapter 98 has no Chinese rate and is left out."""
    rows = goods.china_by_chapter(outcome).set_index("chapter")
    table = read_table("us_exports_hs2_annual").query("partner_iso3 == 'CHN' and year == 2024").set_index("chapter")
    assert rows["us_exports_usd_base_year"].to_dict() == table["value_usd"].reindex(rows.index).to_dict()
    ratio = rows["us_exports_usd"] / rows["us_exports_usd_baseline"] - 1
    assert (100 * ratio).to_numpy() == pytest.approx(rows["change_pct"].to_numpy())
    assert (rows["rate_pct"] > rows["rate_pct_baseline"]).all()
    assert (rows["change_usd"] < 0).all()


def test_the_laws_on_a_section_add_up_to_the_level_of_the_law(inputs: ProductInputs) -> None:
    """By section and in total, against the level by subheading weighted from the table of imports."""
    means = goods.law_means(inputs, date(2025, 6, 9)).groupby("section")["rate_pct"].sum()
    imports = read_table("us_imports_hs6_2024")
    china = imports[(imports["exporter_iso3"] == "CHN") & (imports["chapter"] < "98") & (imports["value_usd"] > 0)]
    level = china["hs6"].map(statutory_rates.level(inputs.law, date(2025, 6, 9)))
    paid = (level * china["value_usd"]).groupby(china["section"]).sum() / china.groupby("section")["value_usd"].sum()
    assert means["total"] == pytest.approx((level * china["value_usd"]).sum() / china["value_usd"].sum(), rel=1e-9)
    for section, rate in paid.items():
        assert means[section] == pytest.approx(rate, rel=1e-9), section


@pytest.mark.parametrize("retail", [0.0, 1.0])
def test_a_retail_pass_through_beyond_its_range_stays_in_the_range_shown(june: Baseline, retail: float) -> None:
    span = solve_range(run(june, sections={"XVI": 60}, retail_pass_through=retail)).set_index("metric")
    row = span.loc["retail_price_change_pct"]
    assert row["low"] <= row["value"] <= row["high"]


def test_who_bears_adds_up_and_china_stands_by_itself(outcome: ProductOutcome) -> None:
    """Buyers and exporters lose what the Treasury takes and the deadweight; other exporters gain what moves to them."""
    found, total = bearers(outcome), figures(summary(outcome))
    assert sum(found.values()) == pytest.approx(-total["deadweight_loss_usd"], rel=1e-9)
    assert found["china_exporters"] < 0 < found["other_exporters_gaining"]
    exporters = sum(gain for bearer, gain in found.items() if "exporters" in bearer)
    assert exporters == pytest.approx(-total["exporters_loss_usd"], rel=1e-9)
    table = bearer_table(outcome, results.over_horizons(outcome)).set_index("bearer")
    assert not table["by_assumption"].any()
    flat = run(outcome.baseline, sections={"XVI": 60})
    at_full = bearer_table(flat, results.over_horizons(flat)).set_index("bearer")
    assert at_full.loc[at_full["by_assumption"], "gain_usd"].tolist() == [0, 0, 0]


def test_a_change_has_its_lowest_and_highest_over_the_horizons_beside_it_and_a_level_has_not() -> None:
    one: Any = 1.0  # an answer, of which the table is asked
    horizons: Any = {"first_year": 3.0, "medium_run": one, "long_run": 7.0}
    table = goods.ranged(
        lambda answer: pd.DataFrame({"duty_change_usd": [answer], "rate_pct": [answer]}), one, horizons
    )
    assert table.to_dict("records") == [
        {"duty_change_usd": 1.0, "duty_change_low_usd": 1.0, "duty_change_high_usd": 7.0, "rate_pct": 1.0}
    ]
