"""Demand by use: the observed year before a scenario, and shares of the total."""

import pandas as pd
import pytest

from parley.measures import minerals


@pytest.fixture
def table() -> pd.DataFrame:
    cells = [
        ("observed", 2024, {"wind": 10, "electric_vehicles": 10, "other": 20, "total": 40}),
        ("NZE", 2030, {"wind": 30, "electric_vehicles": 30, "other": 40, "total": 100}),
        ("STEPS", 2030, {"wind": 15, "electric_vehicles": 30, "other": 15, "total": 60}),
    ]
    return pd.DataFrame(
        [
            {"scenario": s, "year": y, "use": use, "demand_kt": float(kt)}
            for s, y, uses in cells
            for use, kt in uses.items()
        ]
    )


def test_scenarios_are_ordered_by_their_total(table: pd.DataFrame) -> None:
    assert minerals.scenarios(table) == ["STEPS", "NZE"]


def test_a_path_is_the_observed_year_and_one_scenario(table: pd.DataFrame) -> None:
    path = minerals.path(table, "STEPS")
    assert list(path["scenario"].unique()) == ["observed", "STEPS"]
    assert list(path["use"])[:4] == ["electric_vehicles", "wind", "other", "total"]
    shares = path.set_index(["year", "use"])["share_pct"]
    assert shares[2024, "wind"] == 25
    assert shares[2030, "electric_vehicles"] == 50
