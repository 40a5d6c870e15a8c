"""Compare and What if price the same scenario the same: every preset, in the product and in the world model.

The scenario of What if is the one its controls give where the preset is chosen under *Start from* and nothing else.
"""

from datetime import date

import numpy as np
import pytest

from parley.app.compare import sides
from parley.app.what_if import starting_duties
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison
from parley.results.scenario.text import decode
from tests.apps import first_run

DAY = date(2026, 10, 9)
PAGES = {
    "what_if_product": ("regime", "product", "summary", "value"),
    "what_if_world": ("world_from", "world", "by_economy", "real_income_change_pct"),
}


def on_what_if(page: str, title: str) -> Scenario:
    """The scenario What if answers where a preset is chosen."""
    app = first_run(page, {"as_of": str(DAY), PAGES[page][0]: title})
    good = app.session_state[f"{page}_last_good"].scenario
    scenario: Scenario = good if isinstance(good, Scenario) else good.scenario
    return scenario


@pytest.mark.parametrize("page", PAGES)
def test_every_preset_has_one_price(page: str) -> None:
    _, model, table, column = PAGES[page]
    offered, regimes = sides.options(DAY, "A"), starting_duties.regimes(DAY)
    assert len(regimes) >= 6
    for title, preset in regimes.items():
        here, there = on_what_if(page, title), decode(offered[preset.name])
        assert here.regime == there.regime == preset.name
        what_if, compared = (comparison.point(each, model).tables[table][column].to_numpy() for each in (here, there))
        np.testing.assert_allclose(what_if, compared, rtol=1e-9, atol=1e-12, err_msg=title)
        assert np.abs(what_if).max() > 0
