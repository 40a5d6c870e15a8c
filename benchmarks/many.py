"""Processor time of many scenarios in the world model, everything from the scenario to its rows.

``python -m benchmarks.many [--count N]``. One process, one BLAS thread; the first hundred are left out, as they load
the tables. Without OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE, which some machines set.
"""

import argparse
import random
import time
from collections.abc import Sequence
from datetime import date

import numpy as np

from benchmarks.engine import Timing, print_table
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.many.folder import form, solve_part

DAY = date(2026, 11, 24)
PART = 100


def drawn(kind: str, count: int, seed: int = 1) -> list[Scenario]:
    """``two``: duties of the United States and China on each other; ``all``: US points on everybody besides."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        changes = [
            TariffChange("USA", "CHN", draw.uniform(10, 150), "absolute"),
            TariffChange("CHN", "USA", draw.uniform(20, 150), "absolute"),
        ]
        if kind == "all":
            changes.append(TariffChange("USA", "all", draw.uniform(0, 30)))
        found.append(Scenario(DAY, tariffs=changes))
    return found


def measured(kind: str, count: int) -> Timing:
    """Milliseconds of processor time a scenario, part by part."""
    asked = form("world", None)
    solve_part(*asked, 0, drawn(kind, PART, seed=2))
    scenarios = drawn(kind, count)
    seconds = []
    for first in range(0, count, PART):
        began = time.process_time()
        rows = solve_part(*asked, first, scenarios[first : first + PART])
        seconds.append((time.process_time() - began) / PART)
        assert rows.column("fault").null_count == len(rows)
    return Timing(f"world of 80, {kind}: {count:,} scenarios, processor time of each", np.array(seconds))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    given = parser.parse_args(arguments)
    print_table(measured(kind, given.count) for kind in ("two", "all"))


if __name__ == "__main__":
    main()
