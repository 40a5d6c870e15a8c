"""Times of the product model: load, the duties of a day, a slider step on all HS6 lines, cold and warm.

Run from the repository: ``OPENBLAS_NUM_THREADS=1 python -m benchmarks.engine_product``. Every duty differs from the
base year's on the days of 2025 and later, so a warm step solves all cells, not those of a slider alone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_duties import scenario_duties
from parley.models.partial_equilibrium import solve
from parley.models.scenario import HORIZONS, ProductScenario
from parley.results.product import over_horizons, run_product_scenario
from parley.tables import forget

DAY = date(2025, 6, 9)
REPEATS = 200
MS = 1000


@dataclass(frozen=True)
class Timing:
    """Times of one task in milliseconds: the first call, then median and 95th percentile of the repeats."""

    task: str
    cold: float
    median: float
    p95: float


def timed(task: str, work: Callable[[], object], repeats: int = REPEATS) -> Timing:
    """The task once, then ``repeats`` times."""
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    cold, warm = seconds[0], seconds[1:]
    return Timing(task, MS * cold, MS * float(np.median(warm)), MS * float(np.percentile(warm, 95)))


def load() -> ProductInputs:
    """Tables from their files and the calibration, nothing remembered."""
    forget()
    return product_inputs()


def measure() -> list[Timing]:
    """Every row of the table."""
    timings = [timed("load and calibration", load, 10)]
    inputs = product_inputs()
    timings.append(timed("duties of a day", lambda: baseline_on(inputs, DAY), 30))
    timings.append(timed("duties of a day, 2018 to 2020", lambda: baseline_on(inputs, date(2019, 9, 1)), 10))
    baseline, market = baseline_on(inputs, DAY), inputs.us.market
    rates = {"us_duty_pct": {"XVI": 60.0}, "china_duty_pct": 40.0}
    scenario = ProductScenario(as_of=DAY, border_pass_through=1.0, retail_pass_through=0.2, **rates)
    duty, _ = scenario_duties(inputs, baseline, scenario)
    for horizon in HORIZONS:
        for through in (1.0, 0.8):
            elasticities = inputs.us.elasticities(horizon, through)
            task = f"solve, {len(market.value_usd):,} cells, {horizon}, pass-through {through:g}"
            timings.append(timed(task, lambda e=elasticities: solve(market, e, duty)))  # type: ignore[misc]
    timings.append(timed("slider step, both markets", lambda: run_product_scenario(inputs, baseline, scenario)))
    outcome = run_product_scenario(inputs, baseline, scenario)
    timings.append(timed("slider step, all three horizons", lambda: over_horizons(outcome)))
    return timings


def main() -> None:
    """Print the table."""
    print(f"{'task':60} {'first':>9} {'median':>9} {'p95':>9}   ms")
    for row in measure():
        print(f"{row.task:60} {row.cold:9.2f} {row.median:9.2f} {row.p95:9.2f}")


if __name__ == "__main__":
    main()
