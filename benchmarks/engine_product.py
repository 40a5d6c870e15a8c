"""Times of the product model: load, the duties of a day, a slider step on all HS6 lines, cold and warm.

Run from the repository: ``OPENBLAS_NUM_THREADS=1 python -m benchmarks.engine_product``. Every duty differs from the
base year's on the days of 2025 and later, so a warm step solves all cells, not those of a slider alone.
"""

from datetime import date

from benchmarks.engine_timing import Timing, print_table, timed
from parley.calibration import product_baseline
from parley.calibration.policy import policy_duties
from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.models.partial_equilibrium import solve
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS
from parley.results.answers import product_solution
from parley.results.answers.product import over_horizons
from parley.tables.read import forget

DAY = date(2025, 6, 9)
REPEATS = 200


def load() -> ProductInputs:
    """Tables from their files and the calibration, nothing remembered."""
    forget()
    return product_inputs()


def duties_of_a_day(inputs: ProductInputs, on: date) -> None:
    """Worked out anew; the app keeps the last ones."""
    product_baseline.forget()
    baseline_on(inputs, on)


def measure() -> list[Timing]:
    """Every row of the table."""
    timings = [timed("load and calibration", load, 11)]
    inputs = product_solution.inputs()
    timings.append(timed("duties of a day", lambda: duties_of_a_day(inputs, DAY), 31))
    timings.append(timed("duties of a day, 2018 to 2020", lambda: duties_of_a_day(inputs, date(2019, 9, 1)), 11))
    scenario = Scenario(
        DAY,
        tariffs=[
            TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
            TariffChange("CHN", "USA", 40, "absolute"),
        ],
    )
    duty, market = policy_duties(inputs, scenario).us_duty, inputs.us.market
    timings.append(timed("duties of a scenario", lambda: policy_duties(inputs, scenario), REPEATS))
    for horizon in HORIZONS:
        for through in (1.0, 0.8):
            elasticities = inputs.us.elasticities(horizon, through)
            task = f"solve, {len(market.value_usd):,} cells, {horizon}, pass-through {through:g}"
            timings.append(timed(task, lambda e=elasticities: solve(market, e, duty), REPEATS))  # type: ignore[misc]
    timings.append(timed("slider step, both markets", lambda: product_solution.outcome(scenario), REPEATS))
    outcome = product_solution.outcome(scenario)
    timings.append(timed("slider step, all three horizons", lambda: over_horizons(outcome), REPEATS))
    return timings


def main() -> None:
    """Print the table."""
    print_table(measure())


if __name__ == "__main__":
    main()
