"""One call for every model: a scenario in, tidy tables, convergence facts and a sentence out.

The page, Python, the command line and a downloaded file give the same numbers because all of them come from here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers import critical, own_elasticities, product_solution, sectors
from parley.results.answers.answer import Answer
from parley.results.answers.drivers import income_shares
from parley.results.answers.product_solution import at_rest, base_of
from parley.results.answers.studies import nearest_studies
from parley.results.answers.world import point
from parley.results.answers.world_bands import band_tables
from parley.results.compared import reconciled
from parley.results.scenario.files import require_held
from parley.results.scenario.sentence import sentence
from parley.tables.files import writing, written_aside

# The one-sector world model's whole answer to a scenario: its point, studies and ranges.

WORLD_NOTES = (
    "Modelled, not measured: the long run with fixed labour and capital, without investment, confidence or capital "
    "flows.",
    "Starting tariffs: duties the US collected, China's average on US goods, elsewhere the importer's average ordinary "
    "duty (MFN) without preferences. No source prints Taiwan's.",
    "Values are US dollars at the trade of 2023, with world factor income unchanged. Taiwan's trade is estimated.",
)
BANDED = (US, CHINA)
LEAST_DRAWS_FOR_DRIVERS = 16


def world_answer(scenario: Scenario, draws: int = 0) -> Answer:
    """Tables by_economy, trade (exporter by importer), tariffs, and studies: the nearest published shocks, as printed.

    With draws also ``bands`` and ``trade_bands``: the range of every change of by_economy and of trade; with enough of
    them ``drivers``, the part of each parameter in the range of real income. Raises ScenarioError, CalibrationError,
    ModelInputError; NotConvergedError when there is no equilibrium.
    """
    began = perf_counter()
    solved = point(scenario)
    tables = {"by_economy": solved.by_economy, "trade": solved.trade, "tariffs": solved.tariffs}
    if solved.levels.moved.any():
        moved, economy = solved.levels.after - solved.levels.before, solved.before.economy
        tables["studies"] = nearest_studies(
            moved, list(economy.names), economy.flows, areas=BANDED, as_of=scenario.as_of
        )
    if draws:
        tables |= band_tables(scenario, draws)
        if draws >= LEAST_DRAWS_FOR_DRIVERS:
            tables["drivers"] = income_shares(scenario, draws)
    return Answer(
        tables=tables,
        convergence={
            "residual": max(solved.before.residual, solved.after.residual),
            "iterations": solved.before.iterations + solved.after.iterations,
            "seconds": perf_counter() - began,
        },
        notes=WORLD_NOTES,
    )


# What the model's dollars stand on, beside what customs recorded: so that a reader sees how far the two are apart.

RECORDED_COLUMNS = [
    "origin",
    "base_year",
    "base_usd",
    "recorded_usd",
    "recorded_over_base_pct",
    "first_month",
    "last_month",
]


def recorded_beside(scenario: Scenario) -> pd.DataFrame:
    """US imports by which an answer is in dollars, and those of the last twelve months known on the as-of date.

    Columns COLUMNS, one row for China (CHN), one for all other origins (others) and one for all (all): values the
    scenario's base has, recorded ones, their difference in percent of the base, first and last month recorded (their
    first days). Recorded ones are missing where no twelve months were known, as on days before 2025. Raises TableError,
    CalibrationError.
    """
    return _recorded_of_base(at_rest(scenario)).copy()


@lru_cache(maxsize=8)
def _recorded_of_base(scenario: Scenario) -> pd.DataFrame:
    base_of_answer = base_of(scenario)
    newest = base_of(Scenario(scenario.as_of))
    value = {
        "base_usd": base_of_answer.by_origin_usd,
        "recorded_usd": newest.by_origin_usd if newest.recorded else None,
    }
    rows = []
    for origin in (CHINA, "others", "all"):
        base, recorded = (_of_origin(series, origin) for series in value.values())
        rows.append((origin, base_of_answer.year, base, recorded, 100 * (recorded / base - 1)))
    table = pd.DataFrame(rows, columns=RECORDED_COLUMNS[:5])
    last = newest.recorded.last_month if newest.recorded else None
    first = date(last.year - 1 + last.month // 12, last.month % 12 + 1, 1) if last else None
    months = [pd.to_datetime(pd.Series([month] * len(table))) for month in (first, last)]
    return table.assign(first_month=months[0], last_month=months[1])


def _of_origin(by_origin: pd.Series | None, origin: str) -> float:
    if by_origin is None:
        return float("nan")
    china, whole = float(by_origin.get(CHINA, 0.0)), float(by_origin.sum())
    return {CHINA: china, "others": whole - china, "all": whole}[origin]


Model = Literal["product", "world", "sectors", "critical_input", "all"]
SOLVERS: dict[Model, Callable[[Scenario, int], Answer]] = {
    "product": product_solution.answer,
    "world": world_answer,
    "sectors": sectors.answer,
    "critical_input": critical.answer,
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
    side by side, with the tables ``reconciled``, ``why``, ``directions``, ``border_prices`` and the short run.

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
    by_code = None if elasticities is None or len(elasticities) == 0 else elasticities
    if by_code is not None and draws:
        raise ModelInputError("elasticities", "are given with draws, which would replace them; give one of the two")
    answer = (
        own_elasticities.answer(scenario, model, by_code) if by_code is not None else SOLVERS[model](scenario, draws)
    )
    beside = {"recorded": recorded_beside(scenario)} if model == "product" else {}
    return Solution(
        scenario=scenario,
        model=model,
        sentence=sentence(scenario),
        tables={**answer.tables, **beside},
        convergence=answer.convergence,
        notes=answer.notes,
    )


def require_scenario(value: object) -> None:
    """Refuse what is no ``Scenario``, such as the name of a preset. Raises ScenarioError."""
    if isinstance(value, Scenario):
        return
    if isinstance(value, str):
        raise ScenarioError(
            f"A text, {value[:60]!r}, is not a scenario. Give parley.preset(name) for a preset, or write one with "
            "parley.scenario(...)."
        )
    raise ScenarioError(f"A {type(value).__name__} is not a scenario; write one with parley.scenario(...).")


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
        names = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if name.isidentifier()} if isinstance(names, dict) else set()


def figure(value: float) -> str:
    """A figure of a table as people read it: dollars whole, percent with three digits behind the point."""
    return f"{value:z,.0f}" if abs(value) >= WHOLE_FROM else f"{value:z,.3f}"
