"""One default horizon and base: where nothing is chosen, a page, the command and Python ask every model the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import parley
from parley.__main__ import main
from parley.app.rare_earths import what_if_controls
from parley.app.what_if import share
from parley.models.policy_scenario import Scenario
from parley.results.answers import critical, product_solution
from parley.results.answers.solution import MODELS
from parley.results.scenario.text import FIRST
from parley.tables.parameters import presets
from parley.tables.read import compiled_on
from tests.apps import first_run

PRESET = "busan"
(TITLE,) = (each.title for each in presets() if each.name == PRESET)
# The page of a model, opened with the preset and nothing else chosen; that of all models stands on both what-ifs.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "product": ("what_if_product", {"regime": TITLE}),
    "world": ("what_if_world", {"world_from": TITLE}),
    "sectors": ("what_if_world", {"world_from": TITLE, "world_model": "By industry"}),
    "critical_input": ("rare_earths", what_if_controls.OPENED),
    "all": ("what_if_product", {"regime": TITLE}),
}


def on_page(model: str, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The scenario the page of a model answers."""
    found: list[Scenario] = []
    monkeypatch.setattr(share, "draw", lambda scenario, *_: found.append(scenario))
    app = first_run(*PAGES[model])
    assert not app.exception
    return found[-1]


def bare(model: str, page: Scenario) -> Scenario:
    """What somebody gives Python: the preset, or of licences the restriction alone, as no preset restricts any."""
    if model == "critical_input":
        return Scenario(compiled_on(), exports=page.exports)
    return parley.preset(PRESET)


def by_command(model: str, asked: Scenario, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What ``parley solve`` prints of the same, given nothing but the model."""
    source = PRESET
    if model == "critical_input":
        (limit,) = asked.exports
        source = str(folder / "licences.json")
        fields = {"exporter": limit.exporter, "importer": limit.importer, "limit_pct": limit.limit_pct}
        fields["goods"] = f"{limit.goods.level} {limit.goods.code}"
        Path(source).write_text(json.dumps({"as_of": str(asked.as_of), "exports": [fields]}), encoding="utf-8")
    capsys.readouterr()
    assert main(["solve", source, "--model", model, "--json"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def base(scenario: Scenario) -> tuple[object, ...]:
    """The year and the last recorded month the dollars of a scenario stand on, and which US duties it moves."""
    stands = product_solution.base_of(scenario)
    return stands.year, stands.recorded and stands.recorded.last_month, scenario.duties


# Of a model that has a horizon, the one it takes for a scenario.
HORIZON: dict[str, Callable[[Scenario], str]] = {
    "product": lambda scenario: product_solution.assumed(scenario).horizon,
    "all": lambda scenario: product_solution.assumed(scenario).horizon,
    "critical_input": lambda scenario: scenario.horizon or critical.DEFAULT,
}


@pytest.mark.parametrize("model", MODELS)
def test_page_command_and_python_have_one_horizon_base_and_answer(
    model: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = on_page(model, monkeypatch)
    python = bare(model, page)
    printed = by_command(model, python, tmp_path, capsys)
    command = Scenario.from_dict(printed["scenario"])
    assert replace(command, title="") == replace(python, title="")
    assert base(page) == base(python)
    if horizon := HORIZON.get(model):
        assert horizon(page) == horizon(python)
    table = FIRST[model]  # type: ignore[index]
    on_screen, in_python = (parley.solve(each, model).tables[table] for each in (page, python))
    assert in_python.select_dtypes("number").abs().max().max() > 0
    pd.testing.assert_frame_equal(on_screen, in_python, rtol=1e-9)
    finite = in_python.replace(np.inf, np.nan)  # JSON has no infinite number
    pd.testing.assert_frame_equal(pd.DataFrame(printed["tables"][table]), finite, check_dtype=False, rtol=1e-9)
