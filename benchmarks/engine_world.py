"""Times of the one-sector world model, cold and warm, beside gegravity and scipy on one thread.

``OPENBLAS_NUM_THREADS=1 python -m benchmarks.engine_world [--raw DIR] [--gegravity PYTHON]``. Cold: from the base.
Warm: one slider step of two points from the last solution. gegravity (PyPI) runs its own example in the interpreter
named, on its own sample in the raw folder; without either the row says so.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.cases import ROOT
from benchmarks.engine_timing import Timing, print_table, timed
from parley.calibration.world import full_world, page_world
from parley.models.armington import Economy, Equilibrium, Shock, balanced, solve
from parley.models.armington_jacobian import jacobian
from parley.models.armington_system import System
from parley.models.optimal_tariffs import instrument, nash
from parley.models.revenue_curve import revenue_curve
from parley.tables.read import forget
from tests.models.nine_worlds import payoffs

FloatArray = npt.NDArray[np.float64]


SAMPLE = "trade/gegravity-sample/sample_data_set.dlm"
SLIDER = np.arange(0.10, 1.50, 0.02)  # total rate on China, answered in kind
RATES = np.linspace(0, 1.5, 50)
PTA = 0.4711383  # gegravity's coefficient of a trade agreement
OVERHEAD = {"labour_supply_elasticity": 0.5, "income_tax_relief": True}


def position(economy: Economy, rate: float) -> Shock:
    """The USA taxes China's goods at ``rate``, all others at 10%; everybody answers in kind."""
    usa, china = economy.index("USA"), economy.index("CHN")
    tariff = economy.tariff.copy()
    tariff[:, usa] = 0.10
    tariff[china, usa], tariff[usa, usa] = rate, 0.0
    tariff[usa, :] = tariff[:, usa]
    return Shock(tariff=tariff)


def slider(economy: Economy, what: str) -> list[Timing]:
    """Deficits removed, cold steps, warm steps."""
    balanced(economy)
    purge = timed(f"{what}: deficits removed (once)", lambda: balanced(replace(economy)), 10)
    cold = timed(f"{what}: cold step", lambda: solve(economy, position(economy, 0.54)), 40)
    last: Equilibrium = solve(economy, position(economy, SLIDER[0]))
    seconds, steps = [], []
    for rate in np.concatenate([SLIDER[1:], SLIDER[::-1]]):
        start = time.perf_counter()
        last = solve(economy, position(economy, rate), start=last)
        seconds.append(time.perf_counter() - start)
        steps.append(last.iterations)
    remark = f"{np.mean(steps):.1f} steps, residual {last.residual:.0e}"
    return [purge, cold, Timing(f"{what}: warm step", np.array(seconds), remark)]


def merged(economy: Economy, count: int) -> Economy:
    """The ``count`` - 1 largest economies and the rest as one, untaxed."""
    order = np.argsort(-economy.income)
    kept, rest = np.sort(order[: count - 1]), order[count - 1 :]
    sides = np.zeros((count, len(order)))
    sides[np.arange(count - 1), kept] = 1
    sides[-1, rest] = 1
    names = [*(economy.names[n] for n in kept), "rest of the world"]
    return Economy(names, sides @ economy.flows @ sides.T, economy.trade_elasticity)


def load() -> object:
    """Tables from their files and calibration, nothing remembered."""
    forget()
    page_world.cache_clear()
    return page_world()


def games(economy: Economy) -> list[Timing]:
    """Revenue curve, Nash and the nine worlds on the page model."""
    usa, china = instrument(economy, "USA", ["CHN"]), instrument(economy, "CHN", ["USA"])
    scenario = position(economy, 0.54).tariff
    assert scenario is not None
    return [
        timed("page: revenue curve, 50 rates and the peak", lambda: revenue_curve(economy, usa, RATES), 5),
        timed("page: Nash of USA and China", lambda: nash(economy, [usa, china]), 5),
        timed("page: nine worlds of USA and China", lambda: payoffs(economy, "USA", "CHN", scenario), 5),
    ]


