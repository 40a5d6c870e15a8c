"""Our answers beside the print: all eighty rows, a figure or a reason, and measures that mean what they say."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.models.armington import Economy, Shock, solve
from parley.results.validation import published_shocks
from parley.results.validation.published_shocks import (
    EURO_AREA,
    NO_ANSWER,
    answers,
    export_volume,
    import_volume,
    price_over_wage,
    real_income,
    world_trade_volume,
)

LARGEST = 40


@pytest.fixture(scope="module")
def economy() -> Economy:
    gdp = read_table("country_macro").set_index("iso3")["gdp_usd"].sort_values(ascending=False)
    names = list(dict.fromkeys(["USA", "CHN", "CAN", "MEX", *gdp.index[:LARGEST]]))
    trade = read_table("world_trade_2023").pivot(index="exporter_iso3", columns="importer_iso3", values="value_usd")
    flows = trade.reindex(index=names, columns=names).fillna(0.0).to_numpy().copy()
    np.fill_diagonal(flows, 0)
    np.fill_diagonal(flows, np.maximum(gdp[names].to_numpy() - flows.sum(axis=1), 0.05 * gdp[names].to_numpy()))
    return Economy(names, flows, 4.0)


@pytest.fixture(scope="module")
def table(economy: Economy) -> pd.DataFrame:
    return answers(economy)


def test_all_eighty_stand_there_each_with_a_figure_or_a_reason(table: pd.DataFrame) -> None:
    assert len(table) == 80
    assert table["effect_id"].is_unique
    assert (table["ours"].isna() == (table["reason"] != "")).all()
    assert (table["ours"].isna() == table["same_sign"].isna()).all()
    assert (table["ours"].notna() == (table["why_apart"] != "")).all()


def test_what_the_model_does_not_have_is_said(table: pd.DataFrame) -> None:
    without = table[table["variable"].isin(NO_ANSWER)]
    assert without["ours"].isna().all()
    assert table["ours"].notna().sum() == 69


def test_the_printed_figures_are_untouched(table: pd.DataFrame) -> None:
    effects = read_table("tariff_effects").set_index("effect_id")["value"]
    assert (table["printed"].to_numpy() == effects[table["effect_id"]].to_numpy()).all()
    known = table.dropna(subset="ours")
    assert (known["ours_over_printed"] * known["printed"]).to_numpy() == pytest.approx(known["ours"].to_numpy())


def test_an_answered_tariff_lowers_the_income_of_the_world_and_of_both_sides(table: pd.DataFrame) -> None:
    answered = table[table["shock_id"].isin(["oecd_2025_03_10pp", "oecd_2019_05_all_us_china"])]
    income = answered[answered["measure"] == "real income"]
    assert len(income) == 8
    assert (income["ours"] < 0).all()


def test_trade_falls_wherever_the_print_says_so(table: pd.DataFrame) -> None:
    trade = table[table["measure"].str.startswith("volume")]
    assert len(trade) == 9
    assert trade["same_sign"].all()


@pytest.mark.parametrize("measure", [real_income, price_over_wage, export_volume, import_volume, world_trade_volume])
def test_without_a_shock_every_measure_is_one(economy: Economy, measure: object) -> None:
    members = np.eye(len(economy.names))[0]
    assert measure(solve(economy, Shock()), members) == pytest.approx(1, abs=1e-14)  # type: ignore[operator]


def test_without_a_shock_every_answer_to_the_print_is_zero(economy: Economy) -> None:
    still = solve(economy, Shock())
    for variable in published_shocks.MEASURES:
        assert published_shocks._answer(variable, "USA", still, "")[1] == pytest.approx(0, abs=1e-12), variable


def test_volumes_are_values_over_the_wage_of_the_seller() -> None:
    """Two countries: what A sells to B falls in volume as its value falls, less the change of A's wage."""
    two = Economy(["A", "B"], np.array([[80.0, 20.0], [20.0, 80.0]]), 4.0)
    after = solve(two, Shock(tariff=np.array([[0.0, 0.2], [0.0, 0.0]])))
    only_a = np.array([1.0, 0.0])
    expected = after.flows[0, 1] / after.wage_hat[0] / 20
    assert export_volume(after, only_a) == pytest.approx(expected)
    assert import_volume(after, 1 - only_a) == pytest.approx(expected)
    assert expected < 1


def test_the_euro_area_has_twenty_members_all_in_the_union() -> None:
    countries = read_table("countries")
    assert len(EURO_AREA) == 20
    assert set(countries.loc[countries["is_eu27"], "iso3"]) > EURO_AREA


def test_the_income_of_an_area_is_a_mean_weighted_by_what_its_economies_spend() -> None:
    """100 that keep their income and 300 that lose 4 percent lose 3 together; a third outside counts for nothing."""
    after: Any = SimpleNamespace(
        economy=SimpleNamespace(expenditure=np.array([100.0, 300.0, 500.0])),
        real_income_hat=np.array([1.0, 0.96, 0.5]),
    )
    assert real_income(after, np.array([1.0, 1.0, 0.0])) == pytest.approx(0.97)
