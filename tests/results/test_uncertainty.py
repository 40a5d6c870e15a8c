"""One-at-a-time runs as a table: percent, the longest bar first, a bar without an answer kept."""

import numpy as np
import pandas as pd
import pytest

from parley.models.uncertainty import Tornado
from parley.results.answers.drivers import tornado_table

OUTCOMES = ("USA", "CHN")


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
