"""Times of the models, cold and warm, and of whole answers: ``python -m benchmarks.engine [--raw DIR] [--only PART]``.

Run with ``OPENBLAS_NUM_THREADS=1``. Cold: from the base. Warm: one slider step from the last solution, over the whole
way of the slider and back. Every duty differs from the base year's on the days of 2025 and later, so that a step of the
product model solves all cells. Beside the world model, ``scipy.optimize.root`` on the same equations. The world of 1993
is read from the raw folder; without it its rows are left out, and that is said.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import root

from parley import Scenario, TariffChange, solve
from parley.calibration import product_baseline
from parley.calibration.caliendo_parro_1993 import NAFTA, TRADED, nafta
from parley.calibration.policy import policy_duties
from parley.calibration.product import product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.sectors import sector_inputs
from parley.calibration.world import full_world, page_world
from parley.models import armington, caliendo_parro_2015, partial_equilibrium
from parley.models.armington import Economy, Shock
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import System
from parley.models.caliendo_parro_2015 import SectorEconomy, SectorShock
from parley.models.closure import Closure
from parley.models.optimal_tariffs import instrument, nash
from parley.models.policy_parts import Goods
from parley.models.revenue_curve import revenue_curve
from parley.models.scenario import HORIZONS
from parley.results.answers import product_solution, world_draws
from parley.results.answers.product import over_horizons
from parley.results.answers.world_draws import DRAWS
from parley.results.compared import reconciled_world
from parley.results.validation.timing import when
from parley.tables.read import compiled_on, forget
from tests.models.nine_worlds import payoffs

FloatArray = npt.NDArray[np.float64]
Places = npt.NDArray[np.bool_]
MS = 1000
DAY = date(2025, 6, 9)
TOTAL_RATES = np.arange(0.10, 1.50, 0.02)  # the USA on China, answered in kind
POINTS = np.arange(0.0, 1.5, 0.02)  # on top of the base
COLD_POINTS = (0.1, 0.54, 1.2)


@dataclass(frozen=True)
class Timing:
    """One row: first or only call, median and 95th percentile, milliseconds, and a remark."""

    task: str
    times: FloatArray
    remark: str = ""

    def __str__(self) -> str:
        first, middle, high = self.times[0], np.median(self.times), np.percentile(self.times, 95)
        return f"{self.task:66} {MS * first:9.2f} {MS * middle:9.2f} {MS * high:9.2f}   {self.remark}"


def timed(task: str, work: Callable[[], object], repeats: int) -> Timing:
    """``work`` so many times."""
    return Timing(task, np.array([_seconds(work)[0] for _ in range(repeats)]))


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def print_table(rows: Iterable[object]) -> None:
    """Timings, or lines of words between them, under their heads."""
    print(f"{'task':66} {'first':>9} {'median':>9} {'p95':>9}   ms")
    for row in rows:
        print(row)


def steps(task: str, solve_at: Callable[..., Any], positions: FloatArray, cold: Sequence[float]) -> list[Timing]:
    """Cold solves at some positions of a slider, and every warm step there and back."""
    from_base = [_seconds(partial(solve_at, at)) for at in cold * 10]
    last, warm = solve_at(positions[0]), []
    for at in np.concatenate([positions[1:], positions[::-1][1:]]):
        took, last = _seconds(partial(solve_at, at, start=last))
        warm.append((took, last))
    return [
        Timing(f"{task}: {kind} step", np.array([s for s, _ in runs]), f"{_mean(runs):.1f} iterations")
        for kind, runs in (("cold", from_base), ("warm", warm))
    ]


def _mean(runs: Sequence[tuple[float, Any]]) -> float:
    return float(np.mean([answer.iterations for _, answer in runs]))


def _anew(load: Callable[[], object]) -> Callable[[], object]:
    """Tables from their files and the calibration, nothing remembered."""

    def work() -> object:
        forget()
        page_world.cache_clear()
        sector_inputs.cache_clear()
        return load()

    return work


def product(raw: Path | None) -> Iterator[Timing]:
    """Load, the duties of a day, a slider step on all HS6 lines."""
    yield timed("product: load and calibration", _anew(product_inputs), 11)
    inputs = product_solution.inputs()
    for day, what in ((DAY, ""), (date(2019, 9, 1), ", 2018 to 2020")):

        def duties_of_a_day(day: date = day) -> None:
            product_baseline.forget()
            baseline_on(inputs, day)

        yield timed(f"product: duties of a day{what}", duties_of_a_day, 11)
    on_electronics = TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI"))
    answer = TariffChange("CHN", "USA", 40, "absolute")
    unasked = (  # an answer once given is kept
        Scenario(DAY, tariffs=[replace(on_electronics, rate_pct=10 + n / 8), answer]) for n in itertools.count()
    )
    duty, market = policy_duties(inputs, next(unasked)).us_duty, inputs.us.market
    yield timed("product: duties of a scenario", lambda: policy_duties(inputs, next(unasked)), 40)
    for horizon, through in itertools.product(HORIZONS, (1.0, 0.8)):
        step = partial(partial_equilibrium.solve, market, inputs.us.elasticities(horizon, through), duty)
        yield timed(f"product: {len(market.value_usd):,} cells, {horizon}, pass-through {through:g}", step, 200)
    yield timed("product: slider step, both markets", lambda: product_solution.outcome(next(unasked)), 40)
    outcomes = map(product_solution.outcome, itertools.islice(unasked, 40))
    solved = [_seconds(partial(over_horizons, outcome))[0] for outcome in outcomes]
    yield Timing("product: its tables, all three horizons", np.array(solved))


def position(economy: Economy, rate: float) -> Shock:
    """The USA taxes China's goods at ``rate``, all others at 10%; everybody answers in kind."""
    usa, china = economy.index("USA"), economy.index("CHN")
    tariff = economy.tariff.copy()
    tariff[:, usa] = 0.10
    tariff[china, usa], tariff[usa, usa] = rate, 0.0
    tariff[usa, :] = tariff[:, usa]
    return Shock(tariff=tariff)