def beside_scipy(economy: Economy, what: str) -> list[Timing]:
    """The same equations by scipy.optimize.root, without and with our Jacobian."""
    from scipy.optimize import root

    base, shock = balanced(economy), position(economy, 0.54)
    ours = solve(economy, shock).real_income_hat
    system = System(base, *shock.levels(base), "balanced")
    rows = []
    for name, given in (("differences", None), ("our Jacobian", lambda x: jacobian(system, x))):

        def answer(given: Callable[[FloatArray], FloatArray] | None = given) -> FloatArray:
            found = root(lambda x: _held(system, x), np.zeros(len(base.names)), jac=given, tol=1e-12)
            state = system.evaluate(found.x)
            return state.expenditure / base.expenditure / np.exp(state.log_price)

        gap = np.abs(answer() - ours).max()
        row = timed(f"{what}: scipy.optimize.root, {name}", answer, 5)
        rows.append(replace(row, remark=f"same answer to {gap:.0e}"))
    return rows


def _held(system: System, point: FloatArray) -> FloatArray:
    """The residual, with the pinned wage in place of its own equation."""
    gap = system.residual(point)
    gap[system.economy.pinned] = point[system.economy.pinned]
    return gap


def beside_gegravity(raw: Path | None, python: str) -> list[Timing]:
    """Its example: a trade agreement of Canada and Japan among 30 economies; ours on the same flows and cost change."""
    if raw is None or not (raw / SAMPLE).exists():
        print("gegravity: its sample is not here; give the raw folder with --raw DIR")
        return []
    rows = [_agreement(raw / SAMPLE)]
    command = [python, str(ROOT / "benchmarks" / "gegravity_case.py"), str(raw / SAMPLE), "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-1]
        print(f"gegravity: not measured ({said}); pip install gegravity and name its interpreter with --gegravity")
        return rows
    theirs = json.loads(done.stdout.strip().splitlines()[-1])
    remark = f"exports of Canada {theirs['can_exports_pct']:+.2f}%"
    return [Timing("its sample: gegravity", np.array(theirs["seconds"]), remark), *rows]


def _agreement(sample: Path) -> Timing:
    import pandas as pd

    table = pd.read_csv(sample).pivot(index="exporter", columns="importer", values="trade")
    names = list(table.index)
    economy = Economy(names, table.loc[names, names].to_numpy(dtype=float), 4.0)
    cost = np.ones(economy.flows.shape)
    pair = [names.index("CAN"), names.index("JPN")]
    cost[pair, pair[::-1]] = np.exp(-PTA / economy.trade_elasticity)
    after = solve(economy, Shock(cost_hat=cost), "share_of_own_income")
    change = 100 * (after.exports[pair[0]] / economy.exports[pair[0]] - 1)
    row = timed(
        "its sample: Parley, cold, from the recorded flows",
        lambda: solve(economy, Shock(cost_hat=cost), "share_of_own_income"),
        40,
    )
    return replace(row, remark=f"exports of Canada {change:+.2f}%; it starts from fitted flows and fixed shares")


def measure(raw: Path | None, python: str) -> list[Timing]:
    """Every row of the table."""
    page, full = page_world().economy, full_world().economy
    rows = [timed("page: load and calibration", load, 5)]
    for economy, what in ((merged(full, 44), "44"), (page, f"page, {len(page.names)}"), (full, "194")):
        rows += slider(economy, what)
    rows += slider(replace(page, home_elasticity_ratio=1.0, **OVERHEAD), "page with labour")  # type: ignore[arg-type]
    rows += games(page)
    rows += beside_scipy(merged(full, 44), "44") + beside_scipy(page, "page")
    return rows + beside_gegravity(raw, python)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, help="folder with the raw data, for the sample of gegravity")
    parser.add_argument("--gegravity", default=sys.executable, help="interpreter that has gegravity")
    given = parser.parse_args(arguments)
    print_table(measure(given.raw, given.gegravity))


if __name__ == "__main__":
    main()
