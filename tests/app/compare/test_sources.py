"""A comparison names the trade its dollars stand on: that of each side, not the year the model was built on."""

from datetime import date
from typing import Any

import pytest

from parley.app.compare import differences
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison

DAY = date(2026, 11, 24)
OF_2024, BY_PRODUCT, MONTHS = (
    "census_us_imports_2024_hs10",
    "census_us_imports_hts10_annual",
    "census_duties_2026_all_partners",
)
CHANGE = (TariffChange("USA", "CHN", 10),)


def scenario(**trade: Any) -> Scenario:
    return Scenario(DAY, tariffs=CHANGE, **trade)


def test_the_last_twelve_months_are_named_with_both_their_records() -> None:
    measure = differences.MEASURES["product"][0]
    pair = comparison.run(Scenario(DAY), "product"), comparison.run(scenario(), "product")
    rows = differences.figure(pair, measure).rows
    assert {name: set(rows[name]) for name in rows if "source_id" in name} == {
        "source_id": {BY_PRODUCT},
        "months_source_id": {MONTHS},
    }
    assert differences.source_ids({"product": pair})[:2] == [BY_PRODUCT, MONTHS]
    assert OF_2024 not in differences.source_ids({"product": pair})


@pytest.mark.parametrize("model", ["world", "sectors"])
def test_other_models_stand_on_trade_of_their_own(model: Any) -> None:
    assert differences.source_of(model, scenario(), scenario()) == {"source_id": comparison.SOURCES[model][0]}


def test_sides_on_different_trade_name_both() -> None:
    old = scenario(base_year=2024, trade="base_year")
    assert differences.source_of("product", old, scenario()) == {
        "source_id": BY_PRODUCT,
        "months_source_id": MONTHS,
        "a_source_id": OF_2024,
    }
    assert differences.source_of("product", old, old) == {"source_id": OF_2024}