def world(raw: Path | None) -> Iterator[Timing]:
    """Slider steps in two sizes, the page's with a choice of work besides, its games, and scipy on its equations."""
    yield timed("world: load and calibration", _anew(page_world), 5)
    page, full = page_world().economy, full_world().economy
    with_work = replace(page, home_elasticity_ratio=1.0, labour_supply_elasticity=0.5, income_tax_relief=True)
    for economy, what in ((page, f"{len(page.names)}"), (full, f"{len(full.names)}"), (with_work, "with labour")):
        yield timed(f"world, {what}: deficits removed (once)", lambda e=economy: armington.balanced(replace(e)), 10)  # type: ignore[misc]

        armington.balanced(economy)  # kept with it, so that no step pays for it

        def solve_at(rate: float, start: object = None, economy: Economy = economy) -> object:
            return armington.solve(economy, position(economy, rate), start=start)  # type: ignore[arg-type]

        yield from steps(f"world, {what}", solve_at, TOTAL_RATES, COLD_POINTS)
    usa, china = instrument(page, "USA", ["CHN"]), instrument(page, "CHN", ["USA"])
    scenario = position(page, 0.54).tariff
    assert scenario is not None
    rates = np.linspace(0, 1.5, 50)
    yield timed("world: revenue curve, 50 rates and the peak", lambda: revenue_curve(page, usa, rates), 5)
    yield timed("world: Nash of USA and China", lambda: nash(page, [usa, china]), 5)
    yield timed("world: nine worlds of USA and China", lambda: payoffs(page, "USA", "CHN", scenario), 5)
    yield from beside_scipy(page)


def beside_scipy(economy: Economy) -> Iterator[Timing]:
    """The same equations by scipy.optimize.root, without and with our Jacobian."""
    base, shock = armington.balanced(economy), position(economy, 0.54)
    ours = armington.solve(economy, shock).real_income_hat
    system = System(base, *shock.levels(base), "balanced")

    def residual(point: FloatArray) -> FloatArray:
        gap = system.residual(point)  # the pinned wage stands in place of its own equation
        gap[system.economy.pinned] = point[system.economy.pinned]
        return gap

    for name, derivative in (("differences", None), ("our Jacobian", partial(jacobian, system))):
        work = partial(root, residual, np.zeros(len(base.names)), jac=derivative, tol=1e-12)
        state = system.evaluate(work().x)
        gap = np.abs(state.expenditure / base.expenditure / np.exp(state.log_price) - ours).max()
        yield replace(timed(f"world: scipy.optimize.root, {name}", work, 5), remark=f"same answer to {gap:.0e}")


