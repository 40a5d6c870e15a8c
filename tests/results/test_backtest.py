"""The back-test: recorded figures as customs has them, the model's side rebuilt by hand, and what it leaves out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_market import CalibrationError
from parley.models.partial_equilibrium import solve
from parley.models.scenario import HORIZONS
from parley.results.validation.backtest import DUTIES, EPISODES, LEFT_OUT, BackTest, Episode, backtest, misses
from parley.tables.read import read_table


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


@pytest.fixture(scope="module")
def result(inputs: ProductInputs) -> BackTest:
    return backtest(inputs)


def row(result: BackTest, episode: str, duties: str, origin: str) -> pd.Series:
    total = result.total.set_index(["episode", "duties", "origin"])
    return total.loc[(episode, duties, origin)]


def test_the_recorded_falls_are_those_of_customs(result: BackTest) -> None:
    """June to November 2025 over the same months of 2024, imports for consumption: China -42.7, others +3.0 per cent;
    duty over value 10.5 to 38.0 and 1.07 to 7.7 per cent."""
    china, others = (row(result, "tariffs_of_2025", "law", origin) for origin in ("CHN", "others"))
    assert china["recorded_change_pct"] == pytest.approx(-42.7, abs=0.05)
    assert others["recorded_change_pct"] == pytest.approx(3.0, abs=0.05)
    assert china[["recorded_duty_before_pct", "recorded_duty_pct"]].tolist() == pytest.approx([10.5, 38.0], abs=0.05)
    assert others[["recorded_duty_before_pct", "recorded_duty_pct"]].tolist() == pytest.approx([1.07, 7.7], abs=0.05)


def test_a_longer_horizon_has_a_larger_fall_and_the_record_lies_between_in_2025(result: BackTest) -> None:
    for episode in ("first_trade_war", "tariffs_of_2025"):
        for duties in DUTIES:
            china = row(result, episode, duties, "CHN")
            falls = [china[f"modelled_{horizon}_pct"] for horizon in HORIZONS]
            assert falls == sorted(falls, reverse=True)
    china = row(result, "tariffs_of_2025", "collected", "CHN")
    relative = [china[f"modelled_{horizon}_relative_pct"] for horizon in ("first_year", "long_run")]
    assert relative[1] < china["recorded_change_relative_pct"] < relative[0]


def test_the_total_is_the_model_at_the_duties_of_the_months(inputs: ProductInputs, result: BackTest) -> None:
    market, cells = inputs.us.market, inputs.us.partner_cells
    elasticities = inputs.us.elasticities("default", 1.0)
    months = [date(2025, month, 15) for month in range(6, 12)]
    new = np.mean([baseline_on(inputs, day).us_duty for day in months], axis=0)
    old = baseline_on(inputs, date(2024, 12, 31)).us_duty
    before, after = (solve(market, elasticities, duty).value_usd[cells].sum() for duty in (old, new))
    found = row(result, "tariffs_of_2025", "law", "CHN")
    assert found["modelled_default_pct"] == pytest.approx(100 * (after / before - 1))
    change = market.value_usd[cells] @ (new - old)[cells] / market.value_usd[cells].sum()
    assert found["duty_change_pp"] == pytest.approx(100 * change)


def test_the_same_points_on_every_line_give_the_falls_worked_out_apart(inputs: ProductInputs) -> None:
    """An independent program with 27.5 points on China and 6.6 on others: sigma 2.53 gives -31.8 and -4.9 per cent,
    the published elasticities -53.0 and -0.6, imports against home goods at 1.19 in both."""
    us = inputs.us
    points = np.full(len(us.market.value_usd), 0.0663)
    points[us.partner_cells] = 0.275
    others = np.setdiff1d(np.arange(len(points)), us.partner_cells)
    for horizon, expected in (("first_year", (-31.8, -4.9)), ("long_run", (-53.0, -0.6))):
        elasticities = replace(us.elasticities(horizon, 1.0), imports_and_home=1.19)  # type: ignore[arg-type]
        value = solve(us.market, elasticities, us.market.duty + points).value_usd
        for cells, fall in zip((us.partner_cells, others), expected, strict=True):
            change = 100 * (value[cells].sum() / us.market.value_usd[cells].sum() - 1)
            assert change == pytest.approx(fall, abs=0.3)


def test_duties_collected_leave_the_recorded_change_of_duty(result: BackTest) -> None:
    industry = result.industry[
        (result.industry["duties"] == "collected") & (result.industry["episode"] == "tariffs_of_2025")
    ]
    known = industry.dropna(subset="duty_change_pp").set_index(["naics3", "origin"])
    recorded = known["recorded_duty_pct"] - known["recorded_duty_before_pct"]
    for naics3 in ("315", "333", "334"):  # products of these industries mostly have no other
        assert known.loc[(naics3, "CHN"), "duty_change_pp"] == pytest.approx(recorded[(naics3, "CHN")], abs=1.5)


def test_industries_add_up_to_the_recorded_total(result: BackTest) -> None:
    law = result.industry[result.industry["duties"] == "law"]
    parts = law.groupby(["episode", "origin"])[["value_before_usd", "value_usd"]].sum()
    whole = result.total[result.total["duties"] == "law"].set_index(["episode", "origin"])[
        ["value_before_usd", "value_usd"]
    ]
    assert parts.to_numpy() == pytest.approx(whole.loc[parts.index].to_numpy())


def test_every_episode_is_there_at_three_horizons_and_only_the_last_has_no_industries(result: BackTest) -> None:
    assert len(result.total) == len(EPISODES) * len(DUTIES) * 2
    assert list(result.industry["episode"].unique()) == ["first_trade_war", "tariffs_of_2025"]
    assert len(result.fit) == 2 * len(DUTIES) * len(HORIZONS)
    assert result.fit["correlation"].between(-1, 1).all()


def test_returned_goods_have_a_record_and_no_model(result: BackTest) -> None:
    returned = result.industry[result.industry["naics3"] == "980"]
    assert returned["recorded_change_pct"].notna().all()
    assert returned["modelled_default_pct"].isna().all()


def test_what_the_model_leaves_out_is_listed(result: BackTest) -> None:
    assert {"stock_building", "refunds", "lags"} <= set(LEFT_OUT) == set(result.left_out["cause"])


def test_a_stretch_without_all_months_is_refused_by_name(inputs: ProductInputs) -> None:
    later = Episode(
        "later",
        "June 2025 to May 2026",
        (date(2024, 6, 1), date(2025, 5, 1)),
        (date(2025, 6, 1), date(2026, 5, 1)),
        date(2024, 12, 31),
    )
    with pytest.raises(CalibrationError, match="June 2025 to May 2026"):
        backtest(inputs, [later])


def test_with_dearer_supply_less_trade_is_lost(inputs: ProductInputs, result: BackTest) -> None:
    episode = [EPISODES[1]]
    sloped = row(backtest(inputs, episode, border_pass_through=0.8), "tariffs_of_2025", "law", "CHN")
    flat = row(result, "tariffs_of_2025", "law", "CHN")
    assert flat["modelled_default_pct"] < sloped["modelled_default_pct"] < 0


def test_sections_of_2019_are_those_of_the_chapters_customs_recorded(result: BackTest) -> None:
    """Chapters 84 and 85 added up from the monthly table, without the back-test's own code."""
    rows = read_table("us_trade_hs2_monthly", where={"chapter": ["84", "85"], "partner_iso3": ["CHN"]})
    rows = rows[(rows["flow"] == "import") & rows["month"].dt.month.isin([9, 10, 11, 12])]
    value = rows.groupby(rows["month"].dt.year)["value_usd"].sum()
    law = result.section[(result.section["duties"] == "law") & (result.section["origin"] == "CHN")]
    machinery = law.set_index("section").loc["XVI"]
    assert machinery["value_before_usd"] == value[2017]
    assert machinery["recorded_change_pct"] == pytest.approx(100 * (value[2019] / value[2017] - 1))


