"""A against B: figures are the engine's own, ranges of differences are taken setting by setting, words follow."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from parley import terms
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS, ScenarioError
from parley.results.answers import sectors
from parley.results.answers.solution import Model, solve
from parley.results.answers.world import world
from parley.results.answers.world_bands import changes as world_changes
from parley.results.answers.world_bands import world_ranges
from parley.results.compared import comparison, comparison_words
from parley.results.scenario.files import preset
from tests.wording import told

DAY = date(2025, 6, 9)
KEEP = Scenario(DAY, title="Keep", tariffs=[TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI"))])
PEAK = replace(preset("april_2025_peak"), as_of=DAY)
SIDES = {"a": KEEP, "b": PEAK}


@cache
def runs(model: Model) -> tuple[comparison.Run, comparison.Run]:
    return comparison.run(KEEP, model), comparison.run(PEAK, model)


@cache
def summary(scenario: Scenario) -> pd.Series:
    return solve(scenario, "product").tables["summary"].set_index("metric")["value"]


def test_headline_figures_and_ranges_are_those_of_the_engine() -> None:
    rows = comparison.headline(runs("product"), None).set_index("figure")
    for metric in comparison.FIGURES:
        gaps = [summary(replace(PEAK, horizon=h))[metric] - summary(replace(KEEP, horizon=h))[metric] for h in HORIZONS]
        row = rows.loc[metric]
        for side, scenario in SIDES.items():
            own = solve(scenario, "product").tables["summary"].set_index("metric").loc[metric]
            assert row[side] == own["value"]
            assert row[[f"{side}_low", f"{side}_high"]].tolist() == own[["low", "high"]].tolist()
        assert row["difference"] == pytest.approx(row["b"] - row["a"], rel=1e-12)
        assert (row["difference_low"], row["difference_high"]) == (min(gaps), max(gaps))


def test_the_range_of_a_difference_is_not_the_difference_of_the_ranges() -> None:
    row = comparison.headline(runs("product"), None).set_index("figure").loc["imports_from_china_change_pct"]
    apart = row["b_high"] - row["a_low"] - (row["b_low"] - row["a_high"])
    assert 0 < row["difference_high"] - row["difference_low"] < apart


def test_sections_are_those_of_the_engine() -> None:
    rows = comparison.difference(*runs("product"), "by_section", ["section"], "buyers_loss_usd").set_index("section")
    for side, scenario in SIDES.items():
        own = solve(scenario, "product").tables["by_section"].set_index("section")["buyers_loss_usd"]
        assert (rows[f"{side}_usd"] == own).all()
    assert (rows["difference_low_usd"] <= rows["difference_usd"]).all()
    assert (rows["difference_usd"] <= rows["difference_high_usd"]).all()
    total = comparison.headline(runs("product"), None).set_index("figure").loc["buyers_loss_usd"]
    assert rows["difference_usd"].sum() == pytest.approx(total["difference"], rel=1e-9)


def test_economies_span_the_draws_and_their_difference_draw_by_draw() -> None:
    column = "real_income_change_pct"
    rows = comparison.difference(*runs("world"), "by_economy", ["economy"], column)
    changes = {}
    for side, scenario in SIDES.items():
        own = solve(scenario, "world").tables["by_economy"]
        beside = world_ranges(scenario).beside(own, "by_economy", column).set_index("economy").loc[rows["economy"]]
        for mine, theirs in ((f"{side}_pct", column), (f"{side}_low_pct", "low_pct"), (f"{side}_high_pct", "high_pct")):
            np.testing.assert_allclose(rows[mine], beside[theirs], rtol=1e-12, atol=1e-12)
        order = [world().economy.index(economy) for economy in rows["economy"]]
        changes[side] = world_changes(scenario)[:, order]  # real income comes first
    low, high = np.quantile(changes["b"] - changes["a"], (0.05, 0.95), axis=0)
    gap = rows["b_pct"] - rows["a_pct"]
    np.testing.assert_allclose(rows["difference_pp"], gap, atol=1e-12)
    np.testing.assert_allclose(rows["difference_low_pp"], np.minimum(low, gap), atol=1e-12)
    np.testing.assert_allclose(rows["difference_high_pp"], np.maximum(high, gap), atol=1e-12)


def test_industries_span_both_ends_of_the_elasticities() -> None:
    keys, column = ["economy", "sector"], "output_change_pct"
    rows = comparison.difference(*runs("sectors"), "by_sector", keys, column).set_index(keys)
    assert set(rows.index.get_level_values("sector")) <= set(terms.SECTOR_LABELS)
    ends = [
        [sectors.point(s, end).by_sector.set_index(keys)[column].loc[rows.index].to_numpy() for s in (KEEP, PEAK)]
        for end in ("low", "high")
    ]
    gaps = [b - a for a, b in ends]
    own = (rows["b_pct"] - rows["a_pct"]).to_numpy()
    np.testing.assert_allclose(rows["difference_low_pp"], np.min([own, *gaps], axis=0), atol=comparison.LEAST)
    np.testing.assert_allclose(rows["difference_high_pp"], np.max([own, *gaps], axis=0), atol=comparison.LEAST)


def test_two_equal_scenarios_differ_in_nothing_and_sides_swap() -> None:
    a, b = runs("product")
    same = comparison.headline((a, a), None)
    assert not same[["difference", "difference_low", "difference_high"]].any(axis=None)
    assert comparison_words.verdict(same, "x", "y") == comparison_words.SAY("verdict", "same")
    there, back = (comparison.headline(pair, None) for pair in ((a, b), (b, a)))
    np.testing.assert_array_equal(there["difference"], -back["difference"])
    np.testing.assert_array_equal(there["difference_low"], -back["difference_high"])


def test_where_the_horizons_differ_the_range_holds_the_figures_as_chosen() -> None:
    long = comparison.run(replace(PEAK, horizon="long_run"), "product")
    row = comparison.headline((runs("product")[0], long), None).set_index("figure").loc["imports_change_pct"]
    assert row["difference_low"] <= row["difference"] <= row["difference_high"]


def test_a_model_that_cannot_hold_a_scenario_says_so() -> None:
    magnets = Scenario(DAY, exports=[ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)])
    for model in ("product", "world", "sectors"):
        with pytest.raises(ScenarioError):
            comparison.run(magnets, model)


FIGURE: dict[str, object] = {"figure": "buyers_loss_usd", "name": "x", "model": "product", "unit": "USD"}


@pytest.mark.parametrize(
    ("a", "b", "ends", "case", "sizes"),
    [
        ((1e9, 1e9, 2e9), (9e9, 8e9, 12e9), (7e9, 10e9), "worse", {"size": f"$8.0bn (7.0{terms.DASH}10.0)"}),
        ((9e9, 8e9, 12e9), (1e9, 1e9, 2e9), (-10e9, -7e9), "better", {"size": f"$8.0bn (7.0{terms.DASH}10.0)"}),
        ((0, 0, 0), (9e9, -1e9, 12e9), (-1e9, 12e9), "open", {"better": "$1.0bn", "worse": "$12bn"}),
        ((0, 0, 0), (9e9, 4e9, 12e9), (4e9, 12e9), "loss_none", {"b_size": f"$9.0bn (4.0{terms.DASH}12.0)"}),
        (
            (3e9, 2e9, 4e9),
            (-9e9, -12e9, -4e9),
            (-16e9, -6e9),
            "gain_loss",
            {"a_size": f"$3.0bn (2.0{terms.DASH}4.0)"},
        ),
        ((3e9, -2e9, 4e9), (-9e9, -12e9, -4e9), (-16e9, -2e9), "better", {"size": f"$12bn (2{terms.DASH}16)"}),
    ],
)
def test_the_verdict_claims_no_direction_where_the_range_straddles_zero(
    a: tuple[float, ...], b: tuple[float, ...], ends: tuple[float, float], case: str, sizes: dict[str, str]
) -> None:
    row = {**FIGURE, "difference": b[0] - a[0], "difference_low": ends[0], "difference_high": ends[1]}
    for side, values in (("a", a), ("b", b)):
        row |= dict(zip((side, f"{side}_low", f"{side}_high"), values, strict=True))
    found, fields = told("results", "verdict.buyers", comparison_words.verdict(pd.DataFrame([row]), "one", "two"))
    names = ("A (one)", "B (two)") if case in ("worse", "better", "loss_none", "gain_loss") else ("A", "B")
    assert (found, fields["a"], fields["b"]) == (case, *names)
    assert sizes.items() <= fields.items()


def test_an_open_verdict_tells_both_ends_within_a_titles_words() -> None:
    row = {**FIGURE, "difference": 22e9, "difference_low": -9.5e9, "difference_high": 92e9}
    row |= {"a": 0, "a_low": 0, "a_high": 0, "b": 22e9, "b_low": -9.5e9, "b_high": 92e9}
    said = comparison_words.verdict(pd.DataFrame([row]), comparison_words.IN_FORCE, "April 2025 peak")
    case, fields = told("results", "verdict.buyers", said)
    assert (case, fields["a"], fields["b"]) == ("open", "A", "B")
    assert (fields["better"], fields["worse"]) == ("$9.5bn", "$92bn")
    assert len(said.split(" ")) <= terms.MOST_IN_TITLE


def test_gains_leave_out_economies_of_open_sign() -> None:
    rows = pd.DataFrame(
        {
            "economy": ["MEX", "VNM", "USA"],
            "difference_pp": [0.5, 0.9, -0.2],
            "difference_low_pp": [0.1, -0.1, -0.4],
            "difference_high_pp": [0.6, 1.0, -0.1],
        }
    )
    case, fields = told("results", "gains", comparison_words.gains(rows))
    assert (case, fields["up"]) == ("both", "Mexico (+0.50 points)")
    assert fields["down"] == f"the United States ({terms.MINUS}0.20 points)"


def test_ranked_rows_are_the_largest_differences_in_the_unit_of_the_axis() -> None:
    rows = comparison.difference(*runs("product"), "by_section", ["section"], "duty_change_usd")
    drawn = comparison.ranked(rows.assign(name=rows["section"]), "name", "usd", 5)
    expected = rows.loc[rows["difference_usd"].abs().nlargest(5).index]
    assert list(drawn["name"]) == list(expected["section"])
    np.testing.assert_allclose(drawn["difference"], expected["difference_usd"] / 1e9)


def test_other_dates_and_older_data_are_said() -> None:
    older = replace(PEAK, as_of=date(2025, 7, 1), vintage="2025-07-01")
    dates, data = comparison_words.warnings(KEEP, older, "2026-11-24")
    assert told("results", "warnings.dates", dates)[1] == {"a": "9 Jun 2025", "b": "1 Jul 2025"}
    _, fields = told("results", "warnings.data", data)
    assert fields == {"side": "B", "saved": "1 Jul 2025", "now": "24 Nov 2026"}
    assert comparison_words.warnings(KEEP, PEAK, "2026-11-24") == []


def test_assumptions_that_differ_are_marked() -> None:
    rows = comparison.assumptions(KEEP, replace(KEEP, border_pass_through=0.8, closure="additive"))
    assert set(rows[rows["differs"]]["assumption"]) == {
        "Border pass-through (product model)",
        "Trade balance (world and sector models)",
    }
    assert rows.set_index("assumption").loc["Border pass-through (product model)", ["a", "b"]].tolist() == ["1", "0.8"]


def moved(figure: str, unit: str, difference: float, low: float, high: float) -> dict[str, object]:
    """A row of which B less A is told, with its range."""
    return {"figure": figure, "unit": unit, "difference": difference, "difference_low": low, "difference_high": high}


WORSE = moved("buyers_loss_usd", "USD", 84e9, 45e9, 85e9)
LESS_REVENUE = moved("importer_net_loss_usd", "USD", 14e9, -5e9, 36e9)


@pytest.mark.parametrize(
    ("income", "case", "sizes"),
    [
        (moved("real_income_USA", "percent", 0.09, 0.03, 0.15), "higher_against", {"size": "0.09 points (0.03–0.15)"}),
        (moved("real_income_USA", "percent", -0.09, -0.15, -0.03), "lower", {"size": "0.09 points (0.03–0.15)"}),
        (moved("real_income_USA", "percent", 0.09, -0.03, 0.15), "open", {"lower": "0.03", "higher": "0.15 points"}),
        (moved("real_income_USA", "percent", 0.0, 0.0, 0.0), "same", {}),
        (None, "", {}),
    ],
)
def test_what_buyers_lose_before_revenue_has_what_is_left_after_it_beside(
    income: dict[str, object] | None, case: str, sizes: dict[str, str]
) -> None:
    """A Geneva truce, B Busan: buyers lose more, revenue makes up for most of it, and real income is higher."""
    rows = pd.DataFrame([WORSE, LESS_REVENUE, *([income] if income else [])])
    first, of_income, on_income = comparison_words.net(rows).partition("US real income")
    assert told("results", "verdict.net", first.strip()) == ("open", {"worse": "$36bn", "better": "$5.0bn"})
    assert bool(of_income) == (income is not None)
    if income:
        assert told("results", "verdict.net_income", of_income + on_income) == (case, sizes)


@pytest.mark.parametrize(
    ("difference", "case"),
    [((14e9, 5e9, 36e9), ("higher", "$14bn (5–36)")), ((-14e9, -36e9, -5e9), ("lower", "$14bn (5–36)"))],
)
def test_after_revenue_it_is_said_under_which_scenario_buyers_and_treasury_are_worse_off(
    difference: tuple[float, float, float], case: tuple[str, str]
) -> None:
    rows = pd.DataFrame([WORSE, moved("importer_net_loss_usd", "USD", *difference)])
    found, fields = told("results", "verdict.net", comparison_words.net(rows))
    assert (found, fields["net"]) == case


def test_nothing_is_told_after_revenue_until_its_range_is_there() -> None:
    pending = LESS_REVENUE | {"difference_low": float("nan"), "difference_high": float("nan")}
    assert comparison_words.net(pd.DataFrame([WORSE, pending])) == ""
    assert comparison_words.net(pd.DataFrame([moved("real_income_USA", "percent", 0.1, 0.0, 0.2)])) == ""


def test_every_verdict_on_buyers_says_that_revenue_is_not_taken_off() -> None:
    cases = ("worse", "better", "open", "pending", "gain_loss", "loss_gain", "loss_none", "gain_none", "none_loss")
    sizes = {"a_size": "x", "b_size": "x"}
    fields = {**sizes, **dict.fromkeys(("a", "b", "size", "better", "worse"), "x")}
    for template in ("buyers", "overstated"):
        assert all("before revenue" in comparison_words.SAY(f"verdict.{template}", c, **fields) for c in cases)
    each = ("loss_loss", "gain_gain", "gain_loss", "loss_gain", "loss_none", "gain_none", "none_loss", "none_gain")
    for template in ("each", "overstated_each"):
        assert all("before revenue" in comparison_words.SAY(f"verdict.{template}", c, **sizes) for c in each)