def sectors(raw: Path | None) -> Iterator[Timing | str]:
    """The world by industry, and that of Caliendo and Parro (2015)."""
    yield timed("sectors: load and calibration", _anew(sector_inputs), 10)
    inputs = sector_inputs()
    yield from _of_economy(
        inputs.economy,
        inputs.is_goods,
        {
            "USA and China on each other": [("CHN", "USA"), ("USA", "CHN")],
            "USA on all, answered in kind": [(None, "USA"), ("USA", None)],
            "everybody on everybody": [(None, None)],
        },
    )
    if raw is None:
        yield "sectors of 1993: the files of the paper may not be passed on; give the raw folder with --raw DIR"
        return
    case = nafta(raw)
    goods = np.arange(len(case.economy.sectors)) < TRADED
    members = {"members on each other": list(itertools.product(NAFTA, NAFTA))}
    yield from _of_economy(case.economy, goods, members)
    agreed = SectorShock(case.tariff)
    yield timed("sectors of 1993: NAFTA, cold", lambda: caliendo_parro_2015.solve(case.economy, agreed), 30)


def _of_economy(
    economy: SectorEconomy, goods: Places, sliders: dict[str, list[tuple[str | None, str | None]]]
) -> Iterator[Timing]:
    size = f"sectors, {len(economy.countries)} x {len(economy.sectors)}"
    yield timed(f"{size}: base (once)", lambda: caliendo_parro_2015.solve(replace(economy), SectorShock()), 10)
    caliendo_parro_2015.solve(economy, SectorShock())  # kept with it, so that no step pays for it
    for name, pairs in sliders.items():
        moved = flows_of(economy, pairs, goods)

        def solve_at(points: float, start: object = None, moved: Places = moved) -> object:
            shock = SectorShock(np.where(moved, economy.tariff + points, economy.tariff))
            return caliendo_parro_2015.solve(economy, shock, start=start)  # type: ignore[arg-type]

        yield from steps(f"{size}, {name}", solve_at, POINTS, COLD_POINTS)


def flows_of(economy: SectorEconomy, pairs: Sequence[tuple[str | None, str | None]], goods: Places) -> Places:
    """The flows of goods from exporter to importer of each pair, None for all, without home sales."""
    moved = np.zeros(economy.tariff.shape, dtype=bool)
    everybody = list(range(len(economy.countries)))
    for exporter, importer in pairs:
        sides = [everybody if name is None else [economy.country(name)] for name in (exporter, importer)]
        moved[np.ix_(*sides, np.flatnonzero(goods))] = True
    moved[everybody, everybody] = False
    return moved


def answers(raw: Path | None) -> Iterator[Timing]:
    """Whole answers, each of a scenario not asked before; what belongs to the day alone is kept from the first."""
    for exporter, what in (("CHN", "on China"), ("all", "on everybody")):
        unasked = (
            Scenario(compiled_on(), tariffs=(TariffChange("USA", exporter, 10 + n / 8),)) for n in itertools.count()
        )
        for model in ("product", "world", "sectors", "all"):
            yield timed(f"solve, model {model}, US duty {what}", lambda m=model, u=unasked: solve(next(u), m), 20)  # type: ignore[misc]
        for closure in reconciled_world.CLOSURES:

            def draws(closure: Closure = closure, unasked: Iterator[Scenario] = unasked) -> object:
                return world_draws.solve_draws(next(unasked), closure)

            yield timed(f"world, {DRAWS} draws as one batch, {closure}, {what}", draws, 20)
    yield timed("when effects arrive, estimate and test", when.__wrapped__, 3)


PARTS = {"product": product, "world": world, "sectors": sectors, "answers": answers}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, help="folder with the raw data, for the world of 1993")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    chosen = parser.parse_args(arguments)
    print_table(itertools.chain.from_iterable(PARTS[name](chosen.raw) for name in chosen.only))


if __name__ == "__main__":
    main()
