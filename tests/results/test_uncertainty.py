"""Tables of draws: percent, one row per closure, the longest bar first, failures counted."""

import numpy as np
import pandas as pd
import pytest

from parley.calibration.draws import world_spreads
from parley.models.uncertainty import Tornado, run
from parley.results.uncertainty import band_table, draw_table, tornado_table

OUTCOMES = ("USA", "CHN")


def test_a_band_is_in_percent_and_has_a_row_for_each_closure() -> None:
    draws = run(lambda p, _: (np.array([p[0] / 100, -p[0] / 100]), None), world_spreads(), count=64)
    table = band_table({"balanced": draws, "additive": draws}, OUTCOMES)
    assert table[["closure", "outcome"]].to_numpy().tolist() == [
        ["balanced", "USA"],
        ["balanced", "CHN"],
        ["additive", "USA"],
        ["additive", "CHN"],
    ]
    assert table.loc[0, "median_pct"] == pytest.approx(4, rel=0.05)
    assert (table["low_pct"] < table["median_pct"]).all()
    assert (table["median_pct"] < table["high_pct"]).all()
    assert set(table["failed"]) == {0}


def test_a_draw_keeps_its_parameters_beside_its_outcomes() -> None:
    draws = run(lambda p, _: (p / 100, None), world_spreads(), count=16)
    table = draw_table(draws, OUTCOMES)
    assert list(table) == ["trade_elasticity", "home_foreign_elasticity_ratio", "USA_pct", "CHN_pct"]
    assert table["USA_pct"].to_numpy() == pytest.approx(table["trade_elasticity"].to_numpy())


def test_a_tornado_has_its_longest_bar_first_and_keeps_a_bar_without_an_answer() -> None:
    swings = Tornado(
        names=("home_foreign_elasticity_ratio", "trade_elasticity", "labour_supply_elasticity"),
        central=np.array([0.0, 0.01]),
        low=np.array([[-0.01, 0.01], [-0.02, 0.0], [np.nan, 0.01]]),
        high=np.array([[0.01, 0.01], [0.03, 0.02], [0.02, 0.01]]),
    )
    table = tornado_table(swings, OUTCOMES)
    first = table[table["outcome"] == "USA"]
    assert first["parameter"].tolist() == [
        "trade_elasticity",
        "home_foreign_elasticity_ratio",
        "labour_supply_elasticity",
    ]
    assert first["swing_pp"].tolist()[:2] == pytest.approx([5, 2])
    assert pd.isna(first["swing_pp"].iloc[2])
    assert table.loc[0, ["low", "high"]].tolist() == [1.9, 8.4]
