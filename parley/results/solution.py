"""One call for every model: a scenario in, tidy tables, convergence facts and a sentence out.

The page, Python, the command line and a downloaded file give the same numbers because all of them come from here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from parley.files import writing, written_aside
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results import critical_solution, own_elasticities, product_solution, reconciled, sectors, world_solution
from parley.results.answer import Answer
from parley.results.recorded_base import recorded_beside
from parley.results.scenario_files import require_held
from parley.results.sentence import sentence

Model = Literal["product", "world", "sectors", "critical_input", "all"]
SOLVERS: dict[Model, Callable[[Scenario, int], Answer]] = {
    "product": product_solution.answer,
    "world": world_solution.answer,
    "sectors": sectors.answer,
    "critical_input": critical_solution.answer,
    "all": reconciled.answer,
}
MODELS: tuple[Model, ...] = tuple(SOLVERS)
MOST_DRAWS = 4096  # 2 GB of the world model, which keeps every flow of every draw
WHOLE_FROM = 1000  # digits behind the point say nothing of so large a figure
# By model whose figures have no range without draws, the tables whose columns draws give one.
DRAWN: Mapping[str, tuple[str, ...]] = {"world": ("by_economy", "trade"), "sectors": ("by_economy",)}
SUMMARY = "solution.json"  # beside the tables, with all the rest


@dataclass(frozen=True, eq=False)
class Solution:
    """A scenario with a model's answer. ``sentence`` says in plain words what was changed and assumed."""

    scenario: Scenario
    model: Model
    sentence: str
    tables: Mapping[str, pd.DataFrame]
    convergence: Mapping[str, float]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON types; a missing number is null."""
        return {
            "model": self.model,
            "sentence": self.sentence,
            "scenario": self.scenario.to_dict(),
            "convergence": dict(self.convergence),
            "notes": list(self.notes),
            "tables": {
                name: json.loads(table.to_json(orient="records", double_precision=15, date_format="iso"))
                for name, table in self.tables.items()
            },
        }


def solve(
    scenario: Scenario, model: str = "product", draws: int = 0, elasticities: Mapping[str, float] | None = None
) -> Solution:
    """The answer of ``model`` to ``scenario``: product, world, sectors or critical_input; ``all`` sets the first three
    side by side, with the tables ``reconciled``, ``why`` and ``directions``.

    ``draws``: over how many draws of the parameters, 4,096 at most, the table ``bands`` is taken (a power of two is
    best spread); none for critical_input, whose losses are bounds. The product model's summary has a range over its
    horizons without draws. Everything is the scenario against the duties of its as-of date. Raises ScenarioError,
    CalibrationError or ModelInputError for what cannot be run, naming it, and NotConvergedError when there is no
    equilibrium: then no figure exists. ``elasticities``: one's own, by product (product) or industry (sectors), see
    ``own_elasticities``; without draws. The product model's ``recorded`` sets the trade its dollars stand on beside
    that customs recorded.
    """
    require_scenario(scenario)
    require_held(scenario)
    if model not in MODELS:
        raise ScenarioError(f"The model {model!r} is not known; use {', '.join(MODELS)}.")
    if isinstance(draws, bool) or not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        raise ModelInputError("draws", f"is {draws!r}; it must be a whole number from 0 to {MOST_DRAWS:,}")
    own = None if elasticities is None or len(elasticities) == 0 else elasticities
    if own is not None and draws:
        raise ModelInputError("elasticities", "are given with draws, which would replace them; give one of the two")
    answer = own_elasticities.answer(scenario, model, own) if own is not None else SOLVERS[model](scenario, draws)
    beside = {"recorded": recorded_beside(scenario)} if model == "product" else {}
    return Solution(
        scenario=scenario,
        model=model,
        sentence=sentence(scenario),
        tables={**answer.tables, **beside},
        convergence=answer.convergence,
        notes=answer.notes,
    )


def require_scenario(given: object) -> None:
    """Refuse what is no ``Scenario``, such as the name of a preset. Raises ScenarioError."""
    if isinstance(given, Scenario):
        return
    if isinstance(given, str):
        raise ScenarioError(
            f"A text, {given[:60]!r}, is not a scenario. Give parley.preset(name) for a preset, or write one with "
            "parley.scenario(...)."
        )
    raise ScenarioError(f"A {type(given).__name__} is not a scenario; write one with parley.scenario(...).")


def write(solution: Solution, folder: Path) -> list[Path]:
    """One CSV a table and ``solution.json`` with all the rest, each written whole before it takes its name.

    Tables of a solution written here before that this one lacks go. Raises NotWrittenError.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    before = _tables_in(folder)
    texts = {f"{name}.csv": table.to_csv(index=False) for name, table in solution.tables.items()}
    texts[SUMMARY] = json.dumps(solution.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)
    written = []
    for name, text in texts.items():
        with written_aside(folder / name) as aside:
            aside.write_text(text, encoding="utf-8")
        written.append(folder / name)
    with writing(folder):
        for name in before - set(solution.tables):
            (folder / f"{name}.csv").unlink(missing_ok=True)
    return written


def _tables_in(folder: Path) -> set[str]:
    """The names of the tables of the solution that was written to a folder before; none where there is none."""
    try:
        held = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in held if name.isidentifier()} if isinstance(held, dict) else set()


def figure(value: float) -> str:
    """A figure of a table as people read it: dollars whole, percent with three digits behind the point."""
    return f"{value:z,.0f}" if abs(value) >= WHOLE_FROM else f"{value:z,.3f}"
