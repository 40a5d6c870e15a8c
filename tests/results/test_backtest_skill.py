"""Skill that can fail: what scores nothing, what scores all, and that only the law of the year goes in."""

import numpy as np
import pytest

from parley.calibration.law_of_year import year_law
from parley.results.validation.backtest_skill import foreseen, goods_of_china, law_choices, skill, skill_score


def test_a_forecast_that_knows_no_good_scores_nothing_and_a_perfect_one_all() -> None:
    weight, recorded = np.array([1.0, 2.0, 1.0]), np.array([-0.5, 0.1, -0.2])
    mean = float(weight @ recorded / weight.sum())
    assert skill_score(weight, recorded, np.full(3, mean)) == pytest.approx(0)
    assert skill_score(weight, recorded, recorded) == 1
    assert skill_score(weight, recorded, -recorded) < 0
    assert np.isnan(skill_score(weight, np.full(3, 0.2), recorded))


def test_recorded_growth_is_that_of_the_census_and_zeros_stay() -> None:
    """China 431.0 and 299.8 bn in 2024 and 2025; a good that ends grows by -2."""
    goods = goods_of_china("first_year")
    value = goods["weight"] * (2 + goods["recorded"]) / (2 - goods["recorded"])
    chapters = goods["weight"].sum() / 431.0e9
    assert 0.95 < chapters < 1  # chapters 98-99 and goods below a million stay out
    assert value.sum() / goods["weight"].sum() - 1 == pytest.approx(299.8 / 431.0 - 1, abs=0.02)
    assert goods["recorded"].between(-2, 2).all() and (goods["recorded"] == -2).any()


def test_the_skill_of_2025_is_shown_as_it_is() -> None:
    """Against no change the model scores, as a constant does; in telling goods apart it does not: the two figures are
    near 0.42 and -0.31, which a separate count on the same tables gives at sigma 2.53."""
    total = skill("first_year").set_index("section").loc["total"]
    assert total["skill_no_change"] == pytest.approx(0.42, abs=0.08)
    assert total["correlation"] == pytest.approx(-0.31, abs=0.05)
    assert total["low"] <= total["skill"] <= total["high"]
    assert total["skill"] < 0
    assert not total["in_sample"]
    assert skill("default")["in_sample"].all()


def test_what_the_law_of_the_year_is_taken_to_be_moves_the_forecast() -> None:
    """Mean of the days 42.0 and the year's end 32.2 on the weights of 2024; a lag lowers it."""
    table = law_choices().set_index("law")
    assert table.loc["months of 2024", "rate_pct"] == pytest.approx(42.0, abs=0.1)
    rates = [float(table["rate_pct"].loc[law]) for law in list(table.index)[1:]]
    assert rates == sorted(rates, reverse=True)
    assert (table["foreseen_first_year_pct"] > table["foreseen_default_pct"]).all()
    assert table["recorded_pct"].round(1).eq(-30.4).all()
    assert (year_law(2025, 0).by_product >= 0).all()
    assert foreseen("first_year").min() >= 0


def test_growth_less_that_of_others_is_negative_where_china_grew_less() -> None:
    """Of a good that ended (-2) and that others sold as before or more, at most -2; of one that all sold alike, 0."""
    goods = goods_of_china("first_year")
    for kind in ("recorded", "foreseen"):
        own, others, less = goods[kind], goods[f"{kind}_others"], goods[f"{kind}_less"]
        assert (less[own < others] < 0).all() and (less[own > others] > 0).all()
        assert ((others + less) - own).abs().max() < 1e-12
    assert (goods.loc[(goods["recorded"] == -2) & (goods["recorded_others"] >= 0), "recorded_less"] <= -2).all()
