"""A scenario as data survives JSON and TOML; a bad one is refused in a sentence that names the field."""

import json
import tomllib
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.models.closure import CLOSURES
from parley.models.policy_parts import SECTIONS, STAGES, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS, RULES, ScenarioError

LINES = (
    st.just("all")
    | st.sampled_from(SECTIONS).map("section {}".format)
    | st.integers(1, 97).map("chapter {:02d}".format)
    | st.integers(10000, 979999).map("hs6 {:06d}".format)
    | st.sampled_from(["sector C26", "sector A01_02", "sector B"])
)
TARIFFS = st.builds(
    TariffChange,
    importer=st.sampled_from(["USA", "CHN"]),
    exporter=st.sampled_from(["MEX", "EU27", "all"]),
    rate_pct=st.floats(0, 200),
    kind=st.sampled_from(["additional", "absolute"]),
    goods=LINES.map(Goods.parse),
) | st.builds(
    TariffChange,
    importer=st.just("USA"),
    exporter=st.just("CHN"),
    kind=st.just("without"),
    authority=st.just("section_301"),
)
EXPORTS = st.builds(
    ExportChange,
    exporter=st.just("CHN"),
    importer=st.sampled_from(["USA", "all"]),
    goods=st.sampled_from(STAGES).map("stage {}".format).map(Goods.parse),
    limit_pct=st.floats(0, 100),
)
SCENARIOS = st.builds(
    Scenario,
    as_of=st.dates(),
    title=st.text(),
    regime=st.sampled_from(["", "geneva_truce"]) | st.dates().map(str),
    tariffs=st.lists(TARIFFS, max_size=4),
    exports=st.lists(EXPORTS, max_size=2),
    rule=st.sampled_from(RULES),
    horizon=st.sampled_from(HORIZONS),
    closure=st.sampled_from(CLOSURES),
    border_pass_through=st.none() | st.floats(0.1, 1),
    trade_elasticity=st.none() | st.floats(0.1, 30),
    labour_supply_elasticity=st.none() | st.floats(0, 1),
)


def test_options_off_do_not_exclude_each_other() -> None:
    Scenario(date(2025, 6, 9), home_elasticity_ratio=1, labour_supply_elasticity=0.5)
    Scenario(date(2025, 6, 9), home_elasticity_ratio=0.57, labour_supply_elasticity=0)


@given(SCENARIOS)
def test_a_scenario_survives_json(scenario: Scenario) -> None:
    assert Scenario.from_dict(json.loads(json.dumps(scenario.to_dict()))) == scenario


def test_a_scenario_is_written_in_toml_as_people_would() -> None:
    scenario = Scenario.from_dict(
        tomllib.loads("""
            title = "Machinery at 60%, China answers with 40%"
            as_of = 2026-11-24
            [[tariffs]]
            importer = "USA"
            exporter = "CHN"
            goods = "section XVI"
            kind = "absolute"
            rate_pct = 60
            [[tariffs]]
            importer = "CHN"
            exporter = "USA"
            kind = "absolute"
            rate_pct = 40
            [[exports]]
            exporter = "CHN"
            importer = "USA"
            goods = "stage magnet"
            limit_pct = 10
        """)
    )
    assert scenario.as_of == date(2026, 11, 24)
    assert scenario.tariffs[0] == TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI"))
    assert scenario.exports == (ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=10),)


