"""What the commands solve, solve-many, household, content, short-run and backtest do; loaded when one is asked."""

import argparse
import json
import sys
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from parley.calibration.product import product_inputs
from parley.calibration.product_market import CalibrationError
from parley.calibration.short_run import report, short_run
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.content import jobs, third_countries, us_industries
from parley.results.answers.household import household_cost
from parley.results.answers.product_solution import at_rest, duties_of
from parley.results.answers.solution import DRAWN, SUMMARY, Solution, figure, solve, write
from parley.results.many.solve import solve_many
from parley.results.scenario.files import is_file_name, load
from parley.results.scenario.sentence import sentence
from parley.results.validation.backtest import backtest
from parley.results.validation.backtest_skill import law_choices, skill
from parley.results.validation.timing import when
from parley.tables.files import require_folder
from parley.tables.read import compiled_on, read_table

# Where in its file a scenario goes wrong that reads well and that no model can run.


@contextmanager
def place_named(source: str, scenario: Scenario) -> Iterator[None]:
    """Inside, a fault of the scenario of a file is raised with the file and, where a duty is at fault, its place.

    Raises ScenarioError in place of ScenarioError and CalibrationError; the scenario of a preset is left alone.
    """
    try:
        yield
    except (ScenarioError, CalibrationError) as error:
        if not is_file_name(source):
            raise
        raise ScenarioError(f"{Path(source).name}: {_place(scenario, str(error))}{error}") from error


def _place(scenario: Scenario, problem: str) -> str:
    """The field, or the list and the number of the change, whose duties raise these words; empty where none does."""

    def fails(count: int) -> bool:
        return _fault(replace(scenario, exports=(), tariffs=scenario.tariffs[:count])) == problem

    count = len(scenario.tariffs)
    if not fails(count):
        return ""
    first = bisect_left(range(count), True, key=fails)
    if first:
        return f"tariffs, change {first}: "
    return "as_of: " if _fault(replace(at_rest(scenario), as_of=scenario.as_of)) == problem else "regime: "


def _fault(scenario: Scenario) -> str:
    try:
        duties_of(scenario)
    except (ScenarioError, CalibrationError) as error:
        return str(error)
    return ""


ALL_ANSWERED, SOME_WITHOUT_ANSWER, STOPPED = 0, 3, 130


def run_solve(options: argparse.Namespace) -> int:
    """Solve a scenario; print its sentence, notes and first table, or all of it as JSON, and write it where asked.

    Raises as ``load`` and ``solve`` do, what is wrong with a file's scenario with the file and the place, and
    NotWrittenError before anything is solved.
    """
    scenario = load(options.scenario)
    if options.out:
        require_folder(options.out, SUMMARY)
    with place_named(options.scenario, scenario):
        solution = solve(scenario, options.model, options.draws)
    if options.out:
        write(solution, options.out)
    if options.json:
        print(json.dumps(solution.to_dict(), ensure_ascii=False, allow_nan=False))
        return 0
    name, table = next(iter(solution.tables.items()))
    print(f"{solution.sentence}\n\n{name}\n{table.to_string(index=False, float_format=figure)}\n")
    if (directions := solution.tables.get("directions")) is not None:
        for row in directions[directions["sentence"] != ""].to_dict("records"):
            print(f"{' '.join(filter(None, (row['measure'], row['economy'], row['bearer'])))}: {row['sentence']}")
        print()
    print("\n".join([*solution.notes, *_on_ranges(solution)]))
    print(", ".join(f"{what} {value:.3g}" for what, value in solution.convergence.items()))
    return 0


def _on_ranges(solution: Solution) -> list[str]:
    """Where the ranges of the figures printed are, or how to ask for them; nothing where they stand beside them."""
    if "bands" in solution.tables:
        return ["The ranges over the draws are in the table bands: ask for it with --out or --json."]
    return ["These figures have no range; --draws 64 adds one."] if solution.model in DRAWN else []


