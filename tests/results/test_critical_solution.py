"""A scenario's export changes reach the critical-input model as they are, and what it does not hold is refused."""

from datetime import date

import pandas as pd
import pytest

from parley.calibration.critical import restriction
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.critical import MONTHS, answer, by_destination, critical, run_restriction

DAY = date(2025, 6, 9)
MAGNETS = Goods("stage", "magnet")
LOSSES = ["loss_cobb_douglas_pct", "loss_ces_pct", "loss_leontief_pct"]


def limited(to_pct: float, importer: str = EVERYBODY) -> ExportChange:
    return ExportChange("CHN", importer, MAGNETS, limit_pct=to_pct)


def solved(*changes: ExportChange) -> pd.DataFrame:
    return answer(Scenario(DAY, exports=changes)).tables["by_destination"].set_index("destination_iso3")


def test_exports_as_large_as_before_cost_nobody_anything() -> None:
    assert solved(limited(100))[LOSSES].abs().to_numpy().max() == pytest.approx(0, abs=1e-9)


def test_a_tighter_limit_costs_everybody_more() -> None:
    assert (solved(limited(20))[LOSSES] > solved(limited(60))[LOSSES]).to_numpy().all()


def test_a_limit_for_one_country_is_one_for_that_country() -> None:
    direct = run_restriction(critical(), restriction(critical(), {("magnet", "USA"): 20}), "medium_run", 0, MONTHS)
    scenario = Scenario(DAY, exports=[limited(20, "USA")], stock_months=0, horizon="default")
    found = answer(scenario).tables["by_destination"]
    pd.testing.assert_frame_equal(found, by_destination(direct))
    assert found.set_index("destination_iso3")["loss_ces_pct"].idxmax() == "USA"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((limited(20), ExportChange("CHN", "USA", MAGNETS, tax_pct=10)), "limits and taxes"),
        ((ExportChange("USA", "CHN", MAGNETS, limit_pct=20),), "not those of USA"),
        ((ExportChange("CHN", "USA", limit_pct=20),), "Name a stage"),
        (
            (ExportChange("CHN", "USA", Goods("hs6", "811292"), limit_pct=0),),
            "811292.*which industries use how much",
        ),
        ((), "needs an export change"),
    ],
    ids=["both", "another exporter", "no stage", "another mineral", "nothing"],
)
def test_what_the_model_does_not_hold_is_refused(changes: tuple[ExportChange, ...], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        answer(Scenario(DAY, exports=changes))


def test_tariffs_beside_an_export_change_are_refused() -> None:
    scenario = Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 60, "absolute")], exports=[limited(20)])
    with pytest.raises(ScenarioError, match="no tariffs"):
        answer(scenario)