GOOD = {"importer": "USA", "exporter": "CHN", "rate_pct": 10}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"as_of": "9 June"}, "9 June"),
        ({"regime": 5}, "regime"),
        ({"rule": "proportional"}, "proportional"),
        ({"horizon": None}, "horizon"),
        ({"closure": "open"}, "closure"),
        ({"border_pass_through": 0}, "border pass through"),
        ({"trade_elasticity": float("nan")}, "trade elasticity"),
        ({"home_elasticity_ratio": 0.5}, "home elasticity ratio"),
        ({"labour_supply_elasticity": 1.5}, "labour supply elasticity"),
        ({"home_elasticity_ratio": 0.8, "labour_supply_elasticity": 0.5}, "exclude each other"),
        ({"base_year": True}, "base year"),
        ({"title": 5}, "title"),
        ({"omega": 0.1}, "omega"),
        ({"tariffs": {"USA": 5}}, "tariffs"),
        ({"tariffs": ["USA"]}, "str"),
        ({"tariffs": [{"exporter": "CHN"}]}, "importer"),
        ({"tariffs": [{**GOOD, "importer": "United States"}]}, "United States"),
        ({"tariffs": [{**GOOD, "importer": "CHN"}]}, "importer and exporter"),
        ({"tariffs": [{**GOOD, "rate_pct": 201}]}, "USA on CHN"),
        ({"tariffs": [{**GOOD, "rate_pct": "ten"}]}, "ten"),
        ({"tariffs": [{**GOOD, "rate_pct": -5, "kind": "absolute"}]}, "-5"),
        ({"tariffs": [{**GOOD, "kind": "doubled"}]}, "doubled"),
        ({"tariffs": [{**GOOD, "kind": "without"}]}, "authority"),
        ({"tariffs": [{**GOOD, "authority": "section_301"}]}, "authority"),
        ({"tariffs": [{**GOOD, "goods": "section XXII"}]}, "section XXII"),
        ({"tariffs": [{**GOOD, "goods": "hs6 8507"}]}, "hs6 8507"),
        ({"tariffs": [{**GOOD, "goods": "stage mine"}]}, "stage"),
        ({"exports": [{"exporter": "CHN", "importer": "all"}]}, "either"),
        ({"exports": [{"exporter": "CHN", "importer": "all", "tax_pct": 5, "limit_pct": 5}]}, "either"),
        ({"exports": [{"exporter": "CHN", "importer": "all", "limit_pct": 101}]}, "limit"),
    ],
)
def test_a_bad_scenario_is_refused_in_a_sentence(change: dict[str, Any], says: str) -> None:
    Scenario.from_dict({"as_of": "2025-06-09"})
    with pytest.raises(ScenarioError, match=says):
        Scenario.from_dict({"as_of": "2025-06-09", **change})


@pytest.mark.parametrize("day", [datetime(2025, 6, 9, 14, 30), pd.Timestamp("2025-06-09"), "2025-06-09"])
def test_a_day_may_have_an_hour_which_is_left_out(day: Any) -> None:
    made = Scenario(day, begins=day, ends=day)
    assert {type(held) for held in (made.as_of, made.begins, made.ends)} == {date}
    assert made == Scenario(date(2025, 6, 9), begins=date(2025, 6, 9), ends=date(2025, 6, 9))
    assert Scenario(day, regime=day).regime == "2025-06-09"


@pytest.mark.parametrize("day", [20250609, None, pd.NaT, "9 June"])
def test_what_is_no_day_is_refused_by_its_field(day: Any) -> None:
    with pytest.raises(ScenarioError, match="as_of"):
        Scenario(day)
    if day is not None:
        with pytest.raises(ScenarioError, match="ends"):
            Scenario(date(2025, 6, 9), ends=day)


@pytest.mark.parametrize("given", [None, 5, TariffChange("USA", "CHN", 5), "USA"])
def test_what_is_no_list_of_changes_is_refused_by_its_field(given: Any) -> None:
    for name in ("tariffs", "exports"):
        with pytest.raises(ScenarioError, match=name):
            Scenario(date(2025, 6, 9), **{name: given})


def test_goods_of_a_change_may_be_their_one_line() -> None:
    assert TariffChange("USA", "CHN", 6, goods="section XVI") == TariffChange(  # type: ignore[arg-type]
        "USA", "CHN", 6, goods=Goods("section", "XVI")
    )
    assert ExportChange("CHN", "all", "stage mine", 5).goods == Goods("stage", "mine")  # type: ignore[arg-type]
    for line in ("section XXX", 85, None):
        with pytest.raises(ScenarioError, match="names no goods"):
            TariffChange("USA", "CHN", 6, goods=line)  # type: ignore[arg-type]
    for level, code in (("section", "XXX"), ("chapter", 85), ("continent", "Asia"), ("all", "goods")):
        with pytest.raises(ScenarioError, match="names no goods"):
            Goods(level, code)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [np.int64(60), np.float32(60), np.float64(60)])
def test_numbers_of_numpy_are_taken_and_survive_json(number: Any) -> None:
    made = Scenario(
        date(2025, 6, 9),
        tariffs=[TariffChange("USA", "CHN", number)],
        exports=[ExportChange("CHN", "USA", limit_pct=number)],
        stock_months=number,
    )
    assert Scenario.from_dict(json.loads(json.dumps(made.to_dict()))) == made
    assert (made.tariffs[0].rate_pct, made.exports[0].limit_pct, made.stock_months) == (60, 60, 60)


def test_a_scenario_without_a_date_is_refused() -> None:
    with pytest.raises(ScenarioError, match="as_of"):
        Scenario.from_dict({})
    with pytest.raises(ScenarioError, match="list"):
        Scenario.from_dict([])
