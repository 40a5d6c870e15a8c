"""One's own elasticities of products and industries: those of the tables change nothing, others what they should."""

from typing import Any

import pandas as pd
import pytest

import parley
from parley.models.errors import ModelInputError
from parley.models.scenario import ScenarioError
from parley.results.answers import product_solution, sectors

ASKED = [{"importer": "USA", "exporter": "CHN", "rate_pct": 60, "kind": "absolute"}]
DAY = "2026-11-24"
BATTERIES = "850760"


@pytest.fixture(scope="module")
def asked() -> parley.Scenario:
    return parley.scenario(ASKED, as_of=DAY)


def test_the_elasticity_of_the_tables_changes_nothing(asked: parley.Scenario) -> None:
    us = product_solution.inputs().us
    own = float(us.sigma["default"][list(us.products).index(BATTERIES)])
    plain, told = (parley.solve(asked, elasticities=e).tables["by_section"] for e in (None, {BATTERIES: own}))
    changes = [c for c in plain if c.endswith("_usd") and "_low_" not in c and "_high_" not in c]
    assert changes
    assert told[changes].to_numpy() == pytest.approx(plain[changes].to_numpy(), rel=1e-6, abs=1.0)
    economy = sectors.sectors().economy
    own = float(economy.trade_elasticity[list(economy.sectors).index("C26")])
    plain, told = (parley.solve(asked, "sectors", elasticities=e).tables["by_economy"] for e in (None, {"C26": own}))
    numbers = [c for c in plain if c.endswith("_pct")]
    assert told[numbers].to_numpy() == pytest.approx(plain[numbers].to_numpy(), rel=1e-5, abs=1e-7)


def test_imports_from_china_fall_more_where_origins_replace_each_other_more(asked: parley.Scenario) -> None:
    def from_china(sigma: float) -> float:
        rows = parley.solve(asked, elasticities={BATTERIES: sigma}).tables["by_product"].set_index("hs6")
        return float(rows.loc[BATTERIES, "from_china_usd"] / rows.loc[BATTERIES, "from_china_usd_baseline"])

    assert from_china(6.0) < from_china(1.5) < 1


@pytest.mark.parametrize(
    ("model", "elasticities", "words"),
    [
        ("product", {"999999": 2.0}, "'999999'"),
        ("product", {"8507": 2.0}, "'8507'"),
        ("product", {BATTERIES: 0.0}, "must be a number above 0"),
        ("product", {BATTERIES: float("nan")}, "must be a number above 0"),
        ("sectors", {"C99": 2.0}, "'C99'; there are"),
        ("sectors", {"C26": float("inf")}, "must be a number above 0"),
        ("product", {int(BATTERIES): 3.0}, f"name {BATTERIES}, which must be a text"),
        ("product", [3.0], "are a list"),
        ("product", pd.Series({BATTERIES: 3.0}), "are a Series"),
    ],
)
def test_a_code_or_number_that_is_none_is_refused(
    model: str, elasticities: Any, words: str, asked: parley.Scenario
) -> None:
    with pytest.raises(ModelInputError, match=words):
        parley.solve(asked, model, elasticities=elasticities)


def test_a_model_without_them_and_draws_beside_them_are_refused(asked: parley.Scenario) -> None:
    with pytest.raises(ScenarioError, match="trade_elasticity"):
        parley.solve(asked, "world", elasticities={"C26": 4.0})
    with pytest.raises(ModelInputError, match="draws"):
        parley.solve(asked, "product", 4, {BATTERIES: 4.0})


def test_the_answer_says_which_elasticities_are_not_of_the_tables(asked: parley.Scenario) -> None:
    assert f"{BATTERIES} 4" in parley.solve(asked, elasticities={BATTERIES: 4.0}).notes[-1]
