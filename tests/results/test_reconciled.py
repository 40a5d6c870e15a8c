"""All models on one question: what their rows are, that parts add up, and that ranges hold what they did not see."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, TariffChange, solve
from parley.__main__ import main
from parley.models.policy_parts import Goods
from parley.models.scenario import SECTIONS, ScenarioError
from parley.results.answers import product_solution, world
from parley.results.answers.product import headline
from parley.results.answers.product_settings import Setting, corner_settings, draw_settings
from parley.results.compared import border_prices
from parley.results.compared.reconciled import sign_of
from parley.results.compared.reconciled_directions import KEPT, ONE_GOOD
from parley.results.compared.reconciled_product import BEARERS, figures, setting_of
from parley.tables.parameters import parameter
from tests.scenarios import SHOCK_DAY as DAY
from tests.scenarios import SHOCKS


def tables(name: str) -> dict[str, pd.DataFrame]:
    return dict(solve(Scenario(DAY, tariffs=SHOCKS[name]), "all").tables)


@pytest.fixture(scope="module")
def answered() -> dict[str, pd.DataFrame]:
    return tables("answered")


def test_every_row_holds_its_answer_and_the_envelope_all_of_them(answered: dict[str, pd.DataFrame]) -> None:
    rows = answered["reconciled"]
    own, envelope = rows[rows["model"] != "all"], rows[rows["model"] == "all"]
    assert ((own["low"] <= own["central"]) & (own["central"] <= own["high"])).all()
    keys = ["measure", "economy", "bearer"]
    ends = own.groupby(keys).agg(low=("low", "min"), high=("high", "max"))
    joined = envelope.set_index(keys)[["low", "high"]]
    pd.testing.assert_frame_equal(joined.sort_index(), ends.sort_index())
    assert not own.duplicated([*keys, "model", "closure"]).any()


def test_a_measure_a_model_does_not_have_has_no_row(answered: dict[str, pd.DataFrame]) -> None:
    rows = answered["reconciled"]
    assert "product" not in set(rows.loc[rows["measure"].str.startswith("real_income"), "model"])
    assert set(rows.loc[rows["measure"] == "who_bears", "model"]) == {"product", "all"}
    levels = rows[rows["unit"].str.startswith("USD") & (rows["model"] == "world")]
    assert set(levels["closure"]) == {"share_of_own_income"}  # the world without deficits gives percent alone
    plain = tables("all partners")["reconciled"]
    exports = plain[plain["measure"] == "us_exports_to_china"]
    assert "product" not in set(exports["model"])  # its two directions of trade do not act on each other


@pytest.mark.parametrize("name", list(SHOCKS))
def test_the_parts_of_why_add_up_to_the_difference(name: str) -> None:
    found = tables(name)
    rows, parts = found["reconciled"], found["why"]
    central = rows[rows["closure"] != "balanced"].set_index(["measure", "economy", "bearer", "model"])["central"]
    groups = parts.groupby(["measure", "economy", "from_model", "to_model"])["change"].sum()
    assert len(groups)
    for names, change in groups.items():
        measure, economy, start, end = map(str, names)  # type: ignore[call-overload]
        whole = central[(measure, economy, "", end)] - central[(measure, economy, "", start)]
        assert change == pytest.approx(whole, rel=1e-9, abs=1e-9)
    assert (parts.groupby(["measure", "economy", "from_model", "to_model"]).size() <= 6).all()


@pytest.mark.parametrize("name", list(SHOCKS))
def test_printed_ranges_that_exclude_each_other_say_what_keeps_them_apart(name: str) -> None:
    """Of every two rows of a figure: two models, or one model under two rules for deficits."""
    found = tables(name)
    rows, told = found["reconciled"], found["directions"]
    for key, own in rows[rows["model"] != "all"].groupby(["measure", "economy", "bearer"]):
        said = told[(told[["measure", "economy", "bearer"]] == list(key)).all(axis=1)]
        said = said[said["assumption"] == "model structure"]
        named = {(pair, closures) for pair, closures in zip(said["model"], said["closure"], strict=True)}
        apart = set()
        for one, other in combinations(own.to_dict("records"), 2):
            if max(one["low"], other["low"]) > min(one["high"], other["high"]):
                models = ", ".join(dict.fromkeys((one["model"], other["model"])))
                apart.add((models, f"{one['closure']}, {other['closure']}"))
        assert all(pair in named or (pair[0], "") in named for pair in apart), (key, apart, named)
        assert {models for models, _ in named} == {models for models, _ in apart}
        assert said["sentence"].str.len().min() > 40 or said.empty


def test_what_keeps_ranges_apart_is_what_the_two_models_differ_in() -> None:
    """Of cars the one-sector world knows the mean duty of an origin alone; its dollars stand with deficits alone."""
    told = tables("cars")["directions"].query("assumption == 'model structure'")
    sentence = told.set_index(["measure", "economy", "model"])["sentence"]
    assert ONE_GOOD in sentence["imports_from_china", "USA", "product, world"]
    assert KEPT in sentence["treasury", "USA", "world, sectors"]
    # with border prices fixed the one-sector world reaches the losses of the model by industry
    assert ("real_income_usd", "USA", "world, sectors") not in sentence.index


def test_a_direction_is_claimed_only_where_all_agree() -> None:
    found = tables("cut")
    incomes = found["reconciled"].query("measure == 'real_income' and economy == 'USA'").set_index("model")
    assert incomes.loc["all", "sign"] == "either"
    told = found["directions"].query("measure == 'real_income' and economy == 'USA'")
    by_elasticity = told[told["assumption"] == "trade elasticity"]
    assert len(by_elasticity)
    assert by_elasticity["value"].between(1.9, 8.4).all()
    assert tables("answered")["directions"].query("measure == 'real_income' and economy == 'USA'")["sign"].iloc[0] == (
        "loss"
    )
    assert [sign_of("treasury", 1, 2), sign_of("treasury", -2, -1), sign_of("buyers_prices", 1, 2)] == [
        "gain",
        "loss",
        "loss",
    ]
    assert [sign_of("treasury", -1, 1), sign_of("treasury", 0, 0)] == ["either", "none"]


@pytest.mark.parametrize("through", [1.0, 0.8])
def test_the_bearers_add_up_to_the_deadweight_loss(through: float) -> None:
    """Buyers and exporters bear the duty and the deadweight loss; what the Treasury takes is not lost."""
    scenario = Scenario(DAY, tariffs=SHOCKS["answered"], border_pass_through=through)
    solved = headline(product_solution.outcome(scenario))
    found = figures(scenario, setting_of(scenario))
    bearers = {bearer: found["who_bears", "USA", bearer] for bearer in BEARERS}
    assert sum(bearers.values()) == pytest.approx(-solved["deadweight_loss_usd"], rel=1e-9)
    exporters = sum(gain for bearer, gain in bearers.items() if "exporters" in bearer)
    assert exporters == pytest.approx(-solved["exporters_loss_usd"], rel=1e-9, abs=1)
    if through == 1:
        assert not any(bearers[bearer] for bearer in bearers if "exporters" in bearer)
    else:
        assert bearers["china_exporters"] < 0 < bearers["other_exporters_gaining"]


def test_dollars_stand_on_recorded_trade_before_solving() -> None:
    """Base values are scaled, so the identity of bearers and duty holds on today's trade too."""
    scenario = Scenario(DAY, tariffs=(TariffChange("USA", "CHN", 20),), border_pass_through=0.8)
    duties = product_solution.duties_of(scenario)
    assert (duties.baseline.us_duty == duties.inputs.us.market.duty).all()
    solved = headline(product_solution.outcome(scenario))
    found = figures(scenario, setting_of(scenario))
    total = sum(found["who_bears", "USA", bearer] for bearer in BEARERS)
    assert total == pytest.approx(-solved["deadweight_loss_usd"], rel=1e-9)
    assert found["treasury", "USA", ""] == pytest.approx(solved["duty_change_usd"], rel=1e-9)


