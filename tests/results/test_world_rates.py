"""By industry a move of the total asks for its duties twice, for the sliders that follow it and for the answer."""

from datetime import date

import pytest

from parley.calibration.policy import PolicyDuties
from parley.calibration.product import ProductInputs
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import base_world, product_solution, sectors

DAY = date(2026, 11, 24)
MOVED = Scenario(DAY, tariffs=(TariffChange("USA", "CHN", 61.375, "absolute"),))


def test_the_duties_of_a_moved_total_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Scenario] = []
    work_out = product_solution.policy_duties

    def watched(inputs: ProductInputs, scenario: Scenario) -> PolicyDuties:
        asked.append(scenario)
        return work_out(inputs, scenario)

    monkeypatch.setattr(product_solution, "policy_duties", watched)
    base_world.start_rates(Scenario(DAY), us_on_china_pct=61.375)
    sectors.point(MOVED)
    assert asked.count(product_solution.of_duties_alone(MOVED)) == 1
