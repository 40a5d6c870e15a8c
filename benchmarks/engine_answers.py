"""Times of whole answers, each of a scenario not asked before: a model's tables, the draws, all models on one question.

``OPENBLAS_NUM_THREADS=1 python -m benchmarks.engine_answers``. What belongs to the day alone is kept from the first.
"""

import itertools
from collections.abc import Iterator
from datetime import date
from functools import partial

from benchmarks.engine_timing import Timing, print_table, timed
from parley import Scenario, TariffChange, solve
from parley.models.closure import Closure
from parley.results.answers import world_draws
from parley.results.answers.world_draws import DRAWS
from parley.results.compared import reconciled_world
from parley.results.validation.timing import when
from parley.tables.read import compiled_on

REPEATS = 20


def scenarios(day: date, exporter: str) -> Iterator[Scenario]:
    """Ever another rise of the US duty on an exporter's goods."""
    for step in itertools.count():
        yield Scenario(day, tariffs=(TariffChange("USA", exporter, 10 + step / 8),))


def measure() -> list[Timing]:
    """Every row of the table."""
    day = compiled_on()
    of_sides = itertools.starmap(partial(_of_exporter, day), (("CHN", "on China"), ("all", "on everybody")))
    learnt = timed("when effects arrive, estimate and test", when.__wrapped__, 3)
    return [*itertools.chain.from_iterable(of_sides), learnt]


def _of_exporter(day: date, exporter: str, words: str) -> list[Timing]:
    asked = scenarios(day, exporter)
    solved = [
        timed(f"solve, model {model}, US duty {words}", partial(_solved, asked, model), REPEATS)
        for model in ("product", "world", "sectors", "all")
    ]
    drawn = [
        timed(f"world, {DRAWS} draws as one batch, {closure}, {words}", partial(_drawn, asked, closure), REPEATS)
        for closure in reconciled_world.CLOSURES
    ]
    return [*solved, *drawn]


def _solved(asked: Iterator[Scenario], model: str) -> object:
    return solve(next(asked), model)


def _drawn(asked: Iterator[Scenario], closure: Closure) -> object:
    return world_draws.solve_draws(next(asked), closure)


def main() -> None:
    """Print the table."""
    print_table(measure())


if __name__ == "__main__":
    main()