def test_the_product_model_at_one_elasticity_comes_to_the_textbook_worlds_answer() -> None:
    """One tier, one sector: with eta = kappa = sigma = eps + 1 the duty on China at 60% loses revenue in both, and
    imports from China fall alike."""
    scenario = Scenario(DAY, tariffs=SHOCKS["answered"][:1])
    product = figures(scenario, Setting(sigma=5.0, kappa=5.0, eta=5.0))
    textbook = replace(scenario, home_elasticity_ratio=1.0, closure="share_of_own_income")
    trade = world.point(textbook).trade.set_index(["exporter", "importer"])["change_pct"]
    assert product["imports_from_china", "USA", ""] == pytest.approx(trade[("CHN", "USA")], abs=8)
    assert product["treasury", "USA", ""] < 0


def test_ranges_hold_what_was_not_used_to_make_them() -> None:
    """100 scenarios of a fixed seed; the draw of another seed lies within the ends of the parameters taken together."""
    random = np.random.default_rng(20261127)
    outside = draw_settings(100, seed=7)
    for number in range(100):
        goods = Goods("section", str(random.choice(SECTIONS))) if number % 2 else Goods()
        origin = "CHN" if number % 3 else "all"
        change = TariffChange("USA", origin, float(random.uniform(2, 40)), goods=goods)
        scenario = Scenario(DAY, tariffs=(change,))
        ends = [figures(scenario, setting) for setting in corner_settings()]
        ends += [figures(scenario, setting_of(scenario))]
        answer = figures(scenario, outside[number])
        for measure in ("treasury", "imports_from_china", "imports", "buyers_prices"):
            key = (measure, "USA", "")
            values = [end[key] for end in ends]
            assert min(values) <= answer[key] <= max(values), (number, change, measure)


