"""Where all models agree: of every economy and flow, held against the table that sets the models side by side."""

from collections.abc import Mapping

import numpy as np
import pytest

from parley import Scenario
from parley.results.compared import agreement, reconciled
from parley.results.compared.agreement import Spread, is_sure
from parley.results.compared.reconciled import SideBySide
from tests.scenarios import SHOCK_DAY, SHOCKS


@pytest.fixture(scope="module", params=["cut", "answered"])
def found(request: pytest.FixtureRequest) -> SideBySide:
    return reconciled.side_by_side(Scenario(SHOCK_DAY, tariffs=SHOCKS[request.param]))


def test_the_ends_are_those_of_the_table(found: SideBySide) -> None:
    """The table's figures are worked out by other code, of chosen economies and from trade recorded."""
    rows = found.answer.tables["reconciled"]
    envelope = rows[rows["model"] == "all"].set_index(["measure", "economy", "bearer"])[["low", "high"]]
    shown = [economy for measure, economy, _ in envelope.index if measure == "real_income"]
    assert len(shown) == 10
    for economy in shown:
        ends = found.agreement.of_outcome("real_income_change_pct", economy)
        assert ends == pytest.approx(tuple(envelope.loc[("real_income", economy, "")]), abs=2e-6)
    from_china = tuple(envelope.loc[("imports_from_china", "USA", "")])
    assert found.agreement.of_flow("CHN", "USA") == pytest.approx(from_china, abs=2e-6)


def test_every_model_that_has_an_economy_is_in_its_row(found: SideBySide) -> None:
    """No row of all models leaves one out because the economy is among the largest of another alone."""
    rows = found.answer.tables["reconciled"]
    incomes = rows[(rows["measure"] == "real_income") & (rows["model"] != "all")]
    having = {economy: set(own["model"]) for economy, own in incomes.groupby("economy")}
    for spread in found.agreement.spreads:
        if spread.outcomes is not None:
            assert all(spread.model in models for economy, models in having.items() if economy in spread.exporters)


def ends(**values: Mapping[str, float]) -> list[Spread]:
    """One spread a model with these least and greatest changes of what China and the US sell the US."""
    return [
        agreement.of_flows(model, tuple(moved), ("USA",), np.array([[change] for change in moved.values()]))
        for model, moved in values.items()
    ]


def test_a_direction_is_sure_where_every_model_that_has_the_flow_agrees() -> None:
    told = agreement.agreement(
        ends(product={"CHN": -5.0, "MEX": 2.0, "EU27": 1.0}, world={"CHN": -2.0, "MEX": -1.0, "DEU": 1.0})
    )
    assert told.of_flow("CHN", "USA", models=2) == (-5.0, -2.0)
    assert is_sure(told.of_flow("CHN", "USA", models=2))
    assert not is_sure(told.of_flow("MEX", "USA"))
    assert told.of_flow("EU27", "USA", models=2) is None  # the world has its members alone
    assert is_sure(told.of_flow("DEU", "USA"))
    assert told.of_flow("QQQ", "USA") is None
    assert told.of_outcome("real_income_change_pct", "CHN") is None


def test_answers_of_one_model_are_taken_together_and_zero_is_no_direction() -> None:
    told = agreement.agreement(ends(world={"CHN": 1.0}) + ends(world={"CHN": 3.0}) + ends(world={"CHN": 0.0}))
    assert len(told.spreads) == 1
    assert told.of_flow("CHN", "USA") == (0.0, 3.0)
    assert not is_sure(told.of_flow("CHN", "USA"))


def test_a_band_that_ends_at_zero_is_no_direction() -> None:
    assert [is_sure(band) for band in ((-1.0, 0.0), (0.0, 1.0), (-1.0, 1.0))] == [False] * 3
    assert is_sure((-2.0, -1.0)) and is_sure((1.0, 2.0))
