"""One's own trade in the world model: the same equations, and every fault named by its pair."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import parley
from parley.models.armington import Economy, Shock, solve
from parley.models.errors import ModelInputError
from parley.results.answers import world

NAMES = ("B", "A", "C")
FLOWS = np.array([[500.0, 70, 30], [40, 800, 60], [20, 50, 900]])
TRADE = pd.DataFrame(
    [(s, b, FLOWS[i, j]) for i, s in enumerate(NAMES) for j, b in enumerate(NAMES)],
    columns=["exporter", "importer", "value_usd"],
)
BASE = pd.DataFrame([("A", "B", 5.0)], columns=["exporter", "importer", "rate_pct"])
NEW = pd.DataFrame([("A", "B", 25.0), ("B", "A", 25.0)], columns=["exporter", "importer", "rate_pct"])


def test_a_table_of_trade_gives_the_answer_of_the_model_on_its_matrix() -> None:
    tariff = np.zeros((3, 3))
    tariff[1, 0] = 0.05
    new = tariff.copy()
    new[1, 0] = new[0, 1] = 0.25
    own = Economy(NAMES, FLOWS, 4.0, tariff=tariff, home_elasticity_ratio=0.8)
    expected = world.by_economy(solve(own, Shock()), solve(own, Shock(tariff=new)))
    shuffled = TRADE.iloc[[0, 2, 1, 3, 5, 4, 6, 8, 7]]  # of each exporter, its importers in another order
    asked = parley.own_world(shuffled, 4.0, BASE, home_elasticity_ratio=0.8)
    pd.testing.assert_frame_equal(parley.tariff_change(asked, NEW), expected)


def test_the_unit_of_trade_does_not_matter_and_unchanged_tariffs_change_nothing() -> None:
    thousands = parley.own_world(TRADE.assign(value_usd=TRADE["value_usd"] * 1000), 4.0, BASE)
    changes = ["real_income_change_pct", "price_change_pct", "exports_change_pct"]
    asked = parley.own_world(TRADE, 4.0, BASE)
    left, right = (parley.tariff_change(economy, NEW)[changes] for economy in (asked, thousands))
    np.testing.assert_allclose(left, right, rtol=1e-8)
    assert (parley.tariff_change(asked, BASE)[changes] == 0).all(axis=None)


@pytest.mark.parametrize(
    ("trade", "tariffs", "words"),
    [
        (TRADE.drop(columns="importer"), BASE, "trade lacks the column 'importer'"),
        (TRADE.head(8), BASE, "no row from C to C; write 0"),
        (pd.concat([TRADE, TRADE.head(1)]), BASE, "two rows from B to B"),
        (TRADE.assign(value_usd=np.nan), BASE, "no number in value_usd from B to B"),
        (TRADE.assign(value_usd="much"), BASE, "no number in value_usd from B to B"),
        (TRADE.assign(importer="Z"), BASE, "names Z, which sells nothing"),
        (TRADE, BASE.assign(exporter="Z"), "tariffs names Z"),
        (TRADE, BASE.assign(rate_pct=-80), "tariff"),
        (TRADE.assign(value_usd=-TRADE["value_usd"]), BASE, "flows"),
    ],
)
def test_a_fault_of_the_tables_is_named(trade: pd.DataFrame, tariffs: pd.DataFrame, words: str) -> None:
    with pytest.raises(ModelInputError, match=words):
        parley.own_world(trade, 4.0, tariffs)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"trade_elasticity": "4"}, "trade_elasticity is '4'; it must be a number"),
        ({"trade_elasticity": True}, "trade_elasticity is True"),
        ({"trade_elasticity": 4.0, "home_elasticity_ratio": 57}, "home_elasticity_ratio is 57"),
    ],
)
def test_a_number_that_is_none_and_a_ratio_in_percent_are_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ModelInputError, match=words):
        parley.own_world(TRADE, **given)


def test_what_is_no_world_is_refused() -> None:
    with pytest.raises(ModelInputError, match="own_world"):
        parley.tariff_change(TRADE, NEW)  # type: ignore[arg-type]