def test_the_command_gives_the_same_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "still.toml").write_text("as_of = 2026-11-27\n", encoding="utf-8")
    assert main(["solve", str(tmp_path / "still.toml"), "--model", "all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    near = {"short_run", "short_run_houses", "short_run_unscaled"}
    assert {"reconciled", "why", "directions", *near} == set(told["tables"])
    assert all(row["sign"] == "none" for row in told["tables"]["reconciled"])  # nothing is asked
    assert any("border_prices" in note for note in told["notes"])  # no US duty moves


def test_the_answer_of_all_models_has_real_income_with_border_prices_fixed() -> None:
    ten = Scenario(DAY, tariffs=(TariffChange("USA", "all", 10, "additional"),))
    table = solve(ten, "all").tables["border_prices"].set_index("model")
    pd.testing.assert_frame_equal(table, border_prices.implied(ten).set_index("model"))
    fixed, free = (table.loc[name, "us_real_income_pct"] for name in ("world_fixed", "world"))
    assert fixed < 0 < free


def test_a_scenario_one_model_cannot_hold_has_the_rows_of_the_others() -> None:
    solution = solve(Scenario(DAY, tariffs=(TariffChange("CAN", "USA", 25),)), "all")
    assert set(solution.tables["reconciled"]["model"]) == {"world", "sectors", "all"}
    assert any("product" in note and "CAN" in note for note in solution.notes)
    with pytest.raises(ScenarioError, match="No model"):
        solve(Scenario(DAY, tariffs=(TariffChange("CAN", "USA", 5, goods=Goods("hs6", "850760")),)), "all")


def test_models_of_one_elasticity_are_not_kept_apart_by_it() -> None:
    """In CES demand the elasticity between origins is the trade elasticity plus one (Arkolakis and others 2012)."""
    between = parameter("between_origins_default").value
    assert between is not None
    same = Scenario(DAY, tariffs=SHOCKS["answered"], trade_elasticity=between - 1)
    parts = solve(same, "all").tables["why"]
    of_origins = parts[
        (parts["from_model"] == "product") & (parts["to_model"] == "world") & (parts["assumption"] == "sigma")
    ]
    assert len(of_origins) and (of_origins["change"] == 0).all()
    apart = tables("answered")["why"]
    assert (apart.loc[apart["assumption"] == "sigma", "change"] != 0).any()