def test_sections_and_industries_hold_the_same_trade_and_the_same_model(result: BackTest) -> None:
    for origin in ("CHN", "others"):
        parts = result.section[(result.section["duties"] == "law") & (result.section["origin"] == origin)]
        whole = row(result, "first_trade_war", "law", origin)
        assert parts["value_usd"].sum() == pytest.approx(whole["value_usd"], rel=0.01)  # two downloads of customs
    law = result.section[(result.section["duties"] == "law") & (result.section["origin"] == "CHN")]
    assert list(result.section["episode"].unique()) == ["first_trade_war"]
    assert law.loc[law["section"] == "none", "modelled_default_pct"].isna().all()  # chapters 98 and 99


def test_the_model_of_a_section_is_the_sum_over_its_products(inputs: ProductInputs, result: BackTest) -> None:
    market = inputs.us.market
    months = [date(2019, month, 15) for month in range(9, 13)]
    new = np.mean([baseline_on(inputs, day).us_duty for day in months], axis=0)
    old = baseline_on(inputs, date(2018, 1, 1)).us_duty
    cells = inputs.us.partner_sections["XVI"]
    elasticities = inputs.us.elasticities("default", 1.0)
    before, after = (solve(market, elasticities, duty).value_usd[cells].sum() for duty in (old, new))
    section = result.section.set_index(["duties", "section", "origin"]).loc[("law", "XVI", "CHN")]
    assert section["modelled_default_pct"] == pytest.approx(100 * (after / before - 1))


def test_misses_add_up_to_the_mean_error_and_stand_in_order(result: BackTest) -> None:
    fit = result.fit.set_index(["episode", "duties", "horizon"])
    for episode in ("first_trade_war", "tariffs_of_2025"):
        frame = result.industry[(result.industry["episode"] == episode) & (result.industry["duties"] == "law")]
        found = misses(frame)
        assert found["miss_pp"].sum() == pytest.approx(fit.loc[(episode, "law", "default"), "mean_error_pp"])
        assert found["miss_pp"].abs().is_monotonic_decreasing
        assert found["share_pct"].sum() == pytest.approx(100)


def test_an_episode_is_known_from_the_release_of_its_last_month(result: BackTest) -> None:
    known = result.total.groupby("episode")["known_on"].first().dt.date
    assert known["first_trade_war"] == date(2020, 2, 9)
    assert all(known[episode.name] > episode.after[1] for episode in EPISODES)
