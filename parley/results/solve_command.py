"""The command ``python -m parley solve``: a scenario in, a model's answer out."""

import argparse
import json

from parley.files import require_folder
from parley.results.scenario_files import load
from parley.results.scenario_place import place_named
from parley.results.solution import DRAWN, SUMMARY, Solution, figure, solve, write


def run(options: argparse.Namespace) -> int:
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
    if (told := solution.tables.get("directions")) is not None:
        for row in told[told["sentence"] != ""].to_dict("records"):
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