def run_solve_many(options: argparse.Namespace) -> int:
    """Solve all scenarios; 0 when each has an answer, 3 when some have none, 130 when stopped from the keyboard.

    Raises ScenarioError naming file and row before anything is solved; ManyError, NotWrittenError.
    """
    try:
        folder = solve_many(
            options.source, options.model, out=options.out, table=options.table, part=options.part,
            workers=options.workers,
        )  # fmt: skip
    except KeyboardInterrupt:
        print(f"parley: stopped. What is solved stays in {options.out}; run it again to go on.", file=sys.stderr)
        return STOPPED
    print(f"{folder.count - folder.without_answer:,} of {folder.count:,} scenarios have an answer: {folder.folder}")
    if folder.mended:
        parts = ", ".join(map(str, folder.mended))
        print(f"Damaged, and worked out again: part {parts}.", file=sys.stderr)
    if folder.without_answer:
        print("The column fault says why the others have none.", file=sys.stderr)
    return SOME_WITHOUT_ANSWER if folder.without_answer else ALL_ANSWERED


def run_household(source: str) -> int:
    """Print what a scenario costs households on today's trade, and what others print of it. Raises ScenarioError."""
    scenario = load(source)
    with place_named(source, scenario):
        cost = household_cost(scenario)
    print(f"{sentence(scenario)}\n\nEstimated, by proportion; a cost is positive. USD a year, and a household:")
    print(cost.categories.to_string(index=False, float_format="{:z,.0f}".format))
    print(f"\n{cost.a_household_usd:z,.0f} USD a household at the border, of {cost.households:,.0f} households.")
    print(f"\nBy decile of income\n{cost.deciles.to_string(index=False, float_format='{:z,.1f}'.format)}")
    if len(cost.published):
        print(f"\nIn print\n{cost.published.to_string(index=False, float_format='{:z,.0f}'.format)}")
    return 0


def run_short_run() -> int:
    """Fit the short-run model anew and print effects, covariance, houses, rows and each row without its house."""
    refit = report(read_table("short_run_effects"), short_run().shapes)
    for title, table in refit.items():
        print(f"{title}\n{table.to_string(index=False, float_format='{:z.3f}'.format)}", end="\n\n")
    return 0


def run_content() -> int:
    """Print the Chinese content of US industries, with their jobs, and of what third countries sell."""
    print("Estimated, by proportion. US industries, jobs as counted and no forecast of them:")
    table = us_industries().merge(jobs(compiled_on()), on="sector", how="left")
    print(table.to_string(index=False, float_format="{:z,.1f}".format))
    print("\nGoods sold to the United States, by economy:")
    print(third_countries().to_string(index=False, float_format="{:z,.1f}".format))
    return 0


def run_backtest() -> int:
    """Print the model beside the record, its skill good by good, when effects arrive, and what it leaves out."""
    tested = backtest(product_inputs())
    shown = [c for c in map(str, tested.total) if c != "naics3" and not c.endswith("_usd")]
    print(tested.total[shown].to_string(index=False, float_format="{:z.1f}".format), end="\n\n")
    print("Modelled and recorded falls of imports from China by industry:")
    print(tested.fit.to_string(index=False, float_format="{:z.2f}".format), end="\n\n")
    timing = when()
    for title, table in (
        ("The law of 2025 as it may be read, and the fall each reading foresees:", law_choices()),
        ("Skill on 2025 by good, from the law alone (1: all foreseen; 0: as good as the mean of all goods):", skill()),
        ("When effects arrive: estimated on 2018-19", timing.estimates),
        (f"Errors between industries in 2025, which neither saw (the {timing.used} model is used):", timing.tests),
        ("All industries together, against the same month a year before:", timing.seen),
    ):
        print(f"{title}\n{table.to_string(index=False, float_format='{:z.2f}'.format)}", end="\n\n")
    print("What the model leaves out:")
    for row in tested.left_out.to_dict("records"):
        print(f"- {row['cause']}: {row['text']}")
    return 0
