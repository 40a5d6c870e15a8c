"""Tables of an export restriction: bounds in order, parts that fit together, labels of what is calibrated."""

from dataclasses import replace

import numpy as np
import pytest

from parley.calibration.critical import CriticalInputs, critical_inputs, exports_april_may_2025_pct, restriction
from parley.results.answers.critical import (
    CriticalRun,
    against_published,
    by_destination,
    by_sector,
    by_stage,
    run_restriction,
)
from parley.tables.parameters import parameter


@pytest.fixture(scope="module")
def inputs() -> CriticalInputs:
    return critical_inputs()


@pytest.fixture(scope="module")
def run(inputs: CriticalInputs) -> CriticalRun:
    return run_restriction(inputs, replace(restriction(inputs, {("magnet", "*"): 20}), exporter_share=0.5))


def test_losses_are_bounds_in_order(run: CriticalRun) -> None:
    table = by_destination(run)
    assert (table["loss_cobb_douglas_pct"] < table["loss_ces_pct"]).all()
    assert (table["loss_ces_pct"] < table["loss_leontief_pct"]).all()
    assert (table["mean_loss_ces_pct"] < table["loss_ces_pct"]).all()


def test_the_loss_of_a_place_is_the_sum_over_its_industries(run: CriticalRun) -> None:
    sectors = by_sector(run)
    lost = -(sectors["value_added_pct"] * sectors["output_change_ces_pct"] / 100)
    total = lost.groupby(sectors["destination_iso3"]).sum()
    table = by_destination(run).set_index("destination_iso3")["loss_ces_pct"]
    assert total.reindex(table.index).to_numpy() == pytest.approx(table.to_numpy())


def test_calibrated_and_assumed_are_told_apart(inputs: CriticalInputs, run: CriticalRun) -> None:
    labels = by_destination(run).set_index("destination_iso3")["calibration"]
    assert set(labels[["USA", "JPN", "DEU"]]) == {"calibrated"}
    assert set(labels.drop(["USA", "JPN", "DEU"])) == {"assumption"}
    later = run_restriction(inputs, restriction(inputs, {("magnet", "*"): 20}), horizon="long_run")
    assert set(by_destination(later)["calibration"]) == {"assumption"}


def test_half_of_the_rent_stays_with_the_exporter(run: CriticalRun) -> None:
    table = by_destination(run)
    assert table["exporter_rent_usd"].to_numpy() == pytest.approx(table["rent_usd"].to_numpy() / 2)
    stages = by_stage(run)
    assert stages.groupby("destination_iso3")["rent_usd"].sum().sum() == pytest.approx(table["rent_usd"].sum())
    assert set(stages.loc[stages["stage"] != "magnet", "rent_usd"]) == {0}


def test_long_stocks_outlast_a_short_restriction(inputs: CriticalInputs) -> None:
    restricted = restriction(inputs, {("magnet", "*"): 20})
    covered = by_destination(run_restriction(inputs, restricted, stock_months=6, months=6))
    assert not covered["mean_loss_leontief_pct"].any()
    bare = by_destination(run_restriction(inputs, restricted, stock_months=0, months=6))
    assert bare["mean_loss_ces_pct"].to_numpy() == pytest.approx(bare["loss_ces_pct"].to_numpy())


def test_no_restriction_fills_the_tables_with_nothing(inputs: CriticalInputs) -> None:
    table = by_destination(run_restriction(inputs, restriction(inputs, {})))
    numbers = table.filter(regex="loss|rent|price.*_pct")
    assert (numbers == 0).all(axis=None)
    assert (table["available_pct"] == 100).all()
    sold = by_stage(run_restriction(inputs, restriction(inputs, {})))
    assert (sold[["available_pct", "exporter_sales_pct"]] == 100).all(axis=None)
    assert np.isinf(table["onset_months"]).all()


def test_the_parts_of_the_industries_add_up_to_the_loss_of_the_place(run: CriticalRun) -> None:
    parts = by_sector(run).groupby("destination_iso3")
    table = by_destination(run).set_index("destination_iso3")
    for technique in ("cobb_douglas", "ces", "leontief"):
        total = parts[f"loss_{technique}_pct"].sum().reindex(table.index)
        assert total.to_numpy() == pytest.approx(table[f"loss_{technique}_pct"].to_numpy())


def test_the_demand_of_the_industries_adds_up_and_says_what_it_rests_on(run: CriticalRun) -> None:
    rows = by_sector(run).drop_duplicates("sector").set_index("sector")
    assert rows["demand_share_pct"].sum() == pytest.approx(100)
    assert rows.loc["C26", "demand_share_pct"] == pytest.approx(30)  # printed as almost 30 of magnets
    assert "assumption" in rows.loc["C28", "basis"]
    assert rows.loc["C26", "basis"] == "consumer electronics, as published"


def test_the_price_lies_in_its_range(run: CriticalRun) -> None:
    known = by_destination(run).dropna(subset=["price_change_pct", "price_high_pct"])
    assert (known["price_low_pct"] <= known["price_change_pct"]).all()
    assert (known["price_change_pct"] <= known["price_high_pct"]).all()


def test_no_price_is_given_beyond_the_largest_multiple_in_print(inputs: CriticalInputs) -> None:
    """Up to 45-fold in 2010 and 2011 (Alfaro et al., 2025); a full stop asks for a hundred times that."""
    stop = restriction(inputs, {(stage, "USA"): 0.0 for stage in ("refine", "magnet")})
    stopped = run_restriction(inputs, stop)
    tables = [by_destination(stopped), by_stage(stopped)]
    for table in tables:
        prices = table.filter(regex="^price_.*_pct$")
        assert not (prices > 4400).to_numpy().any()
        beyond = table["price_note"] == "no substitute in this time"
        assert beyond.any()
        assert (table["price_change_pct"].isna() <= beyond).all()
    america = tables[0].set_index("destination_iso3").loc["USA"]
    assert np.isnan(america["price_change_pct"])
    assert np.isnan(america["price_high_pct"])


def test_what_arrives_is_what_is_asked_for_at_its_price(run: CriticalRun) -> None:
    """Demand q = p ** -eta (``parley.models.critical_input``), in percent on both sides."""
    table = by_destination(run).dropna(subset="price_change_pct")
    eta = parameter("critical_open_demand_elasticity").value
    asked = 100 * (1 + table["price_change_pct"] / 100) ** -eta
    assert (asked < 100).any()
    assert table["available_pct"].to_numpy() == pytest.approx(asked.to_numpy())


def test_the_published_partial_restriction_lasts_the_months_it_is_printed_for(inputs: CriticalInputs) -> None:
    """The European Central Bank prints 0.3 to 0.6% for 18 months; the stocks of the parameter cover the first."""
    published = against_published().set_index("parameter").loc["critical_anchor_loss_usa_partial_pct"]
    assert "18 months" in published["what"]
    allowed = exports_april_may_2025_pct()
    restricted = restriction(inputs, {(stage, "USA"): allowed for stage in ("refine", "magnet")})
    lost = by_destination(run_restriction(inputs, restricted, months=18)).set_index("destination_iso3").loc["USA"]
    assert published["ours_pct"] == pytest.approx(lost["mean_loss_ces_pct"], rel=1e-9)
    assert published["ours_leontief_pct"] == pytest.approx(lost["mean_loss_leontief_pct"], rel=1e-9)
