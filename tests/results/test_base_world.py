"""The world at the duties of a day as a base: the same answers as two solves from the base year."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from parley.models.closure import CLOSURES
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import world
from parley.results.answers.base_world import (
    SIDES,
    base_world,
    demand_ends,
    levels_of,
    places,
    real_income_changes,
    switches_of,
    unmoved,
)

LATEST = date(2026, 11, 24)
ANSWERED = Scenario(
    as_of=LATEST, tariffs=(TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute"))
)
OPTIONS: list[dict[str, float]] = [
    {},
    {"trade_elasticity": 1.9},
    {"home_elasticity_ratio": 0.57},
    {"labour_supply_elasticity": 1.0},
]


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: next(iter(o), "default"))
def test_changes_from_the_day_are_those_from_the_base_year(closure: str, options: dict[str, float]) -> None:
    scenario = replace(ANSWERED, closure=closure, **options)
    rows = world.point(scenario).by_economy.set_index("economy")
    expected = rows.loc[list(SIDES), "real_income_change_pct"].to_numpy()
    nearly = closure == "additive" and "labour_supply_elasticity" in options  # a unit weighted by the base's incomes
    assert 100 * real_income_changes(scenario) == pytest.approx(expected, abs=1e-4 if nearly else 1e-9)


def test_the_base_of_a_day_holds_its_duties_and_is_at_rest_there() -> None:
    still = Scenario(as_of=date(2025, 6, 9))
    base = base_world(still, switches_of(still))
    assert (base.tariff == levels_of(still).before).all()
    assert unmoved(still)
    assert not unmoved(ANSWERED)
    assert (real_income_changes(still) == np.zeros(2)).all()


def test_a_range_leaves_out_what_the_model_cannot_hold() -> None:
    own = switches_of(ANSWERED)
    assert [end.home_elasticity_ratio for end in demand_ends(own)] == [0.57, 0.57, 1]
    with_labour = demand_ends(switches_of(replace(ANSWERED, labour_supply_elasticity=0.5)))
    assert [end.home_elasticity_ratio for end in with_labour] == [1, 1]
    assert own not in demand_ends(replace(own, trade_elasticity=8.4))


def test_places_are_those_of_the_world() -> None:
    names = list(world.world().economy.names)
    assert [names[place] for place in places()] == list(SIDES)
