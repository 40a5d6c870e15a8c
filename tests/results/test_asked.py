"""The scenarios people ask for: each file says why, and every model that holds it has an answer."""

from pathlib import Path

import numpy as np
import pytest

from parley import Scenario, TariffChange, solve
from parley.calibration.policy_world import world_levels
from parley.models.scenario import ScenarioError
from parley.results.answers import product_solution, world
from parley.results.scenario.files import from_bytes, load
from parley.tables.parameters import PRESETS

FILES = sorted((PRESETS / "asked").glob("*.toml"))


def test_there_are_at_least_twenty_and_no_two_say_the_same() -> None:
    assert len(FILES) >= 20
    asked = [load(str(path)) for path in FILES]
    assert len({scenario.title for scenario in asked}) == len(asked)
    assert all(path.read_text(encoding="utf-8").startswith("# Why: ") for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_model_that_holds_it_answers(path: Path) -> None:
    scenario = load(str(path))
    answered = 0
    for model in ("product", "world", "sectors"):
        try:
            solution = solve(scenario, model)
        except ScenarioError:
            continue
        answered += 1
        assert len(next(iter(solution.tables.values())))
        assert solution.convergence["residual"] < 1e-6
    assert answered == 3


def test_an_answer_in_kind_adds_the_points_met() -> None:
    """Ten points on all: every partner's duty on US goods rises by ten points, China's in the mean of its lines."""
    scenario = load(str(PRESETS / "asked" / "all_partners_10_answered.toml"))
    levels = world_levels(world.world(), product_solution.duties_of(scenario), scenario)
    usa, moved = world.world().economy.index("USA"), levels.after - levels.before
    china = world.world().index("CHN")
    others = np.delete(np.arange(len(moved)), [usa, china])
    assert moved[usa, others] == pytest.approx(moved[others, usa], abs=1e-9)
    assert moved[usa, china] == pytest.approx(0.10, abs=1e-9)
    assert 0.09 < moved[china, usa] < 0.10  # returned goods and special provisions do not move
    alone = world.point(Scenario(scenario.as_of, tariffs=scenario.tariffs)).by_economy.set_index("economy")
    answered = world.point(scenario).by_economy.set_index("economy")
    column = "real_income_change_pct"
    assert float(answered.at["USA", column]) < float(alone.at["USA", column])  # type: ignore[arg-type]


def test_a_date_as_a_number_and_a_pair_twice_are_refused() -> None:
    with pytest.raises(ScenarioError, match="not a date"):
        from_bytes(b"as_of = 20261127\n", "a.toml")
    change = b'[[tariffs]]\nimporter = "USA"\nexporter = "CHN"\nrate_pct = 5\n'
    with pytest.raises(ScenarioError, match="change 2: USA and CHN"):
        from_bytes(b"as_of = 2026-11-24\n" + change + change, "a.toml")
    with pytest.raises(ScenarioError, match="reply"):
        Scenario(load(str(FILES[0])).as_of, tariffs=(TariffChange("USA", "CHN", 1),), reply="twice")  # type: ignore[arg-type]
