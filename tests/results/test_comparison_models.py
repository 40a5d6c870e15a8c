"""B less A in every model: a range holds each of its answers, and no direction is claimed against one of them."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, solve
from parley.results.compared import comparison, comparison_words, reconciled_world
from parley.results.compared.agreement import SECTION_FIGURES
from parley.results.compared.comparison_models import (
    KEYS,
    SUMS,
    Between,
    between,
    which,
    widened,
    widened_economies,
    widened_sections,
)
from tests.scenarios import SHOCK_DAY as DAY
from tests.scenarios import SHOCKS
from tests.wording import told

FORCE = Scenario(DAY, title=comparison_words.IN_FORCE)
CUT = Scenario(DAY, tariffs=SHOCKS["cut"])
ANSWERED = Scenario(DAY, tariffs=SHOCKS["answered"])
INCOME = "real_income_change_pct"


@cache
def models(a: Scenario, b: Scenario) -> Between:
    return between(a, b)


@cache
def figures(a: Scenario, b: Scenario) -> pd.DataFrame:
    product, world = ((comparison.run(a, model), comparison.run(b, model)) for model in ("product", "world"))
    return widened(comparison.headline(product, world), models(a, b)).set_index("figure", drop=False)


def test_against_the_duties_in_force_a_scenario_has_its_own_ranges() -> None:
    """Nothing moves under the duties in force, so B less A is what all models say of B alone."""
    own = dict(solve(CUT, "all").tables)["reconciled"].set_index(["measure", "economy", "bearer", "model", "closure"])
    for figure, (key, sign) in KEYS.items():
        if figure in SUMS:
            continue
        ends = sorted(sign * own.loc[(*key, "all", "all"), ["low", "high"]].to_numpy(dtype=float))
        row = figures(FORCE, CUT).loc[figure]
        assert [row["difference_low"], row["difference_high"]] == pytest.approx(ends, rel=1e-9, abs=1e-9), figure
        assert row["difference_low"] <= row["difference"] <= row["difference_high"]


def test_a_range_holds_the_difference_of_two_answers_it_was_not_made_of() -> None:
    """At the same elasticities in A and in B, solved apart from the pair."""
    elasticity = [replace(side, trade_elasticity=6.5, home_elasticity_ratio=0.7) for side in (CUT, ANSWERED)]
    for closure in reconciled_world.CLOSURES:
        incomes = [
            solve(replace(side, closure=closure), "world").tables["by_economy"].set_index("economy")[INCOME]
            for side in elasticity
        ]
        sides = [*incomes, incomes[1] - incomes[0]]
        for economy in ("USA", "CHN", "MEX", "VNM"):
            ends = models(CUT, ANSWERED).of_economy(INCOME, economy)
            assert ends is not None
            for of_side, low, high in zip(sides, *ends, strict=True):
                assert low <= of_side[economy] <= high, (closure, economy)
    retail = [solve(replace(side, border_pass_through=0.9), "product").tables["summary"] for side in (CUT, ANSWERED)]
    loss = [table.set_index("metric")["value"]["buyers_loss_usd"] for table in retail]
    row = figures(CUT, ANSWERED).loc["buyers_loss_usd"]
    assert row["difference_low"] <= loss[1] - loss[0] <= row["difference_high"]


def test_no_direction_is_claimed_where_one_model_has_the_other() -> None:
    """The one-sector model alone says the cut is the better one; other assumptions say the reverse."""
    alone = comparison.headline(None, (comparison.run(CUT, "world"), comparison.run(ANSWERED, "world")))
    case, _ = told("results", "verdict.income", comparison_words.verdict(alone, "a", "b"))
    assert case == "lower_one"
    together = figures(CUT, ANSWERED).loc[["real_income_USA"]]
    case, fields = told("results", "verdict.income", comparison_words.verdict(together, "a", "b"))
    assert case == "open"
    row = together.iloc[0]
    assert (float(fields["lower"]), float(fields["higher"].split()[0])) == pytest.approx(
        (-row["difference_low"], row["difference_high"]), abs=0.005
    )


def test_where_all_agree_the_title_says_how_many_models_do() -> None:
    told_of = figures(FORCE, ANSWERED)
    answers = [("real_income_USA", "income", "both"), ("us_exports_to_china_change_pct", "exports", "three")]
    for figure, template, count in answers:
        words = comparison_words.verdict(told_of.loc[[figure]], FORCE.title, "b")
        assert told("results", f"verdict.{template}", words)[0] == "lower"
        assert words.endswith(comparison_words.SAY("models.count", count))


def test_exports_the_product_model_does_not_move_are_told_by_a_model_that_does() -> None:
    world = solve(CUT, "world").tables["trade"].set_index(["exporter", "importer"])["change_pct"]
    row = figures(FORCE, CUT).loc["us_exports_to_china_change_pct"]
    assert (row["model"], row["models"], row["b"]) == ("world", "both", pytest.approx(world["USA", "CHN"], rel=1e-6))


def test_economies_are_named_as_gaining_where_every_model_that_has_them_agrees() -> None:
    worlds = comparison.run(CUT, "world"), comparison.run(ANSWERED, "world")
    own = comparison.difference(*worlds, "by_economy", ["economy"], INCOME)
    rows = widened_economies(own, INCOME, models(CUT, ANSWERED))
    assert (rows["difference_low_pp"] <= own["difference_low_pp"]).all()
    assert (rows["difference_high_pp"] >= own["difference_high_pp"]).all()
    open_now = (rows["difference_low_pp"] < 0) & (rows["difference_high_pp"] > 0)
    open_before = (own["difference_low_pp"] < 0) & (own["difference_high_pp"] > 0)
    assert "USA" in set(rows.loc[open_now & ~open_before, "economy"])
    assert (open_now >= open_before).all()


def test_against_duties_in_force_the_range_of_b_is_that_of_b_less_a() -> None:
    """What is drawn for B is then what is written beside its name."""
    worlds = comparison.run(FORCE, "world"), comparison.run(CUT, "world")
    rows = widened_economies(
        comparison.difference(*worlds, "by_economy", ["economy"], INCOME), INCOME, models(FORCE, CUT)
    )
    for end in ("low", "high"):
        np.testing.assert_allclose(rows[f"b_{end}_pct"], rows[f"difference_{end}_pp"], rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(rows[f"a_{end}_pct"], 0, atol=1e-6)


def test_a_section_s_range_holds_its_difference_at_settings_the_horizons_do_not_have() -> None:
    pair = comparison.run(CUT, "product"), comparison.run(ANSWERED, "product")
    steep = [
        solve(replace(side, border_pass_through=0.9), "product").tables["by_section"].set_index("section")
        for side in (CUT, ANSWERED)
    ]
    for figure in SECTION_FIGURES:
        own = comparison.difference(*pair, "by_section", ["section"], figure)
        rows = widened_sections(own, figure, models(CUT, ANSWERED)).set_index("section")
        low, high = (rows[column] for column in rows if "difference_l" in column or "difference_h" in column)
        own = own.set_index("section")
        assert (low <= own[low.name] + 1e-9).all() and (high >= own[high.name] - 1e-9).all()
        gap = (steep[1][figure] - steep[0][figure]).loc[rows.index]
        slack = 1e-6 * gap.abs().max()
        assert ((low - slack <= gap) & (gap <= high + slack)).all(), figure
    total = models(CUT, ANSWERED).tables["difference"].set_index(["measure", "bearer", "model"])
    ends = models(CUT, ANSWERED).sections
    assert ends is not None
    assert ends[0][-1, 0].sum() <= -total.loc[("who_bears", "buyers", "all"), "high"] + 1e3  # the parts of one answer


def test_sides_swap_and_equal_sides_differ_in_nothing() -> None:
    there, back = figures(CUT, ANSWERED), figures(ANSWERED, CUT)
    np.testing.assert_allclose(there["difference_low"], -back["difference_high"], rtol=1e-9, atol=1e-9)
    same = figures(CUT, replace(CUT, title="again"))
    assert np.abs(same[["difference", "difference_low", "difference_high"]].to_numpy()).max() < 1e-6


def test_models_are_counted_once() -> None:
    assert [which(found) for found in (["world"], ["world", "world", "sectors"], ["product", "world", "sectors"])] == [
        "world",
        "both",
        "three",
    ]
    with pytest.raises(IndexError):
        which([])
