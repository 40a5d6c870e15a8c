"""A scenario through a model: the point at once, ranges where draws are asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley import words
from parley.app.api import sources
from parley.app.api.questions import MOST_DRAWS, Solve
from parley.app.serving.problems import ProblemError
from parley.calibration.product_market import CalibrationError
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import DRAWN, Model, solve
from parley.results.scenario.files import from_raw, preset, refuse_twice
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
PRODUCT = ("us_imports_hs6_2024", "us_tariff_statutory_hs6", "us_tariff_origin_steps", "elasticities")
WORLD = ("world_trade_2023", "icio_country_sector", "mfn_means", "china_tariff_on_us_chapters", "country_macro")
SECTORS = ("icio_use", "sector_flows_estimated", "sector_elasticities", "baseline_tariffs")
# The tables that hold what each model stands on, for the sources of its answer.
STANDS_ON: Mapping[Model, tuple[str, ...]] = {
    "product": PRODUCT,
    "world": WORLD,
    "sectors": SECTORS,
    "critical_input": ("stage_shares", "demand_by_use", "us_import_reliance", "icio_country_sector"),
    "all": (*PRODUCT, *WORLD, *SECTORS, "short_run_effects"),
}


def of_solve(question: Solve) -> dict[str, Any]:
    """The answer of ``parley solve --json``, with the tables wanted. Raises ProblemError with the field, TableError."""
    if question.draws > MOST_DRAWS[question.model]:
        raise ProblemError(
            f"draws: at most {MOST_DRAWS[question.model]} of the model {question.model}; the command takes more.",
            "draws",
        )
    try:
        scenario = _scenario(question.scenario)
        solution = solve(scenario, question.model, question.draws)
    except (ScenarioError, CalibrationError, ModelInputError) as error:
        raise ProblemError(f"{error}", "scenario") from error
    except NotConvergedError as error:
        raise ProblemError(f"{error}", "scenario", 422) from error
    names = list(solution.tables)
    unknown = [name for name in question.tables or () if name not in names]
    if unknown:
        raise ProblemError(f"tables: there is no {unknown[0]!r}; there are {', '.join(names)}.", "tables")
    wanted = question.tables or [name for name in names if name == names[0] or "bands" in name]
    parts = {name: table for name, table in solution.tables.items() if name in wanted}
    has_no_range = question.model in DRAWN and not question.draws
    in_rows = (each for table in parts.values() if "source_id" in table for each in table["source_id"].dropna())
    return {
        "answer": replace(solution, tables=parts).to_dict(),
        "table_names": names,
        "modelled": " ".join([SAY("modelled"), *([SAY("no_range")] if has_no_range else [])]),
        "known_until": compiled_on().isoformat(),
        "sources": sources.named([*sources.of_tables(STANDS_ON[question.model]), *in_rows]),
    }


def _scenario(document: str | dict[str, Any]) -> Scenario:
    if isinstance(document, str):
        return preset(document)
    scenario = from_raw(document)
    refuse_twice(scenario)
    return scenario
